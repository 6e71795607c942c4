"""What can go wrong for a caller, by its stable code (docs/contract.md, "Shapes")."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

Fields = Mapping[str, Sequence[str]]


class ChatError(Exception):
    """A refusal that the caller can read: the same one over HTTP, in an acknowledgement and on the command line."""

    code: ClassVar[str]
    status: ClassVar[int]
    message = "Something went wrong."

    def __init__(self, message: str = "", *, fields: Fields | None = None, retry_after_s: float | None = None):
        super().__init__(message or self.message)
        self.fields = fields
        self.retry_after_s = retry_after_s

    def as_payload(self) -> dict[str, object]:
        """Return ``{"code": str, "message": str, "fields"?: {name: [str]}, "retry_after_s"?: number}``."""
        payload: dict[str, object] = {"code": self.code, "message": str(self)}
        if self.fields:
            payload["fields"] = {name: list(messages) for name, messages in self.fields.items()}
        if self.retry_after_s is not None:
            payload["retry_after_s"] = self.retry_after_s
        return payload


class InvalidInput(ChatError):
    """The input is malformed; ``fields`` says where."""

    code, status, message = "invalid_input", 400, "Some of what you sent is not valid."


class NotAuthenticated(ChatError):
    """The caller has no session."""

    code, status, message = "not_authenticated", 401, "Sign in first."


class InvalidCredentials(ChatError):
    """E-mail and password do not match; which of the two is never said."""

    code, status, message = "invalid_credentials", 401, "The e-mail address or the password is not right."


class SecondFactorRequired(ChatError):
    """The password was right; a code of the authenticator app, or a recovery code, is needed too."""

    code, status, message = "second_factor_required", 401, "Enter the code of your authenticator app too."


class NotAllowed(ChatError):
    """The caller may see the thing but not do this to it."""

    code, status, message = "not_allowed", 403, "You are not allowed to do that."


class NotFound(ChatError):
    """There is no such thing, or the caller may not see it."""

    code, status, message = "not_found", 404, "There is nothing here."


class MethodNotAllowed(ChatError):
    """The path exists, the method does not."""

    code, status, message = "method_not_allowed", 405, "This method is not available here."


class Conflict(ChatError):
    """The request contradicts what is stored."""

    code, status, message = "conflict", 409, "That contradicts what is already there."


class RoomClosed(ChatError):
    """The room is read-only."""

    code, status, message = "room_closed", 409, "This room is closed: it can be read, but not written."


class TooLarge(ChatError):
    """A body, frame or file is over its limit."""

    code, status, message = "too_large", 413, "That is too large."


class UnsupportedMediaType(ChatError):
    """The body is neither JSON nor a form."""

    code, status, message = "unsupported_media_type", 415, "Send JSON, with Content-Type: application/json."


class RateLimited(ChatError):
    """Too many requests; worth repeating unchanged after ``retry_after_s`` seconds."""

    code, status, message = "rate_limited", 429, "That was too fast. Wait a moment and try again."


class Unavailable(ChatError):
    """A part of the service is down or busy; worth repeating unchanged."""

    code, status, message = "unavailable", 503, "The service is busy or restarting. Try again in a moment."
