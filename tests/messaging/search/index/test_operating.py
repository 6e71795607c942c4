"""What operators see and do: rebuild_search, doctor, metrics, upgrades, backups."""

from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from chatsite.backup.rows import kept_models
from chatsite.models import Job
from chatsite.web.exposition import exposition
from messaging.models import Message
from messaging.search.index import watching
from messaging.search.index.models import Block, Page, RecentText
from messaging.search.index.watching import examine, start
from tests.messaging.search.index.test_sealing import fill, full, hits, sealed
from tests.support.conversation import say

__all__ = ["full", "sealed"]


def run(*arguments: str) -> str:
    """Run ``rebuild_search`` and return what it prints."""
    out = StringIO()
    call_command("rebuild_search", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def sentences() -> list[str]:
    return [finding.sentence for finding in examine()]


def test_rebuild_search_indexes_what_is_not_indexed(full):
    assert run() == "Indexed 61 messages. The search index is complete.\n"
    assert run() == "Indexed 0 messages. The search index is complete.\n"


def test_rebuild_search_can_index_everything_again(sealed, alice):
    Page.objects.all().delete()
    assert run("--all") == "Indexed 40 messages. The search index is complete.\n"
    assert Page.objects.exists()


def test_rebuild_search_says_that_another_process_is_at_it(full, monkeypatch):
    Block.objects.create(
        number=Message.objects.order_by("pk")[5].pk >> 13, claim="0" * 32, claimed_at="2999-01-01T00:00Z"
    )
    assert run() == "Indexed 41 messages. Another process is indexing 1 blocks of 8,192.\n"


def test_doctor_says_how_far_the_index_is(full, settings, monkeypatch):
    assert sentences() == ["0 of 2 blocks of messages are indexed; searching the others is slower."]
    run()
    assert sentences() == ["The search index is complete."]
    monkeypatch.setattr(watching, "LONG_TAIL", 3)
    assert sentences()[0].endswith("messages wait for the search index, which slows searches down.")


def test_metrics_count_the_tail_and_the_blocks(full, alice):
    text = exposition().decode()
    assert 'chatsite_search_blocks{state="waiting"} 2.0' in text
    run()
    text = exposition().decode()
    assert 'chatsite_search_blocks{state="indexed"} 2.0' in text
    assert f"chatsite_search_tail {RecentText.objects.count()}.0" in text


def test_backups_leave_the_index_out_and_a_restore_has_it_built():
    assert not {Block, Page, RecentText} & set(kept_models())


@pytest.mark.django_db
def test_a_restore_has_the_index_built():
    start(apps)
    assert [job.kind for job in Job.objects.all()] == ["index_messages"]


@pytest.mark.parametrize("name", ["0014_index_what_was_said", "0018_index_what_files_are_called"])
def test_an_upgrade_has_the_messages_of_before_indexed(room, alice, name):
    migration = import_module(f"messaging.migrations.{name}")
    Message.objects.all().delete()
    migration.enqueue(apps, None)
    assert not Job.objects.filter(kind="index_messages").exists()
    say(alice, room, "hello")
    Job.objects.all().delete()  # a message may be the last of its block
    migration.enqueue(apps, None)
    assert Job.objects.get(kind="index_messages").due_at > Job.objects.get(kind="index_messages").created_at


def test_an_upgraded_site_finds_everything_before_anything_is_indexed(room, alice):
    fill(room, [alice])
    said = Message.objects.filter(room=room, content__contains=" ").order_by("pk")[2]
    assert said.pk in hits(room, "e") or said.pk in hits(room, said.content.split()[0].lower())
