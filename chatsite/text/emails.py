"""Email addresses: the key that makes one mailbox one account."""

import unicodedata

import idna

# What Turkish keyboards make of "i" and "I" in an address, which has them as in English.
_DOTTED_I, _DOTLESS_I = "i\u0307", "ı"


def email_key(value: str) -> str:
    """Return the form in which email addresses are stored and compared: equal keys mean the same mailbox.

    NFKC without case; the domain in ASCII (IDNA 2008 with UTS 46 mapping), so that ``bücher.example`` and
    ``xn--bcher-kva.example`` are one; the local part without needless quotes.
    """
    local, at, domain = unicodedata.normalize("NFKC", value).rpartition("@")
    return f"{_local_key(local)}{at}{_domain_key(domain)}"


def _local_key(local: str) -> str:
    folded = unicodedata.normalize("NFKC", local.casefold()).replace(_DOTTED_I, "i").replace(_DOTLESS_I, "i")
    inner = folded[1:-1]
    needs_no_quotes = folded == f'"{inner}"' and all(part.isalnum() for part in inner.split("."))
    return inner if needs_no_quotes else folded


def _domain_key(domain: str) -> str:
    dotted = domain.replace("İ", "i").replace(_DOTTED_I, "i")
    try:
        return idna.encode(dotted, uts46=True).decode()
    except idna.IDNAError:
        return unicodedata.normalize("NFKC", dotted.casefold())  # an IP address in brackets, or no host name at all
