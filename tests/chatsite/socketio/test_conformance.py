"""docs/socketio-conformance.md names a test for each sentence of the specifications, and those tests exist."""

import ast
import re

import pytest

from tests.chatsite.socketio.conftest import ROOT

PAGE = (ROOT / "docs" / "socketio-conformance.md").read_text()
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| Sentence")]
TEST = re.compile(r"`(test_\w+\.py)::([\w:]+)`")


def names_in(module):
    tree = ast.parse((ROOT / "tests" / "chatsite" / "socketio" / module).read_text())
    for node in tree.body:
        members = node.body if isinstance(node, ast.ClassDef) else []
        yield from (f"{node.name}::{member.name}" for member in members if hasattr(member, "name"))
        if isinstance(node, ast.FunctionDef):
            yield node.name


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_every_sentence_has_its_tests(row):
    named = TEST.findall(row)
    assert named
    for module, test in named:
        assert test in set(names_in(module))
