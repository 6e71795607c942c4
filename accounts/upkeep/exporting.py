"""Everything that the site holds of one person, written as it is read."""

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from accounts.models import User
from accounts.upkeep import personal_data
from chatsite.files import replacing

STEP = 500


def export(user: User, path: Path) -> Iterator[int]:
    """Write what ``user`` has here to a ZIP file at ``path``; yield how many things each step wrote."""
    with replacing(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind in personal_data.kinds():
            yield from _write(archive, kind, user)
            yield from _copy_files(archive, kind, user)
        picture = Path(settings.MEDIA_ROOT) / user.avatar
        if user.avatar and picture.is_file():
            archive.write(picture, f"picture{picture.suffix}")
            yield 1


def _copy_files(archive: zipfile.ZipFile, kind: personal_data.PersonalData, user: User) -> Iterator[int]:
    for name, file in kind.files(user) if kind.files else ():
        with file, archive.open(name, "w", force_zip64=True) as copy:
            shutil.copyfileobj(file, copy)
        yield 1


def _write(archive: zipfile.ZipFile, kind: personal_data.PersonalData, user: User) -> Iterator[int]:
    written = 0
    with archive.open(f"{kind.name}.jsonl", "w", force_zip64=True) as lines:
        for record in kind.export(user):
            lines.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
            written += 1
            if written % STEP == 0:
                yield STEP
    yield written % STEP
