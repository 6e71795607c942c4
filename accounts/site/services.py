"""Changes of the site's settings, by administrators."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import System
from accounts.models import User
from accounts.moderation.administration import require_admin
from accounts.moderation.log import changes, record
from accounts.moderation.models import Action
from accounts.pictures import files
from accounts.pictures.converting import Form
from chatsite.contract.sentences import Sentence
from chatsite.db.transactions import in_transaction
from chatsite.models import Site
from chatsite.site.identity import reader
from chatsite.text.languages import in_default_language

FOLDER = "site"
PICTURES = ("logo", "icon")
# What the log quotes; of the other fields it says that they changed.
QUOTED: Mapping[str, Sentence] = {"name": _("name"), "description": _("description")}
MENTIONED: Mapping[str, Sentence] = {"logo": _("logo"), "welcome": _("welcome message"), "rules": _("rules")}


def site() -> Site:
    """Return the stored settings; unsaved ones as long as nothing was set."""
    return Site.objects.filter(pk=Site.ONLY).first() or Site()


def change_identity(*, by: User | System, texts: Mapping[str, str], logo: bytes | None = None) -> None:
    """Set name, description, welcome message and rules, and the logo: ``b""`` removes it, ``None`` keeps it.

    Raises:
        NotAllowed: ``by`` is not an administrator.
        InvalidInput: the logo is no picture that can be used; nothing changed.
        Unavailable: too many pictures are being read.
    """
    require_admin(by)
    pictures = _stored(logo) if logo else dict.fromkeys(PICTURES, "") if logo == b"" else {}
    try:
        _change(by, {**texts, **pictures})
    except BaseException:
        _remove(pictures)
        raise


def _stored(logo: bytes) -> dict[str, str]:
    made = [files.converted(logo, form, field="logo") for form in (Form.LOGO, Form.ICON)]
    names = (files.store(picture, folder=FOLDER, suffix=".png") for picture in made)
    return dict(zip(PICTURES, names, strict=True))


@in_transaction
def _change(by: User | System, fields: Mapping[str, str]) -> None:
    row = Site.locked()
    before = {name: getattr(row, name) for name in fields}
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=[*fields])
    detail = _difference(before, fields)
    if not detail:
        return
    record(Action.SITE_CHANGED, by=by, detail=detail)
    replaced = {name: before[name] for name in PICTURES if name in fields and before[name] != fields[name]}
    transaction.on_commit(lambda: _remove(replaced), robust=True)
    transaction.on_commit(reader.forget, robust=True)


def _difference(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    quoted = changes(
        {label: before[name] for name, label in QUOTED.items()}, {label: after[name] for name, label in QUOTED.items()}
    )
    mentioned = [label for name, label in MENTIONED.items() if name in after and before[name] != after[name]]
    return "; ".join([*filter(None, [quoted]), *map(in_default_language, mentioned)])


def _remove(pictures: Mapping[str, str]) -> None:
    for name in filter(None, pictures.values()):
        files.remove(name)


@in_transaction
def confirm_registration(*, by: User) -> None:
    """Mark the registration mode as chosen."""
    _set(by, registration_confirmed_at=timezone.now())


@in_transaction
def dismiss_checklist(*, by: User) -> None:
    """Hide the checklist of a new site."""
    _set(by, checklist_dismissed_at=timezone.now())


def _set(by: User, **fields: datetime | str | None) -> None:
    require_admin(by)
    Site.objects.update_or_create(pk=Site.ONLY, defaults=fields)
