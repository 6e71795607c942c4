"""A server answers each of its clients in their own language, through any entry point, and keeps one for itself."""

import asyncio
from collections.abc import Callable

import aiohttp
import pytest
import socketio

from tests.messaging.live.conftest import new_room
from tests.support.catalogues import write_catalogue
from tests.support.server import Server
from tests.support.sockets import PATIENCE_S, Listener, listening

TEXTS = {
    "General": "Općenito",
    "Join the room first.": "Prvo uđi u sobu.",
    "That's too large.": "To je preveliko.",
    "Unknown event.": "Takvog događaja nema.",
    "Sign in first.": "Prvo se prijavi.",
}
CROATIAN, ENGLISH = {"Accept-Language": "hr"}, {"Accept-Language": "en"}


@pytest.fixture(scope="module")
def running_server(make_server: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Return an installation whose own language is not English."""
    folder = tmp_path_factory.mktemp("locale")
    write_catalogue(folder, "hr", TEXTS)
    return make_server(env={"LOCALE_DIR": str(folder), "LANGUAGE_CODE": "hr"})


async def sentence(listener: Listener, event: str, **payload: object) -> str:
    return (await listener.call(event, **payload))["error"]["message"]


async def test_people_who_write_at_the_same_time_are_each_answered_in_their_language(server: Server) -> None:
    """Their messages are judged together, in one thread."""
    owner, ana, bob = (server.register(name) for name in ("Owner", "Ana", "Bob"))
    message = {"room_id": new_room(owner, "Closed to both"), "content": "hello"}
    async with listening(ana, headers=CROATIAN) as [in_croatian], listening(bob, headers=ENGLISH) as [in_english]:
        said = await asyncio.gather(
            *(sentence(one, "send_message", **message) for one in (in_croatian, in_english) for _ in range(5))
        )
        assert said == ["Prvo uđi u sobu."] * 5 + ["Join the room first."] * 5
        assert await sentence(in_croatian, "dance") == "Takvog događaja nema."
        assert await sentence(in_english, "dance") == "Unknown event."


async def test_a_long_polling_client_is_answered_in_the_language_of_its_handshake(server: Server) -> None:
    """The Python client names its language with its first request only; the cookie it has to be helped to keep."""
    ana = server.register("Ana")
    async with aiohttp.ClientSession(headers={"Cookie": ana.cookie_header()}) as session:
        listener = Listener(ana, http_session=session)
        await listener.connect(headers=CROATIAN, transports=["polling"])
        assert await sentence(listener, "dance") == "Takvog događaja nema."
        await listener.close()


@pytest.mark.parametrize(("headers", "said"), [(CROATIAN, "Prvo se prijavi."), (ENGLISH, "Sign in first.")])
async def test_who_is_not_let_in_reads_why_in_their_language(
    server: Server, headers: dict[str, str], said: str
) -> None:
    client = socketio.AsyncClient(reconnection=False)
    refusals: list[dict[str, object]] = []
    client.on("connect_error", refusals.append)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(server.url, transports=["websocket"], headers=headers, wait_timeout=PATIENCE_S)
    await client.shutdown()
    assert refusals == [{"message": said, "data": {"code": "not_authenticated"}}]


def test_what_is_refused_before_django_sees_it_is_refused_in_the_reader_s_language(server: Server) -> None:
    caller = server.caller()
    body = {"email": "x" * 70_000}
    said = [caller.post("/auth/login", json=body, headers=headers).json() for headers in (CROATIAN, ENGLISH)]
    assert [answer["error"]["message"] for answer in said] == ["To je preveliko.", "That's too large."]


def test_system_messages_speak_the_installation_s_language_to_everyone(server: Server) -> None:
    visitor = server.register("Eve")
    rooms = [visitor.get("/rooms", headers=headers).json()["rooms"] for headers in (CROATIAN, ENGLISH)]
    assert [rooms_seen[0]["name"] for rooms_seen in rooms] == ["Općenito", "Općenito"]
