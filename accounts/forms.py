"""What may come in about people."""

import math
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.formats import number_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import MAX_EMAIL_CHARS, MAX_NAME_CHARS, User
from chatsite.contract.errors import TooLarge
from chatsite.text.cleaning import validate_address, validate_persons_name
from chatsite.text.emails import email_key
from chatsite.web.forms import NameField, StrictForm

MAX_PASSWORD_CHARS = 256
MAX_TOKEN_CHARS = 128
MAX_CODE_CHARS = 32


class PasswordField(forms.CharField):
    """A password: every character counts, white space at the ends too."""

    widget = forms.PasswordInput

    def __init__(self, **kwargs: Any):
        super().__init__(strip=False, max_length=MAX_PASSWORD_CHARS, **kwargs)


def validate_key_length(address: str) -> None:
    """Refuse an address whose key, in which a domain may grow, is longer than the column.

    Raises:
        ValidationError: it is.
    """
    if len(email_key(address)) > MAX_EMAIL_CHARS:
        raise forms.ValidationError(_("This address is too long."))


class AddressField(forms.EmailField):
    """The email address of an account."""

    def __init__(self) -> None:
        super().__init__(max_length=MAX_EMAIL_CHARS, validators=[validate_address, validate_key_length])


class PersonNameField(NameField):
    """What a person or a bot is called."""

    default_validators = [*NameField.default_validators, validate_persons_name]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MAX_NAME_CHARS, **kwargs)


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """A person or a bot in the admin: a name that is kept may be one that can't be chosen anymore."""

    name = NameField(max_length=MAX_NAME_CHARS)

    def clean_name(self) -> str:
        """Return the name; a new one goes by the same rules as everywhere else."""
        name: str = self.cleaned_data["name"]
        if "name" in self.changed_data:
            validate_persons_name(name)
        return name


class RegisterForm(StrictForm):
    """A new person."""

    email = AddressField()
    name = PersonNameField()
    password = PasswordField()
    invitation = forms.CharField(max_length=MAX_TOKEN_CHARS, required=False)


class SetupForm(StrictForm):
    """The first administrator."""

    email = AddressField()
    name = PersonNameField()
    password = PasswordField()
    token = forms.CharField(max_length=MAX_TOKEN_CHARS)


class LoginForm(StrictForm):
    """Who wants in."""

    email = AddressField()
    password = PasswordField()
    remember = forms.BooleanField(required=False)
    code = forms.CharField(max_length=MAX_CODE_CHARS, required=False)


class ProfileForm(StrictForm):
    """What a person changes about themselves."""

    name = NameField(max_length=MAX_NAME_CHARS, required=False)
    current_password = PasswordField(required=False)
    new_password = PasswordField(required=False)
    code = forms.CharField(max_length=MAX_CODE_CHARS, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a new password without the current one, and a name that is given but empty."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("new_password") and not cleaned.get("current_password"):
            self.add_error("current_password", _("Enter your current password too."))
        if cleaned.get("name") == "":
            self.add_error("name", _("This field is required."))
        return cleaned


class NewNameForm(StrictForm):
    """A name other than the present one."""

    name = PersonNameField()


class EmailForm(StrictForm):
    """Whose password is to be chosen anew."""

    email = AddressField()


class TokenForm(StrictForm):
    """A one-time link."""

    token = forms.CharField(max_length=MAX_TOKEN_CHARS)


class NewPasswordForm(TokenForm):
    """A new password, by a one-time link."""

    new_password = PasswordField()


class IdentityForm(StrictForm):
    """Proof that it is the person: the password, if they have one; ``code`` where the second factor is on."""

    current_password = PasswordField(required=False)
    code = forms.CharField(max_length=MAX_CODE_CHARS, required=False)


class EmailChangeForm(IdentityForm):
    """Another email address for one's account."""

    email = AddressField()


class DeletionForm(IdentityForm):
    """The end of one's own account; the address is typed as confirmation."""

    confirmation = forms.CharField(max_length=MAX_EMAIL_CHARS)
    erase_messages = forms.BooleanField(required=False)


def _languages() -> list[tuple[str, str]]:
    return [("", ""), *settings.LANGUAGES]


class PreferencesForm(StrictForm):
    """What a person chose for every device they use."""

    language = forms.ChoiceField(choices=_languages, required=False)
    clock = forms.ChoiceField(choices=User.Clock.choices, required=False)
    shows_last_seen = forms.BooleanField(required=False)
    sees_welcome = forms.BooleanField(required=False)
    takes_direct_messages = forms.BooleanField(required=False)

    def clean_clock(self) -> str:
        """Take an empty choice as the automatic one."""
        return self.cleaned_data["clock"] or User.Clock.AUTO


class CodeForm(StrictForm):
    """A code of the authenticator app."""

    code = forms.CharField(max_length=MAX_CODE_CHARS)


class PictureForm(StrictForm):
    """A new picture of a person."""

    file = forms.FileField()

    def clean_file(self) -> Any:
        """Refuse a file over the limit, naming both sizes."""
        file = self.cleaned_data["file"]
        limit = settings.MAX_UPLOAD_BYTES
        if file.size > limit:
            sentence = _("The file is {size}. The limit is {limit}.")
            raise TooLarge(
                format_lazy(sentence, size=_megabytes(file.size, math.ceil), limit=_megabytes(limit, math.floor))
            )
        return file


def _megabytes(size: int, rounded_to: Callable[[float], int]) -> str:
    rounded = rounded_to(size * 10 / 2**20) / 10
    return _("{size} MB").format(size=number_format(int(rounded) if rounded.is_integer() else rounded))
