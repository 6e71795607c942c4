"""Entries of the moderation log as sentences."""

import pytest

from accounts.actors import SYSTEM
from accounts.models import ModerationEntry
from accounts.moderation.log import LoggedRoom, record
from accounts.moderation.models import Action
from accounts.moderation.sentences import SENTENCES, in_words


@pytest.mark.parametrize("action", Action)
def test_every_action_reads_as_a_sentence_about_the_person_or_the_room(ada, alice, action):
    detail = "Al → Alice" if action in {Action.RENAMED, Action.REJECTED, Action.ROOM_CHANGED} else ""
    said = in_words(record(action, by=ada, whom=alice, room=LoggedRoom(1, "Hiking"), detail=detail))
    assert said.startswith("Ada ")
    assert "{" not in said
    assert "Hiking" in said
    assert "Alice" in said or "{whom}" not in str(SENTENCES[action])


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("owner", "Ada made Alice the owner of Hiking"),
        ("moderator", "Ada made Alice a moderator of Hiking"),
        ("member", "Ada made Alice an ordinary member of Hiking"),
        ("", "Ada changed the role of Alice in Hiking"),
    ],
)
def test_a_change_of_role_names_the_role(ada, alice, role, said):
    assert in_words(record(Action.ROLE_GIVEN, by=ada, whom=alice, room=LoggedRoom(1, "Hiking"), detail=role)) == said


def test_a_command_is_the_server_s_and_an_account_that_is_gone_keeps_its_number(alice):
    entry = record(Action.BANNED, by=SYSTEM, whom=alice)
    assert in_words(entry) == "Server banned Alice"
    number = alice.pk
    alice.delete()
    found = ModerationEntry.objects.select_related("by", "whom").get(pk=entry.pk)
    assert in_words(found) == f"Server banned deleted account {number}"


def test_braces_in_names_stay_as_they_are(ada, make_user):
    assert in_words(record(Action.WARNED, by=ada, whom=make_user("{by}", email="b@example.org"))) == "Ada warned {by}"
