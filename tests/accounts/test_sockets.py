"""Who is let in over a socket, as far as accounts decide it."""

from collections.abc import Callable

import pytest
from django.conf import settings as conf

from accounts.models import Session, User
from chatsite.contract.errors import NotAuthenticated
from messaging.live.identity import Arrival, Proof, identify
from tests.accounts.conftest import Caller


def proof(caller: Caller) -> Proof:
    return Proof(caller.http.cookies[conf.SESSION_COOKIE_NAME].value, "192.0.2.1")


def look(caller: Caller) -> Arrival | NotAuthenticated:
    (found,) = identify([proof(caller)])
    return found


@pytest.fixture
def caller(signed_in: Callable[[User], Caller], alice: User) -> Caller:
    return signed_in(alice)


def test_a_signed_in_person_is_known(caller, alice):
    assert look(caller).identity.user_id == alice.pk


def test_many_are_looked_up_together_and_each_by_their_own_key(caller, signed_in, bob, django_assert_num_queries):
    proofs = [proof(caller), Proof("made-up", "192.0.2.1"), proof(signed_in(bob))]
    with django_assert_num_queries(3):
        first, stranger, second = identify(proofs)
    assert (first.identity.me["name"], second.identity.me["name"]) == ("Alice", "Bob")
    assert isinstance(stranger, NotAuthenticated)


def test_a_session_from_before_the_epoch_proves_nothing(caller, alice):
    User.objects.filter(pk=alice.pk).update(auth_epoch=1)
    assert isinstance(look(caller), NotAuthenticated)


def test_who_is_deactivated_stays_outside(caller):
    User.objects.update(is_active=False)
    assert isinstance(look(caller), NotAuthenticated)


def test_who_has_yet_to_confirm_their_address_stays_outside(caller, settings):
    User.objects.update(email_unconfirmed=True)
    settings.EMAIL_VERIFICATION = "required"
    assert isinstance(look(caller), NotAuthenticated)


def test_a_look_at_a_session_under_an_old_secret_key_leaves_it_alone(caller, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    before = Session.objects.get().pk
    assert isinstance(look(caller), Arrival)
    assert Session.objects.get().pk == before
    assert caller.who() == "Alice"
