"""Why a delivery failed: a word that is stored, and what people read. No address is in either."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from chatsite.contract.sentences import Sentence, sentence_of

NOT_PUBLIC: Final = "not_public"
NO_NAME: Final = "no_name"
CERTIFICATE: Final = "certificate"
TOO_SLOW: Final = "too_slow"
UNREACHABLE: Final = "unreachable"
REDIRECTED: Final = "redirected"
GONE: Final = "gone"
REFUSED: Final = "refused"
UNSIGNED: Final = "unsigned"

_SENTENCES: dict[str, Sentence] = {
    NOT_PUBLIC: _("The receiver isn't at a public https address, so the server doesn't call it."),
    NO_NAME: _("The receiver's name wasn't found."),
    CERTIFICATE: _("The receiver's certificate isn't valid for its name."),
    TOO_SLOW: _("The receiver didn't answer in time."),
    UNREACHABLE: _("The server can't reach the receiver, or the connection was closed without an answer."),
    REDIRECTED: _("The receiver redirects ({status}). Redirects aren't followed: enter the address it leads to."),
    GONE: _("The receiver no longer exists (410)."),
    REFUSED: _("The receiver answered {status} instead of 2xx."),
    UNSIGNED: _("The signing secret can't be read with this installation's SECRET_KEY. Create a new one."),
}


def reason_in_words(stored: str) -> Sentence:
    """Return the sentence for a reason as it is stored, such as ``refused 503``; nothing for none."""
    return sentence_of(stored, _SENTENCES)
