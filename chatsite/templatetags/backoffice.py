"""What the admin's templates share: ``{% load backoffice %}``."""

from django import template

from chatsite.backoffice.moments import moment

register = template.Library()
register.filter("moment", moment)
