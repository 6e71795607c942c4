"""What the endpoints answer about one's own account (docs/contract.md)."""

from typing import NotRequired, TypedDict

from chatsite.contract.payloads import MePayload, UserPayload


class MeAnswer(TypedDict):
    """The caller."""

    user: MePayload


class LimitsPayload(TypedDict):
    """How much may be uploaded: in a file, in a message, and by one person in a day (nothing: no limit)."""

    file_bytes: int
    files_per_message: int
    bytes_per_day: int | None


class StartAnswer(MeAnswer):
    """The caller, and what a client must know before it sends anything."""

    limits: LimitsPayload


class RegisteredAnswer(MeAnswer):
    """The new person; ``awaits_approval`` says that they cannot sign in yet."""

    awaits_approval: NotRequired[bool]


class EmailChangeAnswer(MeAnswer):
    """The caller; ``is_pending`` says that the address changes once a mailed link is used."""

    is_pending: bool


class SessionPayload(TypedDict):
    """One of my own sessions."""

    id: str
    current: bool
    started_at: str
    last_seen_at: str
    address: str
    agent: str


class SessionsAnswer(TypedDict):
    """Where I am signed in."""

    sessions: list[SessionPayload]


class SecondFactorAnswer(TypedDict):
    """Whether signing in takes a code."""

    enabled: bool
    required: bool
    recovery_codes_left: int


class EnrolmentAnswer(TypedDict):
    """What an authenticator app needs: the key to type, or the picture (a ``data:`` URI) to scan."""

    secret: str
    url: str
    qr_svg: str


class RecoveryCodesAnswer(TypedDict):
    """Codes for the day the phone is lost, shown once."""

    recovery_codes: list[str]


class TokenPayload(TypedDict):
    """An access token without its secret; ``last_used_at`` is rounded to minutes."""

    id: int
    name: str
    scopes: list[str]
    created_at: str
    expires_at: str | None
    last_used_at: str | None


class NewTokenPayload(TokenPayload):
    """A new access token with its secret, which is never shown again."""

    secret: str


class TokensAnswer(TypedDict):
    """Access tokens."""

    tokens: list[TokenPayload]


class NewTokenAnswer(TypedDict):
    """A new access token."""

    token: NewTokenPayload


class BotPayload(UserPayload):
    """A bot as administrators see it."""

    created_at: str


class BotsAnswer(TypedDict):
    """The bots of the site."""

    bots: list[BotPayload]


class BotAnswer(TypedDict):
    """One bot."""

    bot: BotPayload


class ProviderPayload(TypedDict):
    """A provider of single sign-on: its name in paths, and for people."""

    name: str
    label: str


class IdentityPayload(TypedDict):
    """A linked sign-in: what one is at a provider, with the email address there."""

    id: int
    provider: str
    label: str
    email: str
    linked_at: str
    last_used_at: str | None


class IdentitiesAnswer(TypedDict):
    """My linked sign-ins, the providers there are, and whether a password confirms what I do."""

    identities: list[IdentityPayload]
    providers: list[ProviderPayload]
    has_password: bool


class AddressAnswer(TypedDict):
    """Where the browser goes next."""

    url: str
