"""Is what people's rows name there?"""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from accounts.models import User
from accounts.pictures.avatars import clear_avatar
from chatsite.db.consistency import Finding

PEOPLE = 500


def check_pictures() -> Iterator[list[Finding]]:
    """Find people whose picture is missing, part after part."""
    last = 0
    with_picture = User.objects.exclude(avatar="").order_by("pk")
    while people := list(with_picture.filter(pk__gt=last)[:PEOPLE]):
        last = people[-1].pk
        yield [
            Finding(f"the picture of {user.email} is missing", lambda user=user: clear_avatar(user))  # type: ignore[misc]
            for user in people
            if not (Path(settings.MEDIA_ROOT) / user.avatar).is_file()
        ]
