"""The pages to sign in and to register."""

import pytest


@pytest.mark.parametrize("path", ["/login/", "/register/"])
def test_a_visitor_gets_the_page_with_its_csrf_cookie(visitor, path):
    visitor.http.cookies.clear()
    response = visitor.http.get(path)
    assert response.status_code == 200
    assert "csrftoken" in response.cookies


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/admin/", "/admin/"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
@pytest.mark.parametrize("path", ["/login/", "/register/"])
def test_who_is_signed_in_goes_on_within_this_site(signed_in, alice, path, wanted, given):
    response = signed_in(alice).http.get(path, {"next": wanted})
    assert (response.status_code, response["Location"]) == (302, given)


@pytest.mark.parametrize("path", ["/login/", "/register/", "/setup/"])
def test_a_page_is_only_read(visitor, path):
    assert visitor.raw("POST", path).status_code in {403, 405}
