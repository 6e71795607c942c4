"""What a limit counts: an IPv4 address or an IPv6 /64, at every entry point."""

import ast
from ipaddress import IPv6Address, ip_network
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import caches
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from accounts.models import User
from accounts.security import limits
from accounts.security.passwords import request_reset
from accounts.services import register
from chatsite.contract.errors import InvalidCredentials, RateLimited
from chatsite.limits.subjects import UNKNOWN, subject
from feedback.services import give_feedback
from messaging.live.sockets import server
from tests.support.callers import PASSWORD

ROOT = Path(__file__).parents[3]
PACKAGES = ["accounts", "chatsite", "feedback", "messaging", "rooms"]
COUNTING = {"take", "give_back", "attempt", "charge"}
RAW = {"address", "client", "client_address", "REMOTE_ADDR", "ip", "remote_addr"}
SEVERAL_IN_A_64 = st.ip_addresses(v=6).flatmap(
    lambda first: st.tuples(st.just(first), st.ip_addresses(v=6, network=ip_network((int(first), 64), strict=False)))
)


@given(SEVERAL_IN_A_64)
def test_the_addresses_of_a_64_are_one_subject(pair):
    one, other = pair
    if one.ipv4_mapped is None and other.ipv4_mapped is None:
        assert subject(str(one)) == subject(str(other))


@given(st.ip_addresses(v=6), st.ip_addresses(v=6))
def test_other_networks_are_other_subjects(one, other):
    if int(one) >> 64 != int(other) >> 64:
        assert subject(str(one)) != subject(str(other))


@given(st.ip_addresses(v=4), st.ip_addresses(v=4))
def test_an_ipv4_address_is_a_subject_of_its_own_also_mapped_into_ipv6(one, other):
    assert subject(str(one)) == subject(f"::ffff:{one}") == subject(IPv6Address(f"::ffff:{one}").exploded) == str(one)
    assert (subject(str(one)) == subject(str(other))) == (one == other)


@given(st.text())
def test_a_subject_is_a_subject_and_anything_else_is_unknown(text):
    network, _, _ = subject(text).partition("/")
    assert network == UNKNOWN or subject(network) == subject(text)


def sign_in(address, number):
    with limits.sign_in_attempt(f"someone{number}@example.org", address):
        raise InvalidCredentials


def create_account(address, number):
    register(email=f"n{number}@example.org", name=f"N{number}", password=PASSWORD, address=address, origin="")


def ask_for_a_link(address, number):
    request_reset(email=f"n{number}@example.org", address=address, origin="https://chat.example.org")


def say_what_is_wrong(address, number):
    give_feedback(content=f"{number}", user=None, address=address)


ENTRIES = {sign_in: 25, create_account: 20, ask_for_a_link: 10, say_what_is_wrong: 10}
IDS = st.sets(st.integers(0, 2**64 - 1), min_size=40, max_size=40)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.__name__)
@hypothesis.settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0x20000000 << 32, 0x3FFFFFFF << 32), IDS)
def test_a_64_has_one_quota_at_every_entry_point(db, settings, entry, network, ids):
    settings.EMAIL_HOST, settings.REGISTRATIONS_PER_HOUR = "mail.example.org", ENTRIES[create_account]
    caches["default"].clear()
    User.objects.all().delete()
    accepted = 0
    for number, one in enumerate(ids):
        try:
            entry(str(IPv6Address(network << 64 | one)), number)
        except RateLimited:
            continue
        except InvalidCredentials:
            pass
        accepted += 1
    assert accepted == ENTRIES[entry]


def test_the_sockets_of_a_64_are_counted_together():
    assert server.counted_by("2001:db8::1") == server.counted_by("2001:db8::ffff") == "2001:db8::/64"


def counted_raw(tree):
    """Yield the calls in ``tree`` that hand an address to a limit as it is."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Attribute) and call.func.attr in COUNTING and any(map(holds_raw, call.args)):
            yield call


def holds_raw(node):
    if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "subject":
        return False
    name = getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "value", None)
    return (isinstance(name, str) and name in RAW) or any(map(holds_raw, ast.iter_child_nodes(node)))


def test_no_limit_takes_a_raw_address():
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for call in counted_raw(ast.parse(path.read_text()))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("LIMIT.take(address)", 1),
        ("LIMIT.take(client_address(request))", 1),
        ("LIMIT.take(f'{account} {address}')", 1),
        ("LIMIT.take(request.META['REMOTE_ADDR'])", 1),
        ("LIMIT.take(subject(client_address(request)))", 0),
        ("LIMIT.take(f'{account} {subject(address)}')", 0),
        ("LIMIT.take(str(user.pk))", 0),
    ],
)
def test_the_search_for_raw_addresses_sees_them(code, expected):
    assert len(list(counted_raw(ast.parse(code)))) == expected
