"""Messages are found by their files: by what these are, and by what they are called."""

from datetime import timedelta

import pytest
from django.utils import timezone

from messaging.attachments.consistency import check_attachments
from messaging.attachments.models import Attachment
from messaging.attachments.storing.sweeping import remove_leftovers
from messaging.forms import clean_content
from messaging.models import Message
from messaging.search.index.building import build, pending
from messaging.search.index.consistency import check_index
from messaging.search.index.models import Block, RecentText, block_of
from messaging.search.index.sealing import seal
from messaging.services import delete_message, edit_message, restore_message
from messaging.upkeep.erasing import erase
from rooms.services import create_room
from tests.messaging.attachments.conftest import _own_media, attach
from tests.messaging.search.test_searching import found, search
from tests.support.conversation import say

__all__ = ["_own_media", "attach", "found", "search"]

KINDS = ["image", "video", "audio", "file"]


@pytest.fixture
def send(room, alice, attach):
    """Return a function that sends files of some kinds, named ``<kind>.<number>``, with a text."""

    def send(text, *kinds, **files):
        made = [attach(f"{kind}.{number}") for number, kind in enumerate(kinds)]
        for file, kind in zip(made, kinds, strict=True):
            Attachment.objects.filter(pk=file.pk).update(kind=kind)
        named = [attach(name) for name in files.get("names", ())]
        return say(alice, room, text, attachment_ids=[file.pk for file in [*made, *named]])

    return send


def index():
    """Move everything from the tail to pages."""
    for number in {block_of(pk) for pk in Message.objects.values_list("pk", flat=True)}:
        list(seal(number))
    assert not RecentText.objects.exists()


@pytest.mark.parametrize("where", ["tail", "pages"])
def test_messages_are_found_by_the_kinds_of_their_files(room, alice, found, send, where):
    for kind in KINDS:
        send(f"a {kind}", kind)
    send("two", "image", "file")
    say(alice, room, "none https://example.org")
    if where == "pages":
        index()
    assert found("has:image") == ["two", "a image"]
    assert found("has:video") == ["a video"]
    assert found("has:AUDIO") == ["a audio"]
    assert found("has:file") == ["two", "a file"]
    assert found("has:image has:file") == ["two"]
    assert found("has:file -has:image a") == ["a file"]
    assert found("-has:image -has:video -has:audio -has:file") == found("has:link") == ["none https://example.org"]


@pytest.mark.parametrize("where", ["tail", "pages"])
def test_a_message_without_a_text_is_found_by_the_names_of_its_files(found, search, send, where):
    sent = send("", names=["Bericht März.pdf", "plan.txt"])
    send("see", names=["other.txt"])
    if where == "pages":
        index()
    (hit,) = search("marz")["results"]
    assert (hit["message"]["id"], hit["excerpt_html"]) == (
        sent["id"],
        "📎\u00a0Bericht <mark>März</mark>.pdf 📎\u00a0plan.txt",
    )
    assert found("plan bericht") == found('"bericht marz"') == found("has:file .pdf") == [""]
    assert found('"pdf plan"') == found('"see other"') == [], "nothing is found across names"
    assert found("-plan") == ["see"]


def test_an_edit_changes_nothing_of_the_files(room, alice, found, send):
    sent = send("before", "image")
    edit_message(room_id=room.pk, seq=sent["seq"], by=alice, content=clean_content("after"))
    assert found("has:image image.0") == ["after"]
    index()
    edit_message(room_id=room.pk, seq=sent["seq"], by=alice, content=clean_content("at last"))
    assert found("has:image image.0") == ["at last"]


@pytest.mark.parametrize("where", ["tail", "pages"])
def test_a_message_whose_files_were_removed_is_found_by_its_text_alone(room, alice, found, send, where):
    texts = [send("text", "image"), send("", "image")]
    if where == "pages":
        index()
    for sent in texts:
        delete_message(room_id=room.pk, seq=sent["seq"], by=alice)
    assert found("has:image") == found("text") == []
    Message.objects.update(deleted_at=timezone.now() - timedelta(days=99))
    list(remove_leftovers(dry_run=False))
    Message.objects.filter(content="text").update(deleted_at=None)
    assert found("has:image") == found("image.0") == []
    assert found("text") == ["text"]
    assert not RecentText.objects.filter(text__contains="image.0").exists()
    assert [finding for findings in check_index() for finding in findings] == []
    assert bool(pending() or Block.objects.filter(is_stale=True)) == (where == "pages")


def test_a_file_that_is_lost_is_not_found_either(settings, found, send):
    send("text", "image")
    for path in settings.MEDIA_ROOT.rglob("original"):
        path.unlink()
    for findings in check_attachments():
        for finding in findings:
            finding.repair()
    assert found("has:image") == found("image.0") == []
    assert found("text") == ["text"]


def test_erased_files_are_not_found(found, send, alice):
    send("", "image")
    list(erase(Message.objects.all()))
    assert found("has:image") == found("image.0") == []
    assert not RecentText.objects.exists()


def test_a_restored_message_is_found_by_its_files(room, alice, admin, found, send):
    sent = send("", "audio")
    delete_message(room_id=room.pk, seq=sent["seq"], by=admin, reason="Why.")
    assert found("has:audio") == []
    restore_message(room_id=room.pk, seq=sent["seq"], by=admin)
    assert found("has:audio") == [""]


@pytest.mark.parametrize("q", ["has:image", "secret.0", "-zqx"])
def test_files_in_rooms_of_others_change_nothing_of_an_answer(alice, bob, attach, search, send, q):
    send("ours", "image")

    def shown():
        return {name: value for name, value in search(q).items() if name != "took_ms"}

    before = shown()
    private = create_room(by=alice, name="Private", visibility="private")
    for _ in range(3):
        file = attach("secret.0", to=private)
        Attachment.objects.filter(pk=file.pk).update(kind="image")
        say(alice, private, "", attachment_ids=[file.pk])
    assert shown() == before


def test_blocks_of_an_earlier_version_are_read_until_they_are_indexed_again(found, send):
    send("text", "image")
    index()
    Block.objects.update(grams=1)
    assert found("has:image") == found("image.0") == ["text"]
    list(build())
    assert found("has:image") == found("image.0") == ["text"]
