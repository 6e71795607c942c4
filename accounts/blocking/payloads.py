"""What people see of whom they have blocked."""

from accounts.blocking.models import Block
from accounts.payloads import user_payload
from chatsite.contract.payloads import BlockPayload
from chatsite.text.times import timestamp


def block_payload(block: Block) -> BlockPayload:
    """Return a person whom someone has blocked, and since when."""
    return {"user": user_payload(block.blocked), "created_at": timestamp(block.created_at)}
