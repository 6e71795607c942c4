"""What a client does about quotes (docs/contract.md, "Quotes")."""

from collections.abc import Iterable, Mapping
from typing import Any


def take_message(held: dict[int, Any], message: Mapping[str, Any]) -> None:
    """Put a message among those that a client holds by ``seq``, and quote it as it is now in those that answer it."""
    held[message["seq"]] = message
    held |= {other["seq"]: requoted(other, message) for other in held.values()}


def take_messages(held: dict[int, Any], messages: Iterable[Mapping[str, Any]]) -> None:
    """Take several in the order of their versions."""
    for message in messages:
        take_message(held, message)


def requoted(reply: Any, changed: Mapping[str, Any]) -> Any:
    """Return ``reply`` as it quotes ``changed``, if it does and knows it as it was before."""
    quote = reply["reply_to"]
    if quote is None or quote["id"] != changed["id"] or quote["version"] >= changed["version"]:
        return reply
    return {**reply, "reply_to": {name: changed[name] for name in quote}}
