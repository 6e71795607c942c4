"""What other apps want to hear about people, without this app knowing them."""

from collections.abc import Callable

from accounts.models import User

# Called with a new person inside the transaction that registers them.
joined: list[Callable[[User], None]] = []
