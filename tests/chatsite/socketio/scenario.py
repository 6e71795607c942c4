"""What every stock client must be able to do: the steps of scenario.mjs, for both clients of python-socketio."""

import asyncio
from queue import Queue

import socketio

TIMEOUT_S = 8
CLIENTS = {"sync": socketio.Client, "async": socketio.AsyncClient}


class Client:
    """A client of either kind behind one interface; ``events`` holds what it has received, by namespace."""

    def __init__(self, kind, **options):
        self._client = CLIENTS[kind](**options)
        self.events = {"/": Queue(), "/custom": Queue()}
        for namespace, events in self.events.items():
            self._client.on("*", lambda event, *args, to=events: to.put((event, *args)), namespace=namespace)
        self._client.on("question", lambda question: b"\6" if question == "binary" else f"{question}!")

    def on(self, event, handler):
        self._client.on(event, handler)

    async def connect(self, url, transports, **options):
        await self._do("connect", url, transports=transports, **options)

    async def emit(self, event, *args, namespace="/"):
        await self._do("emit", event, args, namespace=namespace)

    async def call(self, event, *args, namespace="/"):
        return await self._do("call", event, args, namespace=namespace, timeout=TIMEOUT_S)

    async def next(self, namespace="/"):
        """Return the next event and its arguments."""
        return await asyncio.to_thread(self.events[namespace].get, timeout=TIMEOUT_S)

    async def disconnect(self):
        await self._do("disconnect")

    @property
    def transport(self):
        return self._client.transport()

    def sid(self, namespace):
        return self._client.get_sid(namespace)

    async def _do(self, name, *args, **options):
        method = getattr(self._client, name)
        if asyncio.iscoroutinefunction(method):
            return await method(*args, **options)
        return await asyncio.to_thread(method, *args, **options)


async def scenario(kind, url, transports):
    """Do everything over ``transports``, and return the name of the one that is used at the end."""
    client = Client(kind)
    await client.connect(url, transports, auth={"token": "123"}, namespaces=["/", "/custom"])
    for namespace in client.events:
        assert await client.next(namespace) == ("auth", {"token": "123"})
    await events(client)
    await acknowledgements(client)
    await namespaces(client)
    await groups(client)
    await many_at_once(client)
    transport = client.transport
    await client.disconnect()
    return transport


async def events(client):
    await client.emit("message", 1, "2", {"3": [True, None]}, "é🍺")
    assert await client.next() == ("message-back", 1, "2", {"3": [True, None]}, "é🍺")
    await client.emit("message", b"\1\2\3", {"deep": [b"\4", b""]})
    assert await client.next() == ("message-back", b"\1\2\3", {"deep": [b"\4", b""]})


async def acknowledgements(client):
    assert await client.call("message-with-ack", "x") == "x"
    assert await client.call("message-with-ack", 1, b"\5") == (1, b"\5")
    assert await client.call("nothing") is None
    assert await client.call("blocking", 7) == {"value": 7}
    assert await client.call("ask-me", "why") == {"answered": "why!"}
    assert await client.call("ask-me", "binary") == {"answered": b"\6"}


async def namespaces(client):
    assert client.sid("/") != client.sid("/custom")
    await client.emit("message", "custom", namespace="/custom")
    assert await client.next("/custom") == ("message-back", "custom")
    await client.emit("end-namespace", namespace="/custom")
    assert await client.next("/custom") == ("last-words",)
    assert await client.call("message-with-ack", 1) == 1


async def groups(client):
    group = f"group of {client.sid('/')}"
    await client.call("join", group)
    assert await client.call("say", group, "hello") == 1
    assert await client.next() == ("said", "hello")


async def many_at_once(client):
    numbers = range(50)
    assert await asyncio.gather(*(client.call("message-with-ack", number) for number in numbers)) == list(numbers)
    await client.emit("flood-me", 200, 1000)
    assert [(await client.next())[1] for _ in range(200)] == list(range(200))
