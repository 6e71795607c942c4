"""What may come in about invitations."""

from django import forms

from accounts.forms import TokenForm
from chatsite.web.forms import IdField, StrictForm
from rooms.invitations.queries import PAGE

MIN_EXPIRES_IN_S, MAX_EXPIRES_IN_S = 60, 365 * 24 * 3600
MAX_MAX_USES = 1_000


class InviteForm(StrictForm):
    """A new invitation: to the site, or to a room of it."""

    room_id = IdField(required=False)
    expires_in_s = forms.IntegerField(required=False, min_value=MIN_EXPIRES_IN_S, max_value=MAX_EXPIRES_IN_S)
    max_uses = forms.IntegerField(required=False, min_value=1, max_value=MAX_MAX_USES)


class ListInvitationsForm(StrictForm):
    """Which page of the invitations, of all rooms or of one."""

    room_id = IdField(required=False)
    before = IdField(required=False)
    limit = forms.IntegerField(initial=PAGE, min_value=1, max_value=PAGE)


class AcceptForm(TokenForm):
    """The token of an invitation."""
