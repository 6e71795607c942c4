"""What the application sees: life of a socket, handlers, acknowledgements, limits. In the test's own loop."""

import asyncio
import json
import threading

import pytest
from channels.db import database_sync_to_async

from chatsite.db.pool import Pool
from chatsite.socketio import (
    AckTimeout,
    Admission,
    BadRequest,
    ConnectRefused,
    Namespace,
    NotConnected,
    Options,
    SocketIOServer,
    TooManyUnacknowledged,
)
from tests.chatsite.socketio.asgi import QUERY, WebSocket, request, until


class Recorder(Namespace):
    """Remembers its sockets and why they left; its handlers can be held up."""

    def __init__(self):
        self.sockets = []
        self.reasons = asyncio.Queue()
        self.gate = asyncio.Event()
        self.log = []
        self.gate.set()

    def handlers(self):
        return {"gated": self.gated, "echo": self.echo, "sum": self.sum, "sync": self.sync}

    async def on_connect(self, socket, auth):
        self.sockets.append(socket)

    async def on_disconnect(self, socket, reason):
        self.reasons.put_nowait(reason)

    async def gated(self, socket, number):
        self.log.append(("begin", number))
        await self.gate.wait()
        self.log.append(("end", number))
        return number

    async def echo(self, socket, *args):
        return args

    async def sum(self, socket, a, b=1, *rest):
        return a + b + sum(rest)

    def sync(self, socket):
        return "from a thread"


@pytest.fixture
def namespace():
    return Recorder()


@pytest.fixture
def make_server(namespace):
    def make(authorize=None, **options):
        extra = {"authorize": authorize} if authorize else {}
        return SocketIOServer([namespace], options=Options(**options), **extra)

    return make


async def reason(namespace):
    async with asyncio.timeout(5):
        return await namespace.reasons.get()


class TestLife:
    async def test_what_is_emitted_while_connecting_arrives_after_the_answer(self):
        class Eager(Namespace):
            async def on_connect(self, socket, auth):
                socket.emit("early", 1)
                socket.join("group")
                self.hub.deliver("group", "early", 2)
                assert not socket.is_connected

        server = SocketIOServer([Eager()])
        async with WebSocket(server) as client:
            assert await client.recv() == '42["early",1]'
            assert await client.recv() == '42["early",2]'

    async def test_a_refused_socket_is_in_no_group(self):
        class Refusing(Namespace):
            async def on_connect(self, socket, auth):
                socket.join("group")
                raise ConnectRefused("no")

        server = SocketIOServer([Refusing()])
        client = WebSocket(server)
        await client.recv()
        client.send("40")
        assert await client.recv() == '44{"message":"no"}'
        assert server.hub.in_group("group") == frozenset()
        client.leave()
        await client.closed()

    async def test_leaving_while_connecting(self):
        entered, go_on, left = asyncio.Event(), asyncio.Event(), asyncio.Event()

        class Slow(Namespace):
            async def on_connect(self, socket, auth):
                entered.set()
                await go_on.wait()
                socket.join("group")

            async def on_disconnect(self, socket, reason):
                left.set()

        server = SocketIOServer([Slow()])
        client = WebSocket(server)
        client.send("40")
        await entered.wait()
        client.leave()
        await client.closed()
        go_on.set()
        await asyncio.wait_for(left.wait(), 5)
        assert server.hub.in_group("group") == frozenset()

    @pytest.mark.parametrize(
        ("frames", "expected"),
        [
            (["41"], "client namespace disconnect"),
            (["1"], "transport close"),
            (["nonsense"], "parse error"),
            (["x" * 70000], "parse error"),
        ],
    )
    async def test_the_reason_for_leaving(self, make_server, namespace, frames, expected):
        async with WebSocket(make_server()) as client:
            for frame in frames:
                client.send(frame)
            assert await reason(namespace) == expected

    async def test_the_reason_when_the_client_vanishes(self, make_server, namespace):
        async with WebSocket(make_server(ping_interval_s=0.05, ping_timeout_s=0.05)) as client:
            assert await client.recv() == "2"
            assert await reason(namespace) == "ping timeout"
            await client.closed()

    async def test_the_reason_when_the_server_ends_it(self, make_server, namespace):
        async with WebSocket(make_server()) as client:
            namespace.sockets[0].disconnect()
            assert await reason(namespace) == "server namespace disconnect"
            assert await client.recv() == "41"

    async def test_a_shutdown_closes_so_that_clients_reconnect(self, make_server, namespace):
        server = make_server()
        async with WebSocket(server) as client:
            server.close_all()
            assert await reason(namespace) == "server shutting down"
            await client.closed()
            assert client.close_code == 4012
            assert client.frames.empty()  # DISCONNECT would tell stock clients to stay away
        assert len(server) == 0

    async def test_a_socket_that_has_left_is_deaf_and_dumb(self, make_server, namespace):
        server = make_server()
        async with WebSocket(server):
            pass
        (socket,) = namespace.sockets
        socket.emit("late")
        socket.join("group")
        socket.disconnect()
        assert (socket.is_connected, socket.groups) == (False, set())
        assert server.hub.in_group("group") == frozenset()
        with pytest.raises(NotConnected):
            await socket.call("late")

    async def test_a_crash_in_on_disconnect_is_logged_and_harms_no_one(self, caplog):
        class Crashing(Namespace):
            async def on_disconnect(self, socket, reason):
                raise RuntimeError("on purpose")

        server = SocketIOServer([Crashing()])
        async with WebSocket(server):
            pass
        async with WebSocket(server):
            pass
        assert "on_disconnect of / failed" in caplog.text


class TestHandlers:
    async def test_sync_handlers_run_in_the_pool(self, make_server):
        async with WebSocket(make_server()) as client:
            client.send('421["sync"]')
            assert await client.recv() == '431["from a thread"]'

    @pytest.mark.parametrize(
        ("args", "answer"), [("1", "2"), ("1,2", "3"), ("1,2,3,4", "10"), ("", None), ('"a"', None)]
    )
    async def test_the_number_of_arguments_is_checked(self, make_server, args, answer):
        async with WebSocket(make_server()) as client:
            client.send(f'421["sum"{"," if args else ""}{args}]')
            reply = json.loads((await client.recv())[3:])
            assert reply[0] == json.loads(answer) if answer else "error" in reply[0]

    async def test_handlers_of_one_connection_begin_in_order_and_run_side_by_side(self, make_server, namespace):
        namespace.gate.clear()
        async with WebSocket(make_server()) as client:
            for number in range(3):
                client.send(f'42{number}["gated",{number}]')
            client.send('42["echo"]')
            client.send('429["echo"]')
            assert await client.recv() == "439[]"
            assert namespace.log == [("begin", 0), ("begin", 1), ("begin", 2)]
            namespace.gate.set()
            assert [await client.recv() for _ in range(3)] == ["430[0]", "431[1]", "432[2]"]

    async def test_a_connection_with_many_running_handlers_is_not_read(self, make_server, namespace):
        namespace.gate.clear()
        async with WebSocket(make_server(max_running_events=2)) as client:
            for number in range(5):
                client.send(f'42{number}["gated",{number}]')
            await until(lambda: len(namespace.log) == 2)
            for _ in range(20):
                await asyncio.sleep(0)
            assert namespace.log == [("begin", 0), ("begin", 1)]
            namespace.gate.set()
            assert [await client.recv() for _ in range(5)] == [f"43{n}[{n}]" for n in range(5)]

    async def test_a_handler_finishes_after_its_client_has_left(self, make_server, namespace):
        namespace.gate.clear()
        async with WebSocket(make_server()) as client:
            client.send('421["gated",1]')
            await until(lambda: namespace.log)
        namespace.gate.set()
        await until(lambda: ("end", 1) in namespace.log)

    async def test_a_full_pool_is_an_error_of_that_event_only(self, make_server, namespace, caplog):
        class Full(Recorder):
            async def dispatch(self, socket, event):
                if event.name == "sync":
                    return await Pool("none", threads=1, queue=-1).run(self.sync, socket)
                return await super().dispatch(socket, event)

        async with WebSocket(SocketIOServer([Full()])) as client:
            client.send('421["sync"]')
            assert '"code":"internal"' in await client.recv()
            client.send('422["echo"]')
            assert await client.recv() == "432[]"

    async def test_an_application_words_its_own_refusals(self):
        class Polite(Recorder):
            def refused(self, socket, event, error):
                if not event.wants_ack:
                    socket.emit("error_message", error.code)
                return {"ok": False, "code": error.code}

        async with WebSocket(SocketIOServer([Polite()], options=Options(events_per_s=0.01, events_burst=2))) as client:
            client.send('42["unknown"]')
            assert await client.recv() == '42["error_message","unknown_event"]'
            client.send('421["sum"]')
            assert await client.recv() == '431[{"ok":false,"code":"invalid_input"}]'
            client.send('422["echo"]')
            assert await client.recv() == '432[{"ok":false,"code":"rate_limited"}]'

    async def test_a_query_that_holds_the_shared_database_thread_holds_up_no_socket(self, make_server):
        server, done = make_server(), threading.Event()
        query = asyncio.ensure_future(database_sync_to_async(done.wait)())
        try:
            async with WebSocket(server) as client:
                client.send('421["echo"]')
                assert await client.recv() == "431[]"
                client.send('422["sync"]')
                assert await client.recv() == '432["from a thread"]'
            assert (await request(server))[0] == 200
        finally:
            done.set()
            await query


class TestCalls:
    async def test_a_client_answers(self, make_server, namespace):
        async with WebSocket(make_server()) as client:
            for answer, value in [("[]", None), ('["a"]', "a"), ("[1,2]", (1, 2)), ("[null]", None)]:
                call = asyncio.ensure_future(namespace.sockets[0].call("question", b"x"))
                packet, attachment = await client.recv(), await client.recv()
                assert attachment == b"x"
                ack_id = packet.split("-")[1].split("[")[0]
                client.send(f"43{ack_id}{answer}")
                assert await asyncio.wait_for(call, 5) == value

    async def test_or_not(self, make_server, namespace):
        async with WebSocket(make_server()) as client:
            with pytest.raises(AckTimeout):
                await namespace.sockets[0].call("question", timeout_s=0.01)
            await client.recv()
            client.send("430[1]")  # too late
            client.send('421["echo"]')
            assert await client.recv() == "431[]"

    async def test_or_leaves(self, make_server, namespace):
        async with WebSocket(make_server()) as client:
            call = asyncio.ensure_future(namespace.sockets[0].call("question"))
            await client.recv()
        with pytest.raises(NotConnected):
            await asyncio.wait_for(call, 5)

    async def test_a_client_may_not_owe_too_many_answers(self, make_server, namespace):
        async with WebSocket(make_server(max_unacknowledged=1)) as client:
            call = asyncio.ensure_future(namespace.sockets[0].call("question"))
            await client.recv()
            with pytest.raises(TooManyUnacknowledged):
                await namespace.sockets[0].call("question")
            client.send("430[]")
            await asyncio.wait_for(call, 5)


class TestAdmission:
    async def test_the_application_adds_to_the_scope(self, make_server, namespace):
        async def authorize(scope):
            return Admission({"user": "alice"})

        async with WebSocket(make_server(authorize)):
            assert namespace.sockets[0].scope["user"] == "alice"
            assert namespace.sockets[0].scope["type"] == "websocket"

    async def test_it_may_refuse_the_handshake(self, make_server):
        async def authorize(scope):
            raise BadRequest(3, "Closed for today", status=503)

        server = make_server(authorize)
        client = WebSocket(server)
        await client.closed()
        assert client.status == 503
        assert not client.is_accepted
        status, _, body = await request(server)
        assert (status, json.loads(body)["message"]) == (503, "Closed for today")

    @pytest.mark.parametrize(
        ("options", "status"), [({"max_connections": 2}, 503), ({"max_connections_per_address": 2}, 429)]
    )
    async def test_connections_are_counted(self, make_server, options, status):
        server = make_server(**options)
        async with WebSocket(server), WebSocket(server):
            client = WebSocket(server)
            await client.closed()
            assert client.status == status
            assert (await request(server, client=("192.0.2.1", 5)))[0] == status
        async with WebSocket(server), WebSocket(server):
            assert len(server) == 2

    async def test_connections_of_one_user_are_counted(self, make_server):
        async def authorize(scope):
            return Admission(owner=dict(scope["headers"]).get(b"x-user"))

        server = make_server(authorize, max_connections_per_user=1)
        alice, bob = [(b"x-user", b"alice")], [(b"x-user", b"bob")]
        async with WebSocket(server, headers=alice), WebSocket(server, headers=bob), WebSocket(server):
            client = WebSocket(server, headers=alice)
            await client.closed()
            assert client.status == 429
            async with WebSocket(server):
                pass
        async with WebSocket(server, headers=alice):
            assert len(server) == 1

    async def test_places_are_given_back_after_any_failure(self, make_server):
        outcomes = [BadRequest(3, "no"), RuntimeError("on purpose"), None]

        async def authorize(scope):
            if (failure := outcomes.pop(0)) is not None:
                raise failure
            return Admission()

        server = make_server(authorize, max_connections_per_address=1)
        await WebSocket(server).closed()
        with pytest.raises(RuntimeError):
            await WebSocket(server).closed()
        async with WebSocket(server):
            assert len(server) == 1

    async def test_a_session_id_is_bound_to_its_cookie(self, make_server):
        server = make_server()
        own, other = [(b"cookie", b'{"a":1}; a[b]=1; sessionid=one')], [(b"cookie", b"sessionid=two")]
        _, _, body = await request(server, headers=own)
        sid = json.loads(body[1:])["sid"]
        query = f"EIO=4&transport=polling&sid={sid}".encode()
        for headers in ([], other, [(b"cookie", b"sessionid=\xff")], [(b"cookie", b"=;")]):
            assert (await request(server, "POST", query, body=b"6", headers=headers))[0] == 400
            upgrade = WebSocket(server, headers=headers, query=QUERY + f"&sid={sid}".encode())
            await upgrade.closed()
            assert upgrade.status == 400
        assert (await request(server, "POST", query, body=b"6", headers=own))[0] == 200
        changed = [(b"cookie", b"sessionid=one; csrftoken=new")]
        assert (await request(server, "POST", query, body=b"6", headers=changed))[0] == 200

    async def test_polling_may_be_switched_off(self, make_server):
        assert (await request(make_server(allow_polling=False)))[0] == 400


class TestSlowReaders:
    async def test_a_full_outbox_cuts_the_reader_and_no_one_else(self, make_server, namespace):
        server = make_server(max_outbox_frames=10)
        async with WebSocket(server) as slow, WebSocket(server) as quick:
            for socket in namespace.sockets:
                socket.join("group")
            slow.writable.clear()
            for number in range(12):
                server.hub.deliver("group", "news", number)
            assert await reason(namespace) == "slow reader"
            assert [await quick.recv() for _ in range(12)] == [f'42["news",{number}]' for number in range(12)]
            assert len(server) == 1
            assert slow.frames.empty()

    async def test_an_outbox_is_bounded_in_bytes_too(self, make_server, namespace):
        async with WebSocket(make_server(max_outbox_bytes=1000)) as client:
            client.writable.clear()
            for _ in range(3):
                namespace.sockets[0].emit("news", "x" * 600)
            assert await reason(namespace) == "slow reader"

    async def test_a_reader_that_comes_back_in_time_gets_everything_in_order(self, make_server, namespace):
        async with WebSocket(make_server()) as client:
            client.writable.clear()
            for number in range(100):
                namespace.sockets[0].emit("news", number, b"x")
            client.writable.set()
            for number in range(100):
                assert await client.recv() == f'451-["news",{number},{{"_placeholder":true,"num":0}}]'
                assert await client.recv() == b"x"
            namespace.sockets[0].emit("news", "straight")
            assert await client.recv() == '42["news","straight"]'

    async def test_a_client_that_confirms_nothing_is_cut(self, make_server, namespace):
        async with WebSocket(make_server(max_unconfirmed_bytes=10_000)) as client:
            for _ in range(30):
                namespace.sockets[0].emit("news", "x" * 400)
            assert await reason(namespace) == "slow reader"
            assert "2" in [client.frames.get_nowait() for _ in range(client.frames.qsize())]

    async def test_a_client_that_answers_early_pings_is_not(self, make_server, namespace):
        async with WebSocket(make_server(max_unconfirmed_bytes=10_000)) as client:
            for number in range(100):
                namespace.sockets[0].emit("news", number, "x" * 400)
                while not client.frames.empty():
                    if client.frames.get_nowait() == "2":
                        client.send("3")
                await asyncio.sleep(0)
            assert namespace.sockets[0].is_connected

    async def test_a_poller_that_never_polls_is_cut(self, make_server, namespace):
        server = make_server(max_outbox_frames=10)
        _, _, body = await request(server)
        query = f"EIO=4&transport=polling&sid={json.loads(body[1:])['sid']}".encode()
        assert (await request(server, "POST", query, body=b"40"))[0] == 200
        await until(lambda: namespace.sockets and namespace.sockets[0].is_connected)
        for number in range(12):
            namespace.sockets[0].emit("news", number)
        assert await reason(namespace) == "slow reader"
        assert len(server) == 0

    async def test_last_words_reach_a_reader_that_is_slow_but_alive(self, make_server, namespace):
        async with WebSocket(make_server()) as client:
            client.writable.clear()
            namespace.sockets[0].emit("first")
            namespace.sockets[0].emit("last")
            namespace.sockets[0].disconnect(close=True)
            client.writable.set()
            assert [await client.recv() for _ in range(3)] == ['42["first"]', '42["last"]', "41"]
            await client.closed()
            assert client.close_code == 1000


class TestUpgrade:
    @pytest.mark.parametrize("steps", range(3))
    async def test_a_poll_that_the_upgrade_packet_overtakes_is_refused(self, make_server, steps):
        server = make_server()
        sid = json.loads((await request(server))[2][1:])["sid"]
        client = WebSocket(server, query=QUERY + f"&sid={sid}".encode())
        client.send("2probe")
        assert await client.recv() == "3probe"
        poll = asyncio.ensure_future(request(server, "GET", f"EIO=4&transport=polling&sid={sid}".encode()))
        for _ in range(steps):
            await asyncio.sleep(0)
        client.send("5")
        assert (await poll)[0] == 400
        client.leave()
        await client.closed()
