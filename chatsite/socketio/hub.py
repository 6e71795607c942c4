"""The hub: one per process, between the application and the sockets of this process, and to the other processes.

An event for many is encoded once and handed straight to each socket's outbox. Nothing here waits for a client, and
nothing waits for the channel layer.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from chatsite.socketio.bus import GROUP, SEND_TIMEOUT_S, Bus, envelope
from chatsite.socketio.links import delivery
from chatsite.socketio.names_of_0_1 import HubNames
from chatsite.socketio.packets import Data, Packet, PacketType, encode
from chatsite.socketio.sockets import Socket

logger = logging.getLogger(__name__)

_DELIVER = "socketio.deliver"

TopicHandler = Callable[[Any, str], Awaitable[None] | None]


class Hub(HubNames):
    """Groups of sockets, and topics between processes. Use it on its event loop, except for ``publish_soon``."""

    def __init__(self, *, layer_alias: str = "default") -> None:
        self._layer_alias = layer_alias
        self._groups: dict[tuple[str, str], set[Socket]] = {}
        self._topics: dict[str, list[TopicHandler]] = defaultdict(list)
        self._reconnected: list[Callable[[], None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._bus = self._new_bus()
        self._tasks: set[asyncio.Future[Any]] = set()
        self.delivered = 0
        """Events handed to a member of a group, since the process began."""

    # Life

    @property
    def id(self) -> str:
        """What other processes know this one by; new with every start."""
        return self._bus.id

    @property
    def is_connected(self) -> bool:
        """Whether the other processes can be reached, as far as is known."""
        return self._bus.is_connected

    @property
    def is_alone(self) -> bool:
        """Whether there are no other processes: what is published has no receiver."""
        return self._bus.is_alone

    def start(self) -> None:
        """Begin on the running loop. Repeating it changes nothing; the first connection does it too."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            self._bus = self._new_bus()
            self._bus.start()

    async def stop(self) -> None:
        """Close the connection to the other processes. Groups and their sockets stay."""
        self._loop = None
        await self._bus.stop()

    def _new_bus(self) -> Bus:
        return Bus(
            on_notification=self._on_notification, on_reconnected=self._on_reconnected, layer_alias=self._layer_alias
        )

    # Groups

    def join(self, socket: Socket, group: str) -> None:
        """Make ``socket`` a member. Repeating it changes nothing."""
        self._groups.setdefault((socket.namespace, group), set()).add(socket)

    def leave(self, socket: Socket, group: str) -> None:
        """End a membership. Repeating it changes nothing."""
        key = (socket.namespace, group)
        members = self._groups.get(key)
        if members is not None:
            members.discard(socket)
            if not members:
                del self._groups[key]

    def in_group(self, group: str, *, namespace: str = "/") -> frozenset[Socket]:
        """Return the members of a group that are connected to this process."""
        return frozenset(self._groups.get((namespace, group), ()))

    def groups(self, *, namespace: str = "/") -> Iterator[str]:
        """Return the names of the groups that have members here."""
        return (name for owner, name in list(self._groups) if owner == namespace)

    # Events to groups

    def deliver(self, group: str, event: str, *args: object, skip: Collection[str] = (), namespace: str = "/") -> int:
        """Send an event to the members of ``group`` in this process, except the socket ids in ``skip``.

        Encoded once, straight to the outboxes. Returns to how many.

        Raises:
            TypeError, ValueError: the arguments can't be sent.
        """
        if (namespace, group) not in self._groups:
            return 0
        return self._hand_out(namespace, group, _encode(namespace, event, args), skip)

    def deliver_to(self, sockets: Collection[Socket], event: str, *args: object, namespace: str = "/") -> int:
        """Send an event to ``sockets`` of this process, encoded once. Returns to how many.

        Raises:
            TypeError, ValueError: the arguments can't be sent.
        """
        return self._transmit(sockets, _encode(namespace, event, args))

    def broadcast(self, group: str, event: str, *args: object, skip: Collection[str] = (), namespace: str = "/") -> int:
        """Send an event to the members of ``group`` everywhere: here at once, elsewhere through the channel layer.

        Returns to how many of this process. Another process that can't be reached misses it.

        Raises:
            TypeError, ValueError: the arguments can't be sent.
        """
        messages = _encode(namespace, event, args)
        self._bus.post(_DELIVER, [namespace, group, list(messages), list(skip)])
        return self._hand_out(namespace, group, messages, skip)

    def _hand_out(self, namespace: str, group: str, messages: tuple[Data, ...], skip: Collection[str]) -> int:
        members = self._groups.get((namespace, group))
        if members is None:
            return 0
        return self._transmit([member for member in members if member.id not in skip] if skip else members, messages)

    def _transmit(self, receivers: Collection[Socket], messages: tuple[Data, ...]) -> int:
        parcel = delivery(messages)
        for receiver in receivers:
            receiver.transmit(parcel)
        self.delivered += len(receivers)
        return len(receivers)

    # Topics between processes

    def subscribe(self, topic: str, handler: TopicHandler) -> None:
        """Call ``handler(payload, sender_id)`` on the loop for what other processes publish under ``topic``."""
        self._topics[topic].append(handler)

    def on_reconnected(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` whenever the other processes can be reached again: something may have been missed."""
        self._reconnected.append(callback)

    def publish(self, topic: str, payload: Any) -> None:
        """Send ``payload`` (JSON-able) to the other processes' subscribers. Never waits, never raises; may be lost."""
        self._bus.post(topic, payload)

    def publish_soon(self, topic: str, payload: Any) -> None:
        """As ``publish``, from any thread, and from processes that serve no sockets (a command, a task worker)."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self.publish, topic, payload)
        else:
            self._publish_from_outside(topic, payload)

    def _publish_from_outside(self, topic: str, payload: Any) -> None:
        layer = get_channel_layer(self._layer_alias)
        if layer is None:
            return
        message = envelope([(topic, payload)], self.id)

        async def send() -> None:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                await layer.group_send(GROUP, message)

        try:
            async_to_sync(send)()
        except Exception as error:  # Whatever the layer's driver raises: the receivers find out by themselves.
            logger.warning("could not reach the channel layer: %s", str(error) or type(error).__name__)

    def _on_notification(self, topic: str, payload: Any, sender: str) -> None:
        if topic == _DELIVER:
            namespace, group, messages, skip = payload
            self._hand_out(namespace, group, tuple(messages), skip)
            return
        for handler in self._topics.get(topic, ()):
            self._call(handler, payload, sender)

    def _call(self, handler: TopicHandler, payload: Any, sender: str) -> None:
        try:
            result = handler(payload, sender)
        except Exception:  # A subscriber may raise anything; the other subscribers must still receive.
            logger.exception("a subscriber failed")
            return
        if result is not None:
            task = asyncio.ensure_future(result)
            self._tasks.add(task)
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Future[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("a subscriber failed", exc_info=task.exception())

    def _on_reconnected(self) -> None:
        for callback in self._reconnected:
            callback()


def _encode(namespace: str, event: str, args: Sequence[object]) -> tuple[Data, ...]:
    return encode(Packet(PacketType.EVENT, namespace, [event, *args]))
