"""Outgoing webhooks over HTTP, in the admin and for operators."""

import json
import logging

import pytest
from django.conf import settings as django_settings

from accounts.upkeep.personal_data import kinds
from messaging.management.commands.check_data import parts
from messaging.webhooks.outgoing import watching
from messaging.webhooks.outgoing.models import OutgoingWebhook, WebhookDelivery, WebhookPosition
from messaging.webhooks.outgoing.signing import PREFIX
from tests.support.conversation import say

URL = "https://hooks.example.org/services/T0/zqxtoken?key=zqxkey"
JSON = "application/json"


@pytest.fixture
def client(signed_in, alice):
    return signed_in(alice)


def made(client, room, **fields):
    body = {"room_id": room.pk, "name": "CI", "url": URL, "events": ["new_message"]} | fields
    return client.post("/outgoing-webhooks", body, JSON)


def test_the_secret_is_shown_once(client, room):
    webhook = made(client, room).json()["webhook"]
    assert webhook["secret"].startswith(PREFIX)
    [listed] = client.get("/outgoing-webhooks").json()["webhooks"]
    assert listed == {name: value for name, value in webhook.items() if name != "secret"}
    renamed = client.patch(f"/outgoing-webhooks/{webhook['id']}", {"name": "Build"}, JSON).json()["webhook"]
    assert (renamed["name"], "secret" in renamed) == ("Build", False)
    renewed = client.patch(f"/outgoing-webhooks/{webhook['id']}", {"new_secret": True}, JSON).json()["webhook"]
    assert renewed["secret"] not in {"", webhook["secret"]}


def test_a_deleted_webhook_is_gone(client, room):
    path = f"/outgoing-webhooks/{made(client, room).json()['webhook']['id']}"
    assert client.delete(path).status_code == 204
    assert client.delete(path).status_code == client.get(path + "/deliveries").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "http://example.org/"),
        ("url", "https://user:password@example.org/"),
        ("url", "https://example.org/#part"),
        ("url", "https://"),
        ("url", ""),
        ("url", "https://example.org/ x"),
        ("url", "https://ex\u00e4 mple.org/"),
        ("url", "https://-\u00e4.example/"),
        ("url", "https://\uff11\uff12\uff17.0.0.1/"),
        ("url", "https://example.org/" + "\u00e4" * 200),
        ("url", "https://example.org:0/"),
        ("url", "https://127.0.0.1/"),
        ("url", "https://[::1]/"),
        ("url", "https://localhost/"),
        ("url", "https://a.localhost./"),
        ("url", "https://169.254.169.254/latest/meta-data"),
        ("url", "https://example.org/" + "x" * 1_000),
        ("url", 7),
        ("events", []),
        ("events", ["typing"]),
        ("events", "new_message"),
        ("name", ""),
        ("name", "x" * 61),
    ],
)
def test_what_is_wrong_is_said_by_field(client, room, field, value):
    answer = made(client, room, **{field: value})
    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == [field]
    webhook = made(client, room).json()["webhook"]
    assert client.patch(f"/outgoing-webhooks/{webhook['id']}", {field: value}, JSON).status_code == 400


def test_an_address_in_other_scripts_is_stored_as_requests_have_it(client, room):
    webhook = made(client, room, url="https://m\u00fcnchen.example:8443/stra\u00dfe?q=a%20b").json()["webhook"]
    assert webhook["url"] == "https://xn--mnchen-3ya.example:8443/stra%C3%9Fe?q=a%20b"


@pytest.mark.parametrize("host", ["my_host.example", "r3---sn.example:8443", "[2606:4700::1111]"])
def test_a_host_in_ascii_is_kept_when_only_the_path_is_in_another_script(client, room, host):
    webhook = made(client, room, url=f"https://{host}/\u00e4").json()["webhook"]
    assert webhook["url"] == f"https://{host}/%C3%A4"


def test_what_is_retried_is_tried_at_once_and_in_order_when_asked(webhooks, client, alice, room):
    webhook = webhooks.add(alice, room)
    webhooks.receiver.answer("/hook", 500, 500, 204)
    say(alice, room, "one")
    webhooks.run()
    say(alice, room, "two")
    path = f"/outgoing-webhooks/{webhook.pk}/deliveries"
    [waiting] = client.get(path).json()["deliveries"]
    assert client.post(f"{path}/{waiting['id']}/redeliver").status_code == 202
    assert webhooks.run() == []
    [failed] = client.get(path).json()["deliveries"]
    assert (failed["status"], failed["attempts"]) == ("pending", 2)
    assert failed["next_at"] > failed["tried_at"]
    assert client.post(f"{path}/{waiting['id']}/redeliver").status_code == 202
    assert [posted.content for posted in webhooks.run()] == ["one", "two"]


def test_deliveries_are_listed_and_sent_again(webhooks, client, alice, room):
    webhook = webhooks.add(alice, room)
    webhooks.receiver.answer("/hook", 500, 204)
    say(alice, room, "one")
    webhooks.run()
    path = f"/outgoing-webhooks/{webhook.pk}/deliveries"
    [pending] = client.get(path).json()["deliveries"]
    assert (pending["status"], pending["answer_status"], pending["attempts"]) == ("pending", 500, 1)
    assert pending["error"] == "The receiver answered 500 instead of 2xx."
    assert pending["next_at"] > pending["tried_at"]
    again = f"{path}/{pending['id']}/redeliver"
    webhooks.pass_time(minutes=1)
    webhooks.run()
    assert client.post(again).status_code == 202
    [posted] = webhooks.run()
    assert (posted.delivery, posted.content) == (pending["id"], "one")
    [listed] = client.get(path).json()["deliveries"]
    assert (listed["status"], listed["attempts"], listed["next_at"], listed["error"]) == ("delivered", 3, None, "")
    for number in range(3):
        say(alice, room, str(number))
    webhooks.run()
    page = client.get(path, {"limit": 2}).json()
    assert (len(page["deliveries"]), page["has_more"]) == (2, True)
    rest = client.get(path, {"before": page["deliveries"][-1]["id"]}).json()
    assert [one["id"] for one in rest["deliveries"]][-1] == pending["id"]


def test_neither_secret_nor_address_is_in_logs_errors_or_exports(
    webhooks, client, admin, signed_in, alice, room, caplog, monkeypatch
):
    caplog.set_level(logging.DEBUG)
    webhook = webhooks.add(alice, room, path="/zqxtoken?key=zqxkey")
    secret = webhooks.receiver.secrets["/zqxtoken?key=zqxkey"]
    webhooks.receiver.answer("/zqxtoken?key=zqxkey", 500, 204)
    say(alice, room, "one")
    webhooks.run()
    webhooks.pass_time(minutes=1)
    webhooks.run()
    exported = [list(kind.export(alice)) for kind in kinds()]
    assert [kind.name for kind in kinds() if kind.name == "outgoing_webhooks"] == ["outgoing_webhooks"]
    pages = [
        signed_in(admin).get(f"/admin/messaging/{page}").content.decode()
        for page in (
            "outgoingwebhook/",
            f"outgoingwebhook/{webhook.pk}/change/",
            "webhookdelivery/",
            f"webhookdelivery/{WebhookDelivery.objects.get().pk}/change/",
        )
    ]
    deliveries = client.get(f"/outgoing-webhooks/{webhook.pk}/deliveries").content.decode()
    statements = [one for one in caplog.records if one.name.startswith("django.db")]
    logged = " ".join(one.getMessage() for one in caplog.records if one not in statements)
    shown = json.dumps(exported, default=str) + "".join(pages) + deliveries + logged
    assert "zqx" not in shown
    assert secret not in shown
    assert secret not in repr(list(OutgoingWebhook.objects.values()))


def test_under_another_secret_key_it_says_what_to_do(webhooks, client, alice, room, settings):
    webhook = webhooks.add(alice, room)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 10, []
    say(alice, room, "one")
    assert webhooks.run() == []
    assert WebhookDelivery.objects.get(webhook=webhook).reason == "unsigned"


def test_the_administration_sends_again(webhooks, admin, signed_in, alice, room):
    webhooks.add(alice, room)
    say(alice, room, "one")
    webhooks.run()
    delivery = WebhookDelivery.objects.get()
    page = f"/admin/messaging/webhookdelivery/{delivery.pk}/action/send_again/"
    assert signed_in(admin).post(page).status_code == 302
    assert [one.content for one in webhooks.run()] == ["one"]


def test_the_doctor_names_what_fails(webhooks, alice, room):
    webhook = webhooks.add(alice, room)
    assert [one.sentence for one in watching.examine()] == ["1 outgoing webhooks are active."]
    webhooks.receiver.answer("/hook", 500)
    say(alice, room, "one")
    webhooks.run()
    webhooks.pass_time(hours=2)
    [found] = watching.examine()
    assert f"#{webhook.pk} (localhost:" in found.sentence
    OutgoingWebhook.objects.update(is_active=False, off_reason="failing")
    assert "were switched off by themselves" in next(iter(watching.examine())).sentence


def test_an_erased_person_takes_their_webhooks_along(alice, room, client):
    made(client, room)
    kind = next(one for one in kinds() if one.name == "outgoing_webhooks")
    assert next(iter(kind.export(alice)))["host"] == "hooks.example.org"
    assert sum(kind.erase(alice, True)) > 0
    assert not OutgoingWebhook.objects.exists()


def test_check_data_brings_back_what_is_ahead(client, room):
    made(client, room)
    before = WebhookPosition.objects.get().version
    assert not any(parts())
    WebhookPosition.objects.update(version=10**6)
    for findings in parts():
        for finding in findings:
            finding.repair()
    assert WebhookPosition.objects.get().version == before
    assert django_settings.OUTGOING_PRIVATE_ADDRESSES is False
