"""Backups whose uploads lie beside them: each complete by itself, and only what is new takes space."""

import os
import shutil
from pathlib import Path, PurePosixPath

import pytest

from chatsite.backup.archive import MEDIA, reading, writing
from chatsite.backup.beside import SUFFIX, beside
from chatsite.backup.errors import BackupRefused, Damaged
from chatsite.backup.sealing import CHUNK_BYTES
from chatsite.backup.uploads import staged_uploads, uploads

SECRET = "a long sentence that no one else knows"
LONG = bytes(range(256)) * (CHUNK_BYTES // 200)


@pytest.fixture(params=["", SECRET], ids=["plain", "sealed"])
def passphrase(request):
    return request.param


@pytest.fixture
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    for name, content in {"avatars/a.png": b"face", "attachments/1/original": LONG}.items():
        path = settings.MEDIA_ROOT / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    return settings.MEDIA_ROOT


@pytest.fixture
def place(tmp_path):
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


def back_up(path: Path, passphrase: str) -> Path:
    """Make a backup without rows; return the folder beside it."""
    with beside(path, passphrase) as files, writing(path, passphrase) as archive:
        assert all(map(files.take, uploads()))
        archive.finish({"tables": {}} | files.finish())
    [folder] = path.parent.glob(f"{path.name}{SUFFIX}*")
    return folder


def restored(path: Path, passphrase: str) -> dict[str, bytes]:
    with reading(path, passphrase) as archive, staged_uploads(archive) as stage:
        return {str(one.relative_to(stage)): one.read_bytes() for one in stage.rglob("*") if one.is_file()}


def content(media: Path) -> dict[str, bytes]:
    return {str(one): (media / one).read_bytes() for one in uploads()}


def numbers(folder: Path) -> dict[str, int]:
    """Return which file on the disk stands behind each name."""
    return {str(path.relative_to(folder)): path.stat().st_ino for path in folder.rglob("*/*") if path.is_file()}


def test_only_what_is_new_takes_space_and_each_backup_is_whole(media, place, passphrase):
    first, before = back_up(place / "1.backup", passphrase), content(media)
    (media / "avatars/b.png").write_bytes(b"new")
    second, after = back_up(place / "2.backup", passphrase), content(media)
    (media / "attachments/1/original").unlink()
    third = back_up(place / "3.backup", passphrase)
    one, two, three = map(numbers, (first, second, third))
    assert one.items() < two.items()
    assert three.items() < two.items()
    assert set(two) - set(one) == {"avatars/b.png"}
    assert restored(place / "1.backup", passphrase) == before
    assert restored(place / "2.backup", passphrase) == after
    shutil.rmtree(first)
    (place / "1.backup").unlink()
    assert restored(place / "2.backup", passphrase) == after
    assert restored(place / "3.backup", passphrase) == content(media)


def test_a_file_with_another_content_is_copied(media, place, passphrase):
    first = back_up(place / "1.backup", passphrase)
    (media / "avatars/a.png").unlink()
    (media / "avatars/a.png").write_bytes(b"FACE")
    os.utime(media / "avatars/a.png", (1, 1))
    second = back_up(place / "2.backup", passphrase)
    assert numbers(first)["avatars/a.png"] != numbers(second)["avatars/a.png"]
    assert restored(place / "1.backup", passphrase)["avatars/a.png"] == b"face"
    assert restored(place / "2.backup", passphrase)["avatars/a.png"] == b"FACE"


def test_sealed_uploads_show_nothing_and_need_the_passphrase(media, place):
    folder = back_up(place / "1.backup", SECRET)
    assert b"face" not in (folder / "avatars/a.png").read_bytes()
    assert LONG[:64] not in (folder / "attachments/1/original").read_bytes()
    other = back_up(place / "2.backup", "another passphrase")
    assert not set(numbers(folder).values()) & set(numbers(other).values())
    plain = back_up(place / "3.backup", "")
    assert (plain / "avatars/a.png").read_bytes() == b"face"
    with pytest.raises(Damaged), reading(place / "1.backup", "another passphrase"):
        pytest.fail("read")


def test_everything_is_readable_by_its_owner_only(media, place, passphrase):
    folder = back_up(place / "1.backup", passphrase)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()} == {0o600}


@pytest.mark.parametrize("harm", ["change", "remove", "remove all"])
def test_damage_beside_a_backup_is_noticed(media, place, passphrase, harm):
    folder = back_up(place / "1.backup", passphrase)
    file = folder / "attachments/1/original"
    if harm == "change":
        file.write_bytes(file.read_bytes()[:-1] + b"!")
    elif harm == "remove":
        file.unlink()
    else:
        shutil.rmtree(folder)
    with pytest.raises(Damaged, match=r"damaged|not complete"), reading(place / "1.backup", passphrase):
        pytest.fail("read")


def test_a_backup_that_failed_leaves_no_folder_and_the_one_before(media, place, passphrase):
    folder, before = back_up(place / "1.backup", passphrase), content(media)
    with pytest.raises(BackupRefused, match="elsewhere"), beside(place / "1.backup", passphrase) as files:  # noqa: PT012
        files.take(PurePosixPath("avatars/a.png"))
        raise BackupRefused("elsewhere")
    assert [one.name for one in place.iterdir() if one.is_dir()] == [folder.name]
    assert restored(place / "1.backup", passphrase) == before
    again = back_up(place / "1.backup", passphrase)
    assert [one.name for one in place.iterdir() if one.is_dir()] == [again.name]


@pytest.mark.parametrize("name", ["[1].backup", "?.backup", "*"])
def test_a_backup_replaces_its_own_folder_alone_whatever_it_is_called(media, place, name):
    other = back_up(place / "1.backup", "")
    for _ in range(2):
        with beside(place / name, "") as files:
            files.finish()
    folders = {one.name.rpartition(SUFFIX)[0] for one in place.iterdir() if one.is_dir()}
    assert (folders, len(list(place.glob(f"*{SUFFIX}*")))) == ({name, "1.backup"}, 2)
    assert other.exists()


@pytest.mark.parametrize("folder", ["../elsewhere", ".."])
def test_a_folder_that_lies_elsewhere_is_refused(media, place, folder):
    with writing(place / "1.backup", "") as archive:
        archive.finish({"tables": {}, "beside": {"folder": folder, "key": "", "sha256": {f"{MEDIA}a": "0"}}})
    with pytest.raises(Damaged, match="elsewhere"), reading(place / "1.backup", ""):
        pytest.fail("read")
