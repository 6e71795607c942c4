"""Receivers that are slow, endless, elsewhere or not who they say: each costs its own webhook only."""

import socket
import ssl
import threading
import time

import pytest
from django.db import connections

from chatsite.jobs.queue import Lane, run_due
from chatsite.web import outgoing
from messaging.webhooks.outgoing import sending, working
from messaging.webhooks.outgoing.dispatching import dispatch
from messaging.webhooks.outgoing.models import OutgoingWebhook, WebhookDelivery
from messaging.webhooks.outgoing.reasons import reason_in_words
from messaging.webhooks.outgoing.services import add
from rooms.services import create_room
from tests.support.conversation import say
from tests.support.push_service import make_certificate


def last_reason() -> str:
    return WebhookDelivery.objects.latest("pk").reason


def fails(webhooks, alice, room) -> str:
    """Send something that fails, and return why."""
    say(alice, room, "one")
    assert webhooks.run() == []
    assert WebhookDelivery.objects.latest("pk").status == "pending"
    return last_reason()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_a_failure_that_says_so_and_is_not_followed(webhooks, alice, room, status):
    webhooks.add(alice, room)
    webhooks.receiver.answer("/hook", (status, {"Location": webhooks.receiver.origin + "/elsewhere"}))
    assert fails(webhooks, alice, room) == f"redirected {status}"
    assert webhooks.receiver.requests == ["/hook"]
    assert "Redirects aren't followed" in str(reason_in_words(last_reason()))


@pytest.mark.parametrize("status", [400, 401, 404, 413, 500, 503, 599])
def test_what_is_not_2xx_is_a_failure(webhooks, alice, room, status):
    webhooks.add(alice, room)
    webhooks.receiver.answer("/hook", status)
    assert fails(webhooks, alice, room) == f"refused {status}"


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_2xx_is_a_success(webhooks, alice, room, status):
    webhooks.add(alice, room)
    webhooks.receiver.answer("/hook", status)
    say(alice, room, "one")
    assert [one.content for one in webhooks.run()] == ["one"]


def test_one_that_does_not_answer_is_not_waited_for(webhooks, alice, room, monkeypatch):
    monkeypatch.setattr(outgoing, "ANSWER_S", 0.3)
    webhooks.add(alice, room)
    webhooks.receiver.answer("/hook", None)
    assert fails(webhooks, alice, room) == "too_slow"


def test_an_answer_without_an_end_is_read_for_a_moment(webhooks, alice, room, monkeypatch):
    monkeypatch.setattr(outgoing, "ANSWER_S", 0.5)

    def trickle(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not webhooks.receiver.service.released.wait(0.05):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    webhooks.add(alice, room)
    webhooks.receiver.instead = trickle
    started = time.monotonic()
    assert fails(webhooks, alice, room) == "too_slow"
    assert time.monotonic() - started < 5


def test_a_huge_answer_is_not_read_to_its_end(webhooks, alice, room):
    def flood(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000000\r\n\r\n")
        for _ in range(64):
            handler.wfile.write(b"x" * 65_536)

    webhooks.add(alice, room)
    webhooks.receiver.instead = flood
    say(alice, room, "one")
    webhooks.run()
    assert WebhookDelivery.objects.latest("pk").status == "delivered"


@pytest.mark.parametrize("beginning", [b"", b"HTTP/1.1 20", b"hello\r\n\r\n", b"\0" * 99])
def test_one_that_closes_in_the_middle_has_not_answered(webhooks, alice, room, beginning):
    def hang_up(handler):
        handler.wfile.write(beginning)
        handler.wfile.flush()
        handler.connection.shutdown(socket.SHUT_RDWR)

    webhooks.add(alice, room)
    webhooks.receiver.instead = hang_up
    assert fails(webhooks, alice, room) == "unreachable"


def test_a_certificate_that_no_one_vouches_for_is_refused(webhooks, alice, room, tmp_path):
    webhooks.add(alice, room)
    outgoing.tls.cache_clear()
    certificate = tmp_path / "other.pem"
    make_certificate(certificate, tmp_path / "other.key")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(certificate))
        assert fails(webhooks, alice, room) == "certificate"
    outgoing.tls.cache_clear()
    assert webhooks.receiver.requests == []


def test_a_certificate_of_another_name_is_refused(webhooks, alice, room, monkeypatch):
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *args, **kwargs: real("127.0.0.1", *args, **kwargs))
    url = f"https://example.org:{webhooks.receiver.service.port}/hook"
    add(by=alice, room_id=room.pk, name="CI", url=url, events=["new_message"])
    assert fails(webhooks, alice, room) == "certificate"


def test_a_receiver_without_tls_is_not_sent_anything(webhooks, alice, room):
    received: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen():
            taken, _address = server.accept()
            with taken:
                received.append(taken.recv(65_536))
                taken.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        url = f"https://localhost:{server.getsockname()[1]}/"
        add(by=alice, room_id=room.pk, name="CI", url=url, events=["new_message"])
        assert fails(webhooks, alice, room) == "unreachable"
        thread.join(5)
    assert b"one" not in received[0]


def test_a_name_that_becomes_private_is_not_called(webhooks, alice, room, settings, monkeypatch):
    """DNS rebinding: the name is public when the webhook is made and at the first attempt, and private after that."""
    settings.OUTGOING_PRIVATE_ADDRESSES = False
    asked: list[str] = []
    called: list[str] = []

    def look_up(host, port, *args, **kwargs):
        asked.append(host)
        address = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(address, *args, **kwargs):
        called.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    url = f"https://rebinding.example.org:{webhooks.receiver.service.port}/hook"
    add(by=alice, room_id=room.pk, name="CI", url=url, events=["new_message"])
    assert fails(webhooks, alice, room) == "unreachable"
    webhooks.pass_time(minutes=1)
    assert webhooks.run() == []
    assert last_reason() == "not_public"
    assert called == ["93.184.216.34"]
    assert webhooks.receiver.requests == []


def test_410_switches_off_at_once(webhooks, alice, room):
    webhook = webhooks.add(alice, room)
    webhooks.receiver.answer("/hook", 410)
    say(alice, room, "one")
    webhooks.run()
    webhook.refresh_from_db()
    assert (webhook.is_active, webhook.off_reason) == (False, "gone")
    assert list(webhook.deliveries.values_list("status", flat=True)) == ["failed"]


@pytest.mark.django_db(transaction=True)
def test_a_slow_receiver_delays_no_other(webhooks, alice, bob, room, monkeypatch):
    """Hosts that do not answer keep two of the three threads; the third goes on with a receiver that is well."""
    garden = create_room(by=bob, name="Garden")
    webhooks.add(bob, garden, path="/quick")
    say(bob, garden, "one")
    webhooks.run()
    held, released, really = threading.Event(), threading.Event(), sending.send

    def dawdle(webhook, change):
        if not webhook.host.startswith("slow"):
            return really(webhook, change)
        held.set()
        assert released.wait(20)
        return sending.Outcome(None, "too_slow")

    monkeypatch.setattr(working, "send", dawdle)
    for number in range(6):
        url = f"https://slow{number}.example.org/"
        add(by=alice, room_id=room.pk, name="Slow", url=url, events=["new_message"])
    say(alice, room, "never")
    threads = [threading.Thread(target=_work, args=[released], daemon=True) for _ in range(3)]
    for thread in threads:
        thread.start()
    dispatch()
    assert held.wait(10)
    say(bob, garden, "two")
    deadline = time.monotonic() + 15
    while len(webhooks.receiver.posted) < 2 and time.monotonic() < deadline:
        dispatch()
        time.sleep(0.05)
    released.set()
    for thread in threads:
        thread.join(20)
    assert webhooks.receiver.contents("/quick") == ["one", "two"]


def _work(until: threading.Event) -> None:
    while not until.is_set():
        if not run_due(lane=Lane.WEBHOOKS):
            time.sleep(0.02)
    connections.close_all()


def test_a_new_tls_context_is_strict():
    context = outgoing.tls()
    assert context.check_hostname
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert OutgoingWebhook._meta.db_table == "outgoing_webhooks"
