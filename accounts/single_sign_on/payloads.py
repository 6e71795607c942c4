"""What people see of their linked sign-ins."""

from accounts.models import User
from accounts.single_sign_on.models import ExternalIdentity
from chatsite.contract.account_answers import IdentityPayload, ProviderPayload
from chatsite.env import IdentityProvider
from chatsite.text.times import timestamp


def identity_payload(identity: ExternalIdentity) -> IdentityPayload:
    """Return what one is at a provider; the provider's own name for the person says nothing to them."""
    return {
        "id": identity.pk,
        "provider": identity.provider,
        "label": identity.label,
        "email": identity.email,
        "linked_at": timestamp(identity.linked_at),
        "last_used_at": timestamp(identity.last_used_at),
    }


def provider_payload(provider: IdentityProvider) -> ProviderPayload:
    """Return a provider that can be linked."""
    return {"name": provider.name, "label": provider.label}


def identities_of(user: User) -> list[IdentityPayload]:
    """Return the linked sign-ins of ``user``, in the order in which they were linked."""
    return [identity_payload(identity) for identity in user.identities.order_by("pk")]
