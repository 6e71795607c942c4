"""What is for one person is kept by no one on the way."""

import pytest
from django.test import Client


@pytest.mark.parametrize(("path", "status"), [("/auth/me", 200), ("/rooms", 200), ("/rooms/999", 404)])
def test_an_answer_is_kept_nowhere(make_user, path: str, status: int) -> None:
    client = Client()
    client.force_login(make_user("Alice"))
    response = client.get(path)
    assert response.status_code == status
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}
