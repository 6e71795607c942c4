"""What may come in about attachments."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from chatsite.web.forms import StrictForm, TextField
from messaging.attachments.models import MAX_ALT_CHARS, MAX_FILM_SIDE, MAX_WAVEFORM_BARS, MAX_WAVEFORM_HEIGHT
from messaging.attachments.names import NAMELESS

MAX_DURATION_S = 7 * 24 * 3_600


class FileField(forms.FileField):
    """A file of any name and size, an empty one too: the service says what is too much."""

    def __init__(self, **kwargs: Any):
        super().__init__(allow_empty_file=True, **kwargs)

    def to_python(self, data: Any) -> Any:
        """Return the file under the name that its sender knows; one without a name gets one."""
        if data is not None:
            data.name = (data.name or NAMELESS).replace("%22", '"')  # as browsers and curl write it in a multipart name
        return super().to_python(data)


class AttachForm(StrictForm):
    """A file for a message in a room."""

    file = FileField()


class PosterForm(StrictForm):
    """A picture of a film."""

    file = FileField()


class WaveformField(forms.Field):
    """A JSON list of the heights of a sound's bars, from 0 to 100."""

    def clean(self, value: object) -> list[int] | None:
        """Return the heights."""
        if value is None:
            return None
        bars = value if isinstance(value, list) else []
        if not 0 < len(bars) <= MAX_WAVEFORM_BARS or not all(map(_is_height, bars)):
            text = _("This must be a list of 1 to {count} whole numbers from 0 to {height}.")
            raise ValidationError(text.format(count=MAX_WAVEFORM_BARS, height=MAX_WAVEFORM_HEIGHT))
        return bars


def _is_height(value: object) -> bool:
    return type(value) is int and 0 <= value <= MAX_WAVEFORM_HEIGHT


class DescribeForm(StrictForm):
    """What the person who sends a file says of it."""

    alt = TextField(max_length=MAX_ALT_CHARS, required=False)
    duration_s = forms.FloatField(min_value=0, max_value=MAX_DURATION_S, required=False)
    waveform = WaveformField(required=False)
    width = forms.IntegerField(min_value=1, max_value=MAX_FILM_SIDE, required=False)
    height = forms.IntegerField(min_value=1, max_value=MAX_FILM_SIDE, required=False)
