"""Administrators make bots and their tokens in the admin."""

import re

import pytest
from django.test import Client

from accounts.models import AccessToken, Action, ModerationEntry, User
from accounts.moderation.sentences import SENTENCES

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client(make_user) -> Client:
    client = Client()
    client.force_login(make_user("Ada", is_staff=True, is_superuser=True))
    return client


def test_a_bot_is_made_gets_a_token_that_is_shown_once_and_is_deleted(admin_client: Client) -> None:
    assert admin_client.post("/admin/accounts/bot/add/", {"name": "Deploy"}).status_code == 302
    bot = User.objects.get(bot_kind="bot")
    assert b"Deploy" in admin_client.get("/admin/accounts/bot/").content
    form = {"name": "CI", "scopes": ["read", "write"], "days": "90"}
    made = admin_client.post(f"/admin/accounts/bot/{bot.pk}/action/create_token/", form, follow=True)
    (secret,) = set(re.findall(r"chatsite_\w{40}", made.content.decode()))
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    assert program.get("/auth/me").json()["user"]["name"] == "Deploy"
    listed = admin_client.get("/admin/accounts/accesstoken/").content.decode()
    assert "CI" in listed
    assert secret not in listed
    token = AccessToken.objects.get()
    assert token.secret_hash not in admin_client.get(f"/admin/accounts/accesstoken/{token.pk}/change/").content.decode()
    admin_client.post(f"/admin/accounts/accesstoken/{token.pk}/action/revoke/")
    assert program.get("/auth/me").status_code == 401
    admin_client.post(f"/admin/accounts/bot/{bot.pk}/action/delete/", follow=True)  # and says so
    assert b"Deploy" not in admin_client.get("/admin/accounts/bot/").content
    logged = list(ModerationEntry.objects.order_by("pk").values_list("action", flat=True))
    assert logged == [Action.BOT_CREATED, Action.TOKEN_CREATED, Action.TOKEN_REVOKED, Action.BOT_DELETED]


def test_every_action_of_the_log_has_a_sentence(admin_client: Client) -> None:
    assert set(SENTENCES) == set(Action)
    admin_client.post("/admin/accounts/bot/add/", {"name": "Deploy"})
    assert b"created the bot Deploy" in admin_client.get("/admin/").content


def test_a_bot_is_renamed_and_a_bad_name_is_refused(admin_client: Client) -> None:
    admin_client.post("/admin/accounts/bot/add/", {"name": "Deploy"})
    bot = User.objects.get(bot_kind="bot")
    admin_client.post(f"/admin/accounts/bot/{bot.pk}/change/", {"name": "Release"})
    bot.refresh_from_db()
    assert bot.name == "Release"
    assert admin_client.post("/admin/accounts/bot/add/", {"name": "​"}).status_code == 200
    assert User.objects.filter(bot_kind="bot").count() == 1


def test_a_person_s_leaked_token_can_be_revoked(admin_client: Client, alice: User) -> None:
    from accounts.tokens.services import create_token

    token = create_token(by=alice, user=alice, name="Leaked", scopes=["write"]).token
    admin_client.post(f"/admin/accounts/accesstoken/{token.pk}/action/revoke/")
    assert not AccessToken.objects.exists()
    assert ModerationEntry.objects.get().whom == alice
