"""What can go wrong for a caller, by its stable code (docs/contract.md, "Shapes")."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from chatsite.contract.sentences import Sentence

Fields = Mapping[str, Sequence[Sentence]]


class ChatError(Exception):
    """A refusal that the caller can read: the same one over HTTP, in an acknowledgement and on the command line.

    Its sentences are lazy, since it may be raised in a thread that knows nothing of the caller's language.
    """

    code: ClassVar[str]
    status: ClassVar[int]
    message: ClassVar[Sentence] = _("Something went wrong.")

    def __init__(self, message: Sentence = "", *, fields: Fields | None = None, retry_after_s: float | None = None):
        super().__init__(message or self.message)
        self.fields = fields
        self.retry_after_s = retry_after_s

    def as_payload(self) -> dict[str, object]:
        """Return ``{"code": str, "message": str, "fields"?: {name: [str]}, "retry_after_s"?: number}``."""
        payload: dict[str, object] = {"code": self.code, "message": str(self)}
        if self.fields:
            payload["fields"] = {name: [str(text) for text in texts] for name, texts in self.fields.items()}
        if self.retry_after_s is not None:
            payload["retry_after_s"] = self.retry_after_s
        return payload


class InvalidInput(ChatError):
    """The input is malformed; ``fields`` says where."""

    code, status, message = "invalid_input", 400, _("Some of the input isn't valid. Check it and try again.")


class NotAuthenticated(ChatError):
    """The caller has no session."""

    code, status, message = "not_authenticated", 401, _("Sign in first.")


class InvalidCredentials(ChatError):
    """Email and password do not match; which of the two is never said."""

    code, status, message = "invalid_credentials", 401, _("Wrong email or password.")


class SecondFactorRequired(ChatError):
    """The password was right; a code of the authenticator app, or a recovery code, is needed too."""

    code, status, message = "second_factor_required", 401, _("Enter the code from your authenticator app.")


class NotAllowed(ChatError):
    """The caller may see the thing but not do this to it."""

    code, status, message = "not_allowed", 403, _("You don't have permission to do that.")


class NotFound(ChatError):
    """There is no such thing, or the caller may not see it."""

    code, status, message = "not_found", 404, _("It doesn't exist, or you don't have access to it.")


class MethodNotAllowed(ChatError):
    """The path exists, the method does not."""

    code, status, message = "method_not_allowed", 405, _("This URL doesn't support that method.")


class RequestTimeout(ChatError):
    """The request did not arrive in time."""

    code, status, message = "timeout", 408, _("The request took too long to arrive. Try again.")


class Conflict(ChatError):
    """The request contradicts what is stored."""

    code, status, message = "conflict", 409, _("That conflicts with something that already exists.")


class RoomClosed(ChatError):
    """The room is read-only."""

    code, status, message = "room_closed", 409, _("This room is closed. You can still read it.")


class TooLarge(ChatError):
    """A body, frame or file is over its limit."""

    code, status, message = "too_large", 413, _("That's too large.")


class UnsupportedMediaType(ChatError):
    """The body is neither JSON nor a form."""

    code, status, message = "unsupported_media_type", 415, _("Send JSON, with Content-Type: application/json.")


class RateLimited(ChatError):
    """Too many requests; worth repeating unchanged after ``retry_after_s`` seconds."""

    code, status, message = "rate_limited", 429, _("You're going too fast. Wait a moment and try again.")


class Unavailable(ChatError):
    """A part of the service is down or busy; worth repeating unchanged."""

    code, status, message = "unavailable", 503, _("The server is busy or restarting. Try again in a moment.")


class Internal(ChatError):
    """A fault of ours."""

    code, status, message = "internal", 500, _("Something went wrong on the server. It has been logged.")
