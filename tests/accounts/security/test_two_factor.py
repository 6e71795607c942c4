"""The second factor: turning it on, signing in with it, recovery codes."""

import hmac
import struct
import time
from base64 import b32decode
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import TwoFactor
from accounts.security.sessions import EndReason
from chatsite.realtime import Revocation
from tests.accounts.conftest import Caller
from tests.support.callers import PASSWORD


def code_at(secret: str, moment: float) -> str:
    """RFC 6238 in five lines: the authenticator app of these tests is not the product's own code."""
    digest = hmac.digest(b32decode(secret), struct.pack(">Q", int(moment) // 30), "sha1")
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


class Phone:
    """The person's authenticator app and what they noted; its clock is set, so that every code is a new one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self.now, self.secret, self.recovery = float(int(time.time()) // 30 * 30), "", []
        monkeypatch.setattr(time, "time", lambda: self.now)

    def code(self, steps: int = 0) -> str:
        return code_at(self.secret, self.now + 30 * steps)

    def later(self) -> str:
        self.now += 30
        return self.code()

    def enrol(self, caller: Caller) -> None:
        status, body = caller.call("POST", "/auth/two-factor", {"current_password": PASSWORD})
        assert status == 201
        self.secret = body["secret"]
        status, body = caller.call("PUT", "/auth/two-factor", {"code": self.code()})
        assert status == 200
        self.recovery = body["recovery_codes"]


@pytest.fixture
def phone(monkeypatch) -> Phone:
    return Phone(monkeypatch)


@pytest.fixture
def caller(signed_in, alice) -> Caller:
    return signed_in(alice)


def test_the_key_comes_to_type_and_to_scan(caller, alice):
    _, body = caller.call("POST", "/auth/two-factor", {"current_password": PASSWORD})
    assert len(body["secret"]) == 32
    assert body["url"].startswith(f"otpauth://totp/Chatsite:alice%40example.org?secret={body['secret']}")
    assert body["qr_svg"].startswith("data:image/svg+xml")
    assert Caller().sign_in(alice.email)[0] == 200, "nothing is asked before the key is confirmed"


def test_signing_in_takes_a_code_from_then_on(caller, alice, phone):
    phone.enrol(caller)
    status, body = Caller().sign_in(alice.email)
    assert (status, body["error"]["code"]) == (401, "second_factor_required")
    assert Caller().sign_in(alice.email, code=phone.later())[0] == 200


def test_the_code_is_asked_for_only_after_the_right_password(caller, alice, phone):
    phone.enrol(caller)
    assert Caller().sign_in(alice.email, "wrong", code=phone.later())[1]["error"]["code"] == "invalid_credentials"


def test_a_wrong_code_and_one_of_another_time_are_refused(caller, alice, phone):
    phone.enrol(caller)
    phone.later()
    phone.later()
    for code in ["000000", phone.code(-3), phone.code(3), "", "x" * 32, "٠٠٠٠٠٠"]:
        status, body = Caller().sign_in(alice.email, code=code)
        assert (status, body["error"]["code"]) == (401, "second_factor_required"), code


@pytest.mark.parametrize("steps", [-1, 1])
def test_a_clock_half_a_minute_off_is_forgiven(caller, alice, phone, steps):
    phone.enrol(caller)
    phone.now += 90
    assert Caller().sign_in(alice.email, code=phone.code(steps))[0] == 200


def test_a_code_works_once_and_none_before_it(caller, alice, phone):
    phone.enrol(caller)
    assert Caller().sign_in(alice.email, code=phone.code())[0] == 401, "this one turned it on"
    code = phone.later()
    assert Caller().sign_in(alice.email, code=f"{code[:3]} {code[3:]}")[0] == 200
    assert Caller().sign_in(alice.email, code=code)[0] == 401
    assert Caller().sign_in(alice.email, code=phone.code(-1))[0] == 401


def test_each_recovery_code_works_once(caller, alice, phone):
    phone.enrol(caller)
    assert len(set(phone.recovery)) == 10
    assert Caller().sign_in(alice.email, code=phone.recovery[0])[0] == 200
    assert Caller().sign_in(alice.email, code=phone.recovery[0])[0] == 401
    assert Caller().sign_in(alice.email, code=phone.recovery[1].upper().replace("-", " "))[0] == 200
    assert caller.call("GET", "/auth/two-factor")[1]["recovery_codes_left"] == 8


def test_guessing_codes_is_limited(caller, alice, phone):
    phone.enrol(caller)
    statuses = [Caller(f"192.0.2.{n}").sign_in(alice.email, code="000000")[0] for n in range(11)]
    assert statuses == [401] * 10 + [429]


def test_sessions_of_the_password_alone_end_when_it_is_turned_on(caller, signed_in, alice, phone, announced):
    other = signed_in(alice)
    announced.clear()
    phone.enrol(caller)
    assert (caller.who(), other.who()) == ("Alice", None)
    assert isinstance(announced[0], Revocation)
    assert announced[0].reason == EndReason.ENDED


def test_new_recovery_codes_replace_the_old(caller, alice, phone):
    phone.enrol(caller)
    identity = {"current_password": PASSWORD, "code": phone.later()}
    status, body = caller.call("POST", "/auth/two-factor/recovery-codes", identity)
    assert status == 201
    assert Caller().sign_in(alice.email, code=phone.recovery[0])[0] == 401
    assert Caller().sign_in(alice.email, code=body["recovery_codes"][0])[0] == 200


# Everything that would let in, or lock out, a person who knows only the password.
GUARDED = [
    ("DELETE", "/auth/two-factor", {}),
    ("POST", "/auth/two-factor/recovery-codes", {}),
    ("PUT", "/auth/profile", {"new_password": "another passphrase no one guesses"}),
    ("POST", "/auth/email-change", {"email": "alice@new.example"}),
    ("DELETE", "/auth/account", {"confirmation": "alice@example.org"}),
]


@pytest.mark.parametrize(("method", "path", "more"), GUARDED)
def test_what_weakens_an_account_takes_its_second_factor_too(caller, phone, method, path, more):
    phone.enrol(caller)
    body = {"current_password": PASSWORD} | more
    for code in ({}, {"code": "000000"}, {"code": phone.code()}):  # none, a wrong one, a used one
        status, answer = caller.call(method, path, body | code)
        assert (status, answer["error"]["code"]) == (401, "second_factor_required")
    assert caller.call(method, path, body | {"code": phone.recovery[0]})[0] < 300


def test_it_is_turned_off_with_the_password_and_a_code(caller, alice, phone):
    phone.enrol(caller)
    assert caller.call("DELETE", "/auth/two-factor", {"current_password": "wrong"})[0] == 400
    for _ in range(2):
        identity = {"current_password": PASSWORD, "code": phone.later()}
        assert caller.call("DELETE", "/auth/two-factor", identity)[0] == 204
    assert Caller().sign_in(alice.email)[0] == 200
    assert caller.call("GET", "/auth/two-factor")[1] == {"enabled": False, "required": False, "recovery_codes_left": 0}


def test_starting_takes_the_password_and_confirming_a_right_code(caller, phone):
    assert caller.call("POST", "/auth/two-factor", {"current_password": "wrong"})[0] == 400
    assert caller.call("PUT", "/auth/two-factor", {"code": "000000"})[0] == 409
    caller.call("POST", "/auth/two-factor", {"current_password": PASSWORD})
    status, body = caller.call("PUT", "/auth/two-factor", {"code": "000000"})
    assert (status, list(body["error"]["fields"])) == (400, ["code"])
    assert caller.call("POST", "/auth/two-factor/recovery-codes", {"current_password": PASSWORD})[0] == 409


def test_it_is_not_turned_on_twice(caller, phone):
    phone.enrol(caller)
    identity = {"current_password": PASSWORD, "code": phone.later()}
    assert caller.call("POST", "/auth/two-factor", identity)[0] == 409


def test_the_key_is_kept_locked_and_follows_a_new_secret_key(caller, alice, phone, settings):
    phone.enrol(caller)
    assert phone.secret not in str(TwoFactor.objects.values().get())
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert Caller().sign_in(alice.email, code=phone.later())[0] == 200


def test_without_the_secret_key_recovery_codes_still_work(caller, alice, phone, settings):
    phone.enrol(caller)
    settings.SECRET_KEY = "another" * 10
    assert Caller().sign_in(alice.email, code=phone.later())[0] == 401
    assert Caller().sign_in(alice.email, code=phone.recovery[0])[0] == 200


def test_a_host_turns_it_off_for_who_lost_everything(caller, alice, phone):
    phone.enrol(caller)
    call_command("disable_two_factor", "Alice@example.org", stdout=StringIO())
    assert Caller().sign_in(alice.email)[0] == 200


def test_a_visitor_has_no_second_factor(visitor):
    for method in ("GET", "POST", "PUT", "DELETE"):
        assert visitor.call(method, "/auth/two-factor", None)[0] == 401
