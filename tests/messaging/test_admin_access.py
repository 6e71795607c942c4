"""The admin as an entry point: every page and action in it is for administrators alone."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin as django_admin
from django.test import Client
from django.urls import URLPattern, URLResolver

import chatsite.urls  # noqa: F401 - registers the converters of the paths
from accounts.actors import SYSTEM
from accounts.admin_actions import PERSON_ACTIONS
from accounts.bots.admin import BotAdmin
from accounts.bots.services import create_bot
from accounts.models import ModerationEntry, User
from accounts.tokens.admin import AccessTokenAdmin
from accounts.tokens.services import create_token
from chatsite.models import Job
from feedback.models import Feedback
from messaging.models import Message
from messaging.moderation.services import report_message
from messaging.webhooks.incoming.admin import IncomingWebhookAdmin
from messaging.webhooks.incoming.services import create_webhook
from messaging.webhooks.outgoing.admin import DELIVERY_ACTIONS, WEBHOOK_ACTIONS
from rooms.admin_actions import MEMBER_ACTIONS, ROOM_ACTIONS
from rooms.invitations.admin import InvitationAdmin
from rooms.invitations.models import Invitation
from rooms.models import Membership
from rooms.roles import set_role
from tests.support.conversation import say
from tests.support.webhook_receiver import webhook_with_delivery

# These lead to the product's own pages.
OPEN = {"login/", "logout/"}
ACTIONS_OF = {
    "user-action": PERSON_ACTIONS,
    "room-action": ROOM_ACTIONS,
    "membership-action": MEMBER_ACTIONS,
    "invitation-action": InvitationAdmin.row_actions,
    "incomingwebhook-action": IncomingWebhookAdmin.row_actions,
    "bot-action": BotAdmin.row_actions,
    "accesstoken-action": AccessTokenAdmin.row_actions,
    "outgoingwebhook-action": WEBHOOK_ACTIONS,
    "webhookdelivery-action": DELIVERY_ACTIONS,
}
WHO = ["anonymous", "outsider", "member", "moderator", "owner", "staff", "deactivated administrator"]


@pytest.fixture
def scene(room, people, admin, make_user, db) -> dict[str, Any]:
    """Return one of each thing that the admin shows, by the model's name."""
    moderator = make_user("Mona")
    Membership.objects.create(room=room, user=moderator, joined_version=9, version=9, role=Membership.Role.MODERATOR)
    seq = say(people.bob, room, "buy here")["seq"]
    webhook = webhook_with_delivery(people.alice, room, seq)
    return {
        "job": Job.objects.create(kind="nothing", payload={}),
        "moderationentry": ModerationEntry.objects.create(by=admin, action="warned", whom=people.charlie, reason="x"),
        "user": people.bob,
        "room": room,
        "membership": Membership.objects.get(room=room, user=people.bob),
        "report": report_message(by=people.alice, room_id=room.pk, seq=seq, reason="spam"),
        "message": Message.objects.get(room=room, seq=seq),
        "feedback": Feedback.objects.create(content="nice"),
        "moderator": moderator,
        "bot": (bot := create_bot(name="Deploy", by=SYSTEM)),
        "accesstoken": create_token(by=SYSTEM, user=bot, name="CI", scopes=["read"]).token,
        "invitation": Invitation.objects.create(inviter=admin, room=room, token_hash="0" * 64),
        "incomingwebhook": create_webhook(room_id=room.pk, by=people.alice, name="Builds")[0],
        "outgoingwebhook": webhook,
        "webhookdelivery": webhook.deliveries.get(),
    }


@pytest.fixture
def someone(scene, people, make_user, signed_in):
    """Return a function that gives one of ``WHO`` an HTTP client."""

    def client(who: str) -> Client:
        if who == "anonymous":
            return Client()
        if who == "staff":
            return signed_in(make_user("Stan", is_staff=True))
        if who == "deactivated administrator":
            root = make_user("Root", is_superuser=True, is_staff=True)
            kept = signed_in(root)
            User.objects.filter(pk=root.pk).update(is_active=False)
            return kept
        persons = {"outsider": people.charlie, "member": people.bob, "moderator": scene["moderator"]}
        return signed_in(persons.get(who, people.alice))

    return client


def pages(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield every path of the admin with its name."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, path)
        elif not path.startswith(("^", "(")):  # Django's lists of one app's models, and what is nowhere
            yield path, pattern.name or ""


def addresses(scene: dict[str, Any]) -> Iterator[str]:
    """Yield every address, with a thing that is there in place of its parameters."""
    for path, name in pages(django_admin.site.urls[0]):
        if path in OPEN:
            continue
        model = "user" if "user_id" in path else path.split("/")[1] if path.count("/") > 1 else ""
        thing = scene[model].pk if model in scene else 1
        filled = (
            re.sub(r"<(?:path|int|number):(?!name)\w+>", str(thing), path)
            .replace("<str:form>", "csv")
            .replace("<slug:step>", "dismiss")
        )
        for act in ACTIONS_OF.get(name, [""]):
            yield "/admin/" + filled.replace("<slug:name>", act)


def state_of_everything() -> list[Any]:
    models = [User, Membership, Message, Job, Feedback, ModerationEntry, *django_admin.site._registry]
    return [sorted(map(repr, model.objects.values_list())) for model in dict.fromkeys(models)]


def is_refused(client: Client, method: str, address: str, fields: dict[str, Any] | None = None) -> bool:
    """Tell whether a request leads to signing in and nowhere else."""
    answer = getattr(client, method)(address, fields or {})
    return answer.status_code == 302 and answer["Location"].split("?")[0] in {"/admin/login/", "/login/"}


@pytest.mark.parametrize("who", WHO)
def test_no_one_but_administrators_passes(scene, someone, who):
    client, before = someone(who), state_of_everything()
    every = list(addresses(scene))
    assert len(every) > 60
    reason = {"reason": "because", "until": "3600", "resolve": "1", "actions": ["warn"]}
    for address in every:
        assert is_refused(client, "get", address), address
        assert is_refused(client, "post", address, reason), address
    for address, action, thing in every_action(scene):
        assert is_refused(client, "post", address, {"action": action, "_selected_action": [thing]}), (address, action)
    sign_in = client.get("/admin/login/", follow=True)
    assert sign_in.status_code == 403 or sign_in.request["PATH_INFO"] == "/login/"
    assert state_of_everything() == before


def every_action(scene: dict[str, Any]) -> Iterator[tuple[str, str, int]]:
    """Yield each action of each list, with what it would act on."""
    for model, its_admin in django_admin.site._registry.items():
        name = model._meta.model_name or ""
        for action in its_admin.actions or []:
            yield f"/admin/{model._meta.app_label}/{name}/", getattr(action, "__name__", action), scene[name].pk


def test_an_administrator_passes(scene, admin, signed_in):
    client = signed_in(admin)
    ours = [
        one
        for one in addresses(scene)
        if not re.search(r"/(add|delete|r|autocomplete|password_change|first-run)/|/\d+/$", one)
    ]
    assert {address: client.get(address).status_code for address in ours} == dict.fromkeys(ours, 200)


def test_an_administrator_who_owes_a_second_factor_passes_nowhere(scene, admin, signed_in, settings):
    settings.ADMIN_TWO_FACTOR = True
    client = signed_in(admin)
    for address in addresses(scene):
        assert is_refused(client, "get", address), address
    assert client.get("/admin/login/")["Location"] == "/settings/account/"


def test_the_owner_of_a_room_is_no_administrator(scene, people, room, signed_in):
    set_role(room_id=room.pk, by=people.alice, user_id=people.bob.pk, role=Membership.Role.OWNER)
    assert is_refused(signed_in(people.bob), "get", f"/admin/rooms/room/{room.pk}/change/")
