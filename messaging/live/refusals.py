"""Errors as the sockets present them, in the contract's form."""

import logging
from typing import Any

from chatsite.contract.errors import ChatError, Internal, RateLimited, Unavailable
from chatsite.db.outages import is_outage, log_outage
from chatsite.socketio import ConnectRefused, EventRefused
from chatsite.socketio import RateLimited as ConnectionRateLimited

log = logging.getLogger(__name__)


def error_payload(error: BaseException, doing: str) -> dict[str, Any]:
    """Return ``{"code", "message", …}`` of any exception; one that is a fault of ours is logged."""
    if isinstance(error, ChatError):
        return error.as_payload()
    if is_outage(error):
        log_outage(doing, error)
        return Unavailable().as_payload()
    log.error("%s failed", doing, exc_info=error)
    return Internal().as_payload()


def connect_refusal(error: BaseException) -> ConnectRefused:
    """Return the CONNECT_ERROR that says why: ``{"message": str, "data": {"code": str}}``."""
    payload = error_payload(error, "connect")
    return ConnectRefused(payload.pop("message"), payload)


def refusal_payload(error: EventRefused) -> dict[str, Any]:
    """Return what the Socket.IO server refused by itself, in the contract's form."""
    if isinstance(error, ConnectionRateLimited):
        return RateLimited(retry_after_s=error.retry_after_s).as_payload()
    return Internal().as_payload()
