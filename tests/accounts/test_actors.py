"""The system acts by name: a service that is given no caller refuses, instead of allowing everything."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from accounts.actors import SYSTEM
from accounts.moderation import administration
from accounts.moderation.models import Action, ModerationEntry
from rooms.services import close_room, create_room, delete_room, reopen_room

ROOT = Path(__file__).parents[2]
SOURCES = [
    path
    for package in ("accounts", "rooms", "messaging", "feedback", "chatsite")
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
]


def _optional_callers(tree: ast.AST) -> Iterator[str]:
    """Yield the functions whose caller may be left out or be no one, and the calls that pass no one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            given = dict(zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True))
            for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
                annotation = ast.unparse(argument.annotation) if argument.annotation else ""
                if argument.arg == "by" and ("None" in annotation or given.get(argument)):
                    yield node.name
        elif isinstance(node, ast.Call):
            for keyword in node.keywords:
                is_none = isinstance(keyword.value, ast.Constant) and keyword.value.value is None
                if keyword.arg == "by" and is_none:
                    yield ast.unparse(node.func)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_service_takes_a_missing_caller_for_the_system(path):
    assert list(_optional_callers(ast.parse(path.read_text()))) == []


@pytest.mark.parametrize(
    "source", ["def act(*, by: User | None): ...", "def act(*, by: User = SYSTEM): ...", "act(user, by=None)"]
)
def test_the_rule_finds_what_breaks_it(source):
    assert list(_optional_callers(ast.parse(source))) == ["act"]


@pytest.mark.parametrize("service", [close_room, reopen_room, delete_room])
def test_a_missing_caller_changes_no_room(db, service):
    room = create_room(by=SYSTEM, name="General")
    with pytest.raises(AttributeError):
        service(room_id=room.pk, by=None)
    room.refresh_from_db()
    assert (room.closed_at, room.deleted_at) == (None, None)


def test_a_missing_caller_changes_no_person(alice):
    for act in (administration.deactivate, administration.promote, administration.end_sessions):
        with pytest.raises(AttributeError):
            act(alice, by=None)
    alice.refresh_from_db()
    assert (alice.is_active, alice.is_superuser) == (True, False)


def test_what_the_system_did_has_no_person_in_the_log(alice):
    administration.deactivate(alice, by=SYSTEM)
    entry = ModerationEntry.objects.get()
    assert (entry.action, entry.by, entry.whom) == (Action.DEACTIVATED, None, alice)
