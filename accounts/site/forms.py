"""The admin's form for the site's identity."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from chatsite.models import MAX_DESCRIPTION_CHARS, MAX_SITE_NAME_CHARS, MAX_SITE_TEXT_CHARS
from chatsite.site.identity import PRODUCT
from chatsite.web.forms import NameField, TextField

LOGO_TYPES = "image/png,image/jpeg,image/gif,image/webp"


class IdentityForm(forms.Form):
    """Name, description, logo, welcome message and rules."""

    name = NameField(
        label=_("Name"),
        required=False,
        max_length=MAX_SITE_NAME_CHARS,
        help_text=_("Shown at the top of every page, in the browser's tab and in emails."),
        widget=forms.TextInput(attrs={"placeholder": PRODUCT, "autocomplete": "off", "dir": "auto"}),
    )
    description = NameField(
        label=_("Description"),
        required=False,
        max_length=MAX_DESCRIPTION_CHARS,
        help_text=_("One line about whose chat this is. Visitors see it on the sign-in page."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("A PNG, JPEG, GIF or WebP picture, best a square one. It is also the icon of the tab and the app."),
        widget=forms.FileInput(attrs={"accept": LOGO_TYPES}),
    )
    removes_logo = forms.BooleanField(label=_("Remove the logo"), required=False)
    welcome = TextField(
        label=_("Welcome message"),
        required=False,
        max_length=MAX_SITE_TEXT_CHARS,
        help_text=_("Shown on the registration page and under About. Formatted like messages: **bold**, lists, links."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    rules = TextField(
        label=_("Rules"),
        required=False,
        max_length=MAX_SITE_TEXT_CHARS,
        help_text=_("Shown before someone registers and under About. Formatted like messages."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )

    def clean_logo(self) -> "UploadedFile[bytes] | None":
        """Refuse a file that is too large."""
        file: UploadedFile[bytes] | None = self.cleaned_data["logo"]
        if file and (file.size or 0) > settings.MAX_UPLOAD_BYTES:
            limit = filesizeformat(settings.MAX_UPLOAD_BYTES)
            raise forms.ValidationError(_("The file is too large. The limit is {limit}.").format(limit=limit))
        return file

    @property
    def texts(self) -> dict[str, str]:
        """Return the texts that were sent."""
        return {name: self.cleaned_data[name].strip() for name in ("name", "description", "welcome", "rules")}

    @property
    def picture(self) -> bytes | None:
        """Return the new logo, ``b""`` to remove it, or nothing to keep it."""
        file: UploadedFile[bytes] | None = self.cleaned_data["logo"]
        if file:
            content: bytes = file.read()
            return content
        return b"" if self.cleaned_data["removes_logo"] else None
