"""bcrypt at its lowest cost: the product has no setting that could weaken its passwords, so tests bring their own."""

from accounts.security.hashers import PasswordHasher


class QuickHasher(PasswordHasher):
    """The product's hasher in a hundredth of the time."""

    rounds = 4
