"""In whose language a sentence is: the reader's as it is answered, the installation's as it is stored."""

from django.conf import settings
from django.utils import translation

from chatsite.contract.sentences import Sentence


def spoken() -> str:
    """Return the language of the person being answered; on the command line and in the background, nothing."""
    return translation.get_language() or ""


def in_default_language(text: Sentence) -> str:
    """Return ``text`` as it is stored, whatever the language of its readers: in the installation's."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(text)
