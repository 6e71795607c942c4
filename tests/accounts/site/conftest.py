import pytest
from django.test import Client

from accounts.models import User


@pytest.fixture
def desk(ada: User, settings, tmp_path) -> Client:
    """Return an administrator's browser."""
    settings.MEDIA_ROOT = tmp_path
    client = Client()
    client.force_login(ada)
    return client
