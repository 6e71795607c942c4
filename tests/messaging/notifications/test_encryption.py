"""Encryption and signatures, by the examples of their RFCs and by a browser's side written apart."""

import time

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from messaging.notifications.keys import decoded, encoded, public_key
from messaging.notifications.push import signing
from messaging.notifications.push.encryption import MAX_PLAIN_BYTES, BrowserKeys, encrypt
from messaging.notifications.push.signing import Signer
from tests.support.push_service import Browser, proven

# RFC 8291, section 5 and appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
BROWSER = BrowserKeys(
    decoded("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
    decoded("BTBZMqHH6r4Tts7J_aSIgg"),
)
OWN = ec.derive_private_key(
    int.from_bytes(decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"), ec.SECP256R1()
)
SALT = decoded("DGv6ra1nlYgDCS1FRnbzlw")
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95b"
    "Qpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_rfc_8291():
    assert encoded(encrypt(PLAIN, BROWSER, own=OWN, salt=SALT)) == BODY


def test_only_the_browser_reads_it_and_no_two_are_alike():
    browser, other = Browser(""), Browser("")
    keys = BrowserKeys(browser.public, browser.secret)
    first, second = encrypt(PLAIN, keys), encrypt(PLAIN, keys)
    assert first != second
    assert browser.read(first) == browser.read(second) == PLAIN
    with pytest.raises(InvalidTag):
        other.read(first)


def test_the_longest_fits_into_what_push_services_take():
    browser = Browser("")
    keys = BrowserKeys(browser.public, browser.secret)
    body = encrypt(b"x" * MAX_PLAIN_BYTES, keys)
    assert len(body) <= 4096
    assert browser.read(body) == b"x" * MAX_PLAIN_BYTES
    with pytest.raises(ValueError, match=str(MAX_PLAIN_BYTES + 1)):
        encrypt(b"x" * (MAX_PLAIN_BYTES + 1), keys)


@pytest.mark.django_db
def test_a_signature_names_the_push_service_and_is_reused_for_hours(settings, monkeypatch):
    settings.SITE_URL = "https://chat.example.org"
    signer = Signer()
    header = signer.authorization("https://push.example.net/abc")
    claims, key = proven(header, "https://push.example.net")
    assert (claims["sub"], key) == ("https://chat.example.org", public_key())
    assert signer.authorization("https://push.example.net/other") == header
    assert signer.authorization("https://elsewhere.example.net/abc") != header
    later = time.time() + signing.RENEWED_EVERY_S
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert signer.authorization("https://push.example.net/abc") != header


def test_without_a_public_address_the_operator_is_reached_by_mail(settings):
    settings.SITE_URL, settings.ADMIN_EMAILS = "http://localhost:8000", ["ada@example.org"]
    assert signing.subject() == "mailto:ada@example.org"
    settings.ADMIN_EMAILS = []
    assert signing.subject() == f"mailto:{settings.DEFAULT_FROM_EMAIL}"
