"""What other apps are notified of about people, without this app knowing them."""

from collections.abc import Callable

from accounts.models import User
from chatsite.registry import Registry

# Called with a new person inside the transaction that registers them.
joined: Registry[Callable[[User], None]] = Registry()
