"""One mailbox, one key: however its address is typed."""

import importlib

import idna
import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from accounts.forms import AddressField
from accounts.models import User
from chatsite.text.emails import email_key

LABELS = st.text("aäbcöüßéñ試験例пример名ı-", min_size=1, max_size=8).filter(lambda label: is_label(label))
LOCALS = st.from_regex(r"[a-z0-9]+(\.[a-z0-9+_-]+)?", fullmatch=True)


def is_label(label: str) -> bool:
    try:
        return idna.encode(label, uts46=True) is not None
    except idna.IDNAError:
        return False


def spellings(local: str, label: str) -> set[str]:
    """How people and programs type the same address."""
    ascii_label = idna.encode(label, uts46=True).decode()
    turkish = local.replace("i", "İ")
    quoted = f'"{local}"' if local.replace(".", "a").isalnum() else local
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in local)
    return {
        f"{name}@{domain}.example"
        for name in (local, local.upper(), turkish, quoted, wide)
        for domain in (label, ascii_label, ascii_label.upper())
    }


@given(LOCALS, LABELS)
def test_every_spelling_has_one_key(local, label):
    assert {email_key(address) for address in spellings(local, label)} == {email_key(f"{local}@{label}.example")}


@given(st.text(max_size=80))
def test_a_key_is_its_own_key(text):
    assert email_key(email_key(text)) == email_key(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada@bücher.example", "ada@bucher.example"),
        ("ada@straße.example", "ada@strasse.example"),
        ("ada@sarıyer.example", "ada@sariyer.example"),
        ("ada+x@example.org", "ada@example.org"),
        ("a.da@example.org", "ada@example.org"),
        ("ada@example.org", "ada@example.com"),
    ],
)
def test_different_mailboxes_have_different_keys(one, other):
    assert email_key(one) != email_key(other)


def test_an_address_that_grows_past_the_column_is_refused():
    longest = "ö" * 20 + "." + ".".join(["ü" * 30] * 7) + ".example"
    with pytest.raises(ValidationError):
        AddressField().clean(f"{'a' * 14}@{longest}")


@pytest.mark.django_db
def test_addresses_of_earlier_releases_get_their_key_and_a_second_account_of_a_mailbox_stays():
    addresses = ["ada@bücher.example", "bob@xn--bcher-kva.example", "bob@bücher.example", "carol@example.org"]
    people = [User.objects.create_user(email=f"person{n}@example.org", name=f"P{n}") for n in range(len(addresses))]
    with connection.cursor() as cursor:  # as an earlier release stored them
        for person, address in zip(people, addresses, strict=True):
            cursor.execute("UPDATE users SET email = %s WHERE id = %s", [address, person.pk])
    importlib.import_module("accounts.migrations.0006_one_account_per_mailbox").store_keys(apps, None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM users ORDER BY id")
        stored = [row[0] for row in cursor.fetchall()]
    assert stored == ["ada@xn--bcher-kva.example", addresses[1], addresses[2], addresses[3]]
