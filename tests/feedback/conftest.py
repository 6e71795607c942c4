"""The same cast as for accounts."""

from tests.accounts.conftest import ada, announced, signed_in, visitor

__all__ = ["ada", "announced", "signed_in", "visitor"]
