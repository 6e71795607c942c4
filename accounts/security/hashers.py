"""How passwords are hashed."""

import unicodedata
from typing import Any

from django.contrib.auth.hashers import BCryptSHA256PasswordHasher


class PasswordHasher(BCryptSHA256PasswordHasher):
    """bcrypt over SHA-256, of the password's NFKC form.

    NIST SP 800-63B advises the normalisation: one keyboard's "é" is another's "e" and an accent.
    """

    rounds = 12

    def encode(self, password: str, salt: Any) -> str:
        """Return the hash of ``password`` as it is stored."""
        return super().encode(unicodedata.normalize("NFKC", password), salt)
