"""What is said, edited, restored, erased and purged is found, or is not, whatever the state of its block."""

from collections.abc import Iterator
from random import Random

import pytest
from django.db import transaction

from chatsite.jobs import queue as jobs
from chatsite.models import Job
from messaging.features import remove_parts
from messaging.forwarding.services import forward_message
from messaging.models import Message
from messaging.search.index import building, reading, sealing, statements, tail
from messaging.search.index.building import build, pending, progress
from messaging.search.index.consistency import check_index
from messaging.search.index.grams import VERSION, grams
from messaging.search.index.models import BLOCK_IDS, Block, Page, RecentText, block_of
from messaging.search.index.pages import among, bucket_of, parts, position
from messaging.search.index.reading import Wanted, candidates
from messaging.search.index.sealing import ClaimLost, seal
from messaging.services import delete_message, edit_message, restore_message
from messaging.upkeep import erasing
from rooms.models import RoomCounter
from tests.messaging.search.index.corpus import write
from tests.support.conversation import say


def hits(room, *texts: str, **fields: object) -> list[int]:
    """Return the ids that the index names."""
    return [pk for step in candidates(Wanted(texts=texts, rooms={room.pk}, **fields)) for pk in step.ids]


def is_in_pages(number: int, message_id: int, text: str) -> bool:
    """Tell whether the pages of a block say that a message has all grams of ``text``."""
    pages = dict(Page.objects.values_list("position", "data"))
    return all(
        among(parts(bytes(pages.get(position(bucket_of(gram), number), b"\0\0")), gram, gram), {message_id % BLOCK_IDS})
        for gram in grams(text)
    )


def fill(room, people, blocks: int = 2, each: int = 20) -> None:
    """Write so much past the services that ``blocks`` blocks are full; what the services write comes after."""
    random = Random(1)
    start = max(Message.objects.values_list("pk", flat=True), default=0) // BLOCK_IDS + 1
    ids = [(start + number) * BLOCK_IDS + one for number in range(blocks + 1) for one in range(7, 7 + each)]
    write([room], people, [*ids, (start + blocks) * BLOCK_IDS + building.SETTLED_IDS + 9], random)
    last = Message.objects.order_by("-pk")[0].seq
    RoomCounter.objects.filter(pk=room.pk).update(version=last, last_message_seq=last)


@pytest.fixture
def full(room, alice, bob):
    """Return the room, with full blocks of messages, none of which is indexed."""
    fill(room, [alice, bob])
    return room


def first_of(room) -> Message:
    """Return a message in the oldest full block of ``fill``."""
    return Message.objects.filter(room=room, author__isnull=False).order_by("pk")[3]


@pytest.fixture
def sealed(full):
    """Return the room, with its full blocks indexed."""
    list(build())
    return full


def test_what_was_said_is_found_at_once(room, alice):
    message = say(alice, room, "Hello Kraków")
    assert hits(room, "krakow") == [message["id"]]
    assert hits(room, "warszawa") == []


def test_what_was_said_is_in_the_tail_when_nothing_has_to_be_read(sealed, alice, django_assert_num_queries):
    message = say(alice, sealed, "Hello Čapek")
    assert RecentText.objects.get(pk=message["id"]).text == "hello capek"
    assert hits(sealed, "capek") == [message["id"]]


def test_a_message_that_was_rolled_back_is_not_in_the_tail(sealed, alice):
    with transaction.atomic():
        say(alice, sealed, "never said")
        transaction.set_rollback(True)
    assert hits(sealed, "never said") == []
    assert not RecentText.objects.filter(text="never said").exists()


def test_a_forwarded_text_is_found(sealed, alice):
    message = say(alice, sealed, "quokka")
    forwarded = forward_message(room_id=sealed.pk, seq=message["seq"], by=alice, to=sealed.pk)
    assert hits(sealed, "quokka") == [forwarded.message["id"], message["id"]]


@pytest.mark.parametrize("scene", ["full", "sealed"])
def test_an_edited_text_is_found_and_the_old_one_is_no_candidate_after_the_next_sealing(request, scene, alice):
    room = request.getfixturevalue(scene)
    message = Message.objects.filter(room=room, author=alice).order_by("pk")[0]
    edit_message(room_id=room.pk, seq=message.seq, by=alice, content="capybara")
    assert hits(room, "capybara") == [message.pk]
    building.start_again()
    list(build())
    assert hits(room, "capybara") == [message.pk]
    assert not RecentText.objects.filter(pk=message.pk).exists()
    assert not is_in_pages(message.pk // BLOCK_IDS, message.pk, message.content)


def test_a_restored_message_is_found_although_its_block_was_sealed_while_it_was_deleted(full, alice, admin):
    message = Message.objects.filter(room=full, author=alice).order_by("pk")[0]
    delete_message(room_id=full.pk, seq=message.seq, by=admin, reason="spam")
    list(build())
    restore_message(room_id=full.pk, seq=message.seq, by=admin)
    assert message.pk in hits(full, tail.searchable(message.content))


@pytest.mark.parametrize("scene", ["full", "sealed"])
def test_an_erased_text_leaves_the_tables(request, scene, alice, db):
    room = request.getfixturevalue(scene)
    message = Message.objects.filter(room=room, author=alice).order_by("pk")[0]
    edit_message(room_id=room.pk, seq=message.seq, by=alice, content="capybara")
    list(erasing.erase(Message.objects.filter(pk=message.pk)))
    assert not RecentText.objects.filter(pk=message.pk).exists()
    list(build())
    assert not pending()
    assert not is_in_pages(message.pk // BLOCK_IDS, message.pk, "capybara")
    assert not is_in_pages(message.pk // BLOCK_IDS, message.pk, tail.searchable(message.content))


def test_erasing_has_the_block_indexed_again_soon_and_once(sealed, alice):
    Job.objects.all().delete()
    for message in Message.objects.filter(room=sealed, author=alice).order_by("pk")[:3]:
        list(erasing.erase(Message.objects.filter(pk=message.pk)))
    assert [job.kind for job in Job.objects.all()] == ["index_messages"]
    assert Block.objects.filter(is_stale=True).count() == 1


def test_a_purged_message_leaves_the_tables(sealed, alice):
    message = say(alice, sealed, "capybara")
    remove_parts([message["id"]])
    assert not RecentText.objects.filter(pk=message["id"]).exists()


def test_what_was_edited_while_its_block_was_sealed_stays_in_the_tail(full, alice):
    message = Message.objects.filter(room=full, author=alice).order_by("pk")[0]
    edit_message(room_id=full.pk, seq=message.seq, by=alice, content="first")
    steps = seal(message.pk // BLOCK_IDS)
    for _slice in range(BLOCK_IDS // sealing.SLICE):
        next(steps)
    edit_message(room_id=full.pk, seq=message.seq, by=alice, content="second")
    list(steps)
    assert hits(full, "second") == [message.pk]
    assert RecentText.objects.get(pk=message.pk).text == "second"


def test_what_is_committed_late_stays_in_the_tail(full, alice, bob):
    late = first_of(full).pk + 500
    list(seal(late // BLOCK_IDS))
    write([full], [alice], [late], Random(5))
    Message.objects.filter(pk=late).update(content="latecomer")
    tail.store(Message.objects.filter(pk=late))
    list(build())
    assert hits(full, "latecomer") == [late]


def test_what_is_erased_while_its_block_is_sealed_has_it_done_again(full, alice):
    message = Message.objects.filter(room=full, author=alice).order_by("pk")[0]
    steps = seal(message.pk // BLOCK_IDS)
    for _slice in range(BLOCK_IDS // sealing.SLICE):
        next(steps)
    list(erasing.erase(Message.objects.filter(pk=message.pk)))
    with pytest.raises(ClaimLost):
        list(steps)
    assert Block.objects.get(number=message.pk // BLOCK_IDS).state == Block.State.UNKNOWN
    list(build())
    assert progress().is_complete
    assert not is_in_pages(message.pk // BLOCK_IDS, message.pk, tail.searchable(message.content))


def test_a_text_erased_before_the_block_was_claimed_and_committed_after_is_noticed(full, monkeypatch):
    """The erasing transaction saw no row of the block to mark; its commit comes before the end of the sealing."""
    message = first_of(full)
    steps = seal(message.pk // BLOCK_IDS)
    for _slice in range(BLOCK_IDS // sealing.SLICE):
        next(steps)
    Message.objects.filter(pk=message.pk).update(content="", html="")
    with pytest.raises(ClaimLost):
        list(steps)


def take(steps: Iterator[int], count: int) -> None:
    for _ in range(count):
        next(steps, None)


def test_a_second_worker_leaves_a_block_alone_that_is_being_sealed(full):
    number = first_of(full).pk // BLOCK_IDS
    steps = seal(number)
    next(steps)
    assert list(seal(number)) == []
    list(steps)
    assert Block.objects.get(number=number).state == Block.State.SEALED


@pytest.mark.parametrize("done", [0, 3, 17, 20, 23])
def test_a_worker_that_was_taken_for_dead_does_no_harm(full, done, monkeypatch):
    number = first_of(full).pk // BLOCK_IDS
    monkeypatch.setattr(sealing, "pages_at_once", lambda: sealing.PAGES)
    slow = seal(number)
    take(slow, done + 1)
    monkeypatch.setattr(sealing, "CLAIM", -sealing.CLAIM)
    quick = seal(number)
    take(quick, 2)
    with pytest.raises(ClaimLost):
        list(slow)
    list(quick)
    list(build())
    assert list(check_index()) == [[]] + [[]] * Block.objects.exclude(state=Block.State.UNKNOWN).count()
    assert hits(full, tail.searchable(first_of(full).content))


def test_many_edits_have_their_block_indexed_again(sealed, alice, monkeypatch):
    monkeypatch.setattr(building, "MANY_CHANGES", 3)
    mine = list(Message.objects.filter(room=sealed, author=alice).order_by("pk")[:4])
    for number, message in enumerate(mine):
        edit_message(room_id=sealed.pk, seq=message.seq, by=alice, content=f"capybara {number}")
    assert pending() == [mine[0].pk // BLOCK_IDS]
    list(build())
    assert not RecentText.objects.filter(pk__in=[message.pk for message in mine]).exists()
    assert sorted(hits(sealed, "capybara")) == [message.pk for message in mine]


def test_blocks_of_an_earlier_version_are_read_and_indexed_again(sealed):
    message = first_of(sealed)
    Block.objects.update(grams=0)
    Page.objects.all().delete()
    assert message.pk in hits(sealed, tail.searchable(message.content))
    list(build())
    assert progress().is_complete
    assert message.pk in hits(sealed, tail.searchable(message.content))


def test_while_a_block_changes_to_another_version_both_versions_read_it(sealed, monkeypatch):
    message = first_of(sealed)
    Block.objects.update(grams=VERSION - 1)
    next(seal(block_of(message.pk)))
    Page.objects.all().delete()  # some are of the one, some of the other
    for version in (VERSION - 1, VERSION):
        monkeypatch.setattr(statements, "VERSION", version)
        assert message.pk in hits(sealed, tail.searchable(message.content))


def test_without_the_rooms_of_a_block_nothing_is_left_out(sealed, monkeypatch):
    message = first_of(sealed)
    monkeypatch.setattr(reading, "MANY", 1)
    monkeypatch.setattr(reading, "rooms", lambda _blocks: {})  # it changed to another version just now
    assert message.pk in hits(sealed, tail.searchable(message.content))


def test_what_an_earlier_version_writes_while_this_one_starts_is_added(sealed, alice):
    late = Message.objects.order_by("-pk")[0].pk + 3
    write([sealed], [alice], [late], Random(3))
    Message.objects.filter(pk=late).update(content="old writer")
    assert hits(sealed, "old writer") == []
    list(build())
    assert hits(sealed, "old writer") == [late]


def full_after_next(room, author) -> None:
    """Write so far ahead, past the services, that the next message fills a part of a block; there are no jobs yet."""
    say(author, room, "zero")  # the first after what other tests of this process wrote
    write([room], [author], [Message.objects.order_by("-pk")[0].pk + building.SETTLED_IDS], Random(3))
    last = Message.objects.order_by("-pk")[0].seq
    RoomCounter.objects.filter(pk=room.pk).update(version=last, last_message_seq=last)
    Job.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_the_job_is_queued_as_messages_fill_blocks(sealed, alice, monkeypatch):
    full_after_next(sealed, alice)
    say(alice, sealed, "one")
    assert [job.kind for job in Job.objects.all()] == ["index_messages"]
    monkeypatch.setattr(building.time, "sleep", lambda _seconds: None)
    assert jobs.run_due(lane=jobs.Lane.LONG) == 1
    say(alice, sealed, "two")
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_job_is_queued_by_the_next_message_when_the_one_that_fills_a_block_is_rolled_back(sealed, alice):
    full_after_next(sealed, alice)
    with transaction.atomic():
        say(alice, sealed, "one")
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    say(alice, sealed, "one")
    assert [job.kind for job in Job.objects.all()] == ["index_messages"]


def test_check_data_finds_what_is_lost_and_repairs_it(sealed, alice):
    said = say(alice, sealed, "capybara")
    list(build())
    RecentText.objects.filter(pk=said["id"]).delete()
    RecentText.objects.bulk_create([RecentText(pk=10**9, version=1, room_id=1, kinds=0, text="a ghost")])
    found_wrong = [finding for part in check_index() for finding in part]
    assert sorted(finding.what for finding in found_wrong) == [
        f"message {said['id']} is not found by searching",
        "the search index has 1 texts that were erased",
    ]
    for finding in found_wrong:
        finding.repair()
    assert [finding for part in check_index() for finding in part] == []
    assert hits(sealed, "capybara") == [said["id"]]
