"""The file of a backup: every byte counts."""

import pytest

from chatsite.backup.archive import reading, writing
from chatsite.backup.errors import BackupRefused, Damaged
from chatsite.backup.sealing import CHUNK_BYTES
from chatsite.backup.uploads import staged_uploads

SECRET = "a long sentence that no one else knows"


@pytest.fixture(params=["", SECRET], ids=["plain", "sealed"])
def passphrase(request):
    return request.param


@pytest.fixture
def archive(tmp_path, passphrase):
    """Return a file with a table and an upload, longer than a sealed chunk."""
    path = tmp_path / "file.backup"
    with writing(path, passphrase) as archive:
        for name, content in {
            "tables/a.jsonl": b"[1]\n" * 50,
            "media/x": bytes(range(256)) * (CHUNK_BYTES // 200),
        }.items():
            with archive.member(name, packed=False) as file:
                file.write(content)
        archive.finish({"tables": {"a": 50}})
    return path


def test_what_was_written_is_read(archive, passphrase):
    with reading(archive, passphrase) as reader:
        assert reader.manifest["tables"] == {"a": 50}
        assert reader.names("tables/") == ["tables/a.jsonl"]
        assert reader.open("tables/a.jsonl").read() == b"[1]\n" * 50


def test_a_sealed_file_shows_nothing_of_its_content(archive, passphrase):
    assert (b"tables/a.jsonl" in archive.read_bytes()) is not bool(passphrase)


@pytest.mark.parametrize("where", [0.0, 0.001, 0.3, 0.6, 0.999])
def test_a_changed_byte_is_noticed(archive, passphrase, where):
    content = bytearray(archive.read_bytes())
    content[int(len(content) * where)] ^= 1
    archive.write_bytes(content)
    with pytest.raises(Damaged, match="damaged"), reading(archive, passphrase):
        pytest.fail("read")


@pytest.mark.parametrize("kept", [0.0, 0.1, 0.5, 0.9, 0.9999])
def test_a_cut_file_is_noticed(archive, passphrase, kept):
    content = archive.read_bytes()
    archive.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(Damaged, match="damaged"), reading(archive, passphrase):
        pytest.fail("read")


def test_chunks_of_a_sealed_file_cannot_be_left_off(tmp_path):
    path = tmp_path / "file.backup"
    with writing(path, SECRET) as archive:
        with archive.member("media/x", packed=False) as file:
            file.write(bytes(3 * CHUNK_BYTES))
        archive.finish({})
    head = len(path.read_bytes()) - 3 * (CHUNK_BYTES + 16)
    path.write_bytes(path.read_bytes()[: -(head % (CHUNK_BYTES + 16))])
    with pytest.raises(Damaged), reading(path, SECRET):
        pytest.fail("read")


def test_a_sealed_file_needs_its_passphrase(tmp_path):
    path = tmp_path / "file.backup"
    with writing(path, SECRET) as archive:
        archive.finish({})
    with pytest.raises(BackupRefused, match="Set BACKUP_PASSPHRASE"), reading(path, ""):
        pytest.fail("read")
    with pytest.raises(Damaged, match="BACKUP_PASSPHRASE is not the one"), reading(path, "another sentence"):
        pytest.fail("read")


@pytest.mark.parametrize("place", ["nowhere/x.backup", "."])
def test_a_place_that_cannot_be_written_is_named(tmp_path, place):
    with pytest.raises(BackupRefused, match="cannot be written"), writing(tmp_path / place, "") as archive:
        archive.finish({})


def test_a_backup_that_fails_leaves_no_file(tmp_path):
    with pytest.raises(ZeroDivisionError), writing(tmp_path / "file.backup", ""):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_finished_file_is_its_owners_alone(archive):
    assert archive.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("place", ["../evil", "/etc/evil", "avatars/../../evil", ".hidden"])
def test_an_upload_never_lands_outside_the_media_folder(tmp_path, settings, place):
    settings.MEDIA_ROOT = tmp_path / "media"
    path = tmp_path / "file.backup"
    with writing(path, "") as archive:
        for name in ("media/good", f"media/{place}"):
            with archive.member(name, packed=False) as file:
                file.write(b"x")
        archive.finish({})
    with reading(path, "") as archive, pytest.raises(BackupRefused, match="outside"), staged_uploads(archive):
        pytest.fail("unpacked")
    assert list(settings.MEDIA_ROOT.iterdir()) == []
