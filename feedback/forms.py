"""Input forms for feedback."""

from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from chatsite.web.forms import StrictForm, TextField
from feedback.models import MAX_CONTENT_CHARS, Feedback


class FeedbackForm(StrictForm):
    """Feedback. ``website`` is a trap that only robots fill in: people never see it."""

    content = TextField(max_length=MAX_CONTENT_CHARS)
    category = forms.ChoiceField(choices=Feedback.Category.choices, required=False)
    email = forms.EmailField(max_length=254, required=False)
    website = forms.CharField(max_length=200, required=False)


class AnswerForm(forms.Form):
    """An administrator's reply."""

    content = TextField(
        label=_("Reply"),
        max_length=MAX_CONTENT_CHARS,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    is_done = forms.BooleanField(label=_("Mark as done"), required=False, initial=True)

    def __init__(self, feedback: Feedback, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        sentence = _("This reply goes to {address}. The feedback was: {question}").format(
            address=feedback.reply_address, question=feedback.content
        )
        self.fields["content"].help_text = escape(sentence)  # templates show help as HTML
