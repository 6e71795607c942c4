"""Why a message did not reach a browser: a word that is stored, and what its person reads."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from chatsite.contract.sentences import Sentence, sentence_of

UNSUBSCRIBED: Final = "unsubscribed"
TOO_BUSY: Final = "too_busy"
REFUSED: Final = "refused"
UNREACHABLE: Final = "unreachable"
NOT_PUBLIC: Final = "not_public"
BAD_KEYS: Final = "bad_keys"

_SENTENCES: dict[str, Sentence] = {
    UNSUBSCRIBED: _("This browser no longer accepts notifications. Turn them on there again."),
    TOO_BUSY: _("The browser's push service is busy ({status}). Try again later."),
    REFUSED: _("The browser's push service refused the notification ({status}). Turn notifications off and on there."),
    UNREACHABLE: _("The server can't reach the browser's push service."),
    NOT_PUBLIC: _("The browser's push service isn't at a public address, so the server doesn't call it."),
    BAD_KEYS: _("The browser's keys aren't valid. Turn notifications off and on there."),
}


def reason_in_words(stored: str) -> Sentence:
    """Return the sentence for a reason as it is stored, such as ``too_busy 503``; nothing for none."""
    return sentence_of(stored, _SENTENCES)
