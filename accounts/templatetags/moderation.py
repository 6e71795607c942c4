"""Template filters for moderation."""

from django import template

from accounts.moderation import sentences

register = template.Library()
register.filter("in_words", sentences.in_words)
