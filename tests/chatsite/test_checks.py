"""The system checks: each says what is wrong and how to mend it."""

import inspect
import os
import re
import secrets
import subprocess
import sys

import pytest
from django.core.checks import run_checks

from accounts.single_sign_on import checks as sign_in_checks
from chatsite import checks
from chatsite.jobs import checks as mail_checks
from tests.support.server import ROOT


def ids(**options):
    return {message.id for message in run_checks(**options)}


@pytest.fixture
def production(settings):
    """Settings as docs/settings.md advises for a site on the internet."""
    settings.ALLOWED_HOSTS = ["chat.example.org"]
    settings.TRUSTED_ORIGINS = ["https://chat.example.org"]
    settings.SECURE_COOKIES = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SITE_URL = "https://chat.example.org"
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    return settings


def test_the_defaults_are_clean(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert ids() <= {"chat.I007"}


def test_the_documented_production_settings_are_clean(production):
    messages = run_checks(include_deployment_checks=True)
    assert [
        message for message in messages if message.id not in {"chat.I007", *production.SILENCED_SYSTEM_CHECKS}
    ] == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"WORKERS": 2, "REDIS_URL": ""}, "chat.E002"),
        ({"ALLOWED_HOSTS": ["*"]}, "chat.E003"),
        ({"SECURE_COOKIES": False}, "chat.W004"),
        ({"DEBUG": True}, "chat.W005"),
        ({"SITE_URL": ""}, "chat.E012"),
        ({"DATABASE_DRIVER": "PyMySQL"}, "chat.I007"),
    ],
)
def test_a_mistake_is_named(production, changes, expected):
    for name, value in changes.items():
        setattr(production, name, value)
    found = [message for message in run_checks() if message.id == expected]
    assert found
    assert found[0].hint


def test_every_check_has_a_hint_and_its_own_number():
    source = inspect.getsource(checks)
    numbers = [line.split('"')[1] for line in source.splitlines() if 'id="chat.' in line]
    assert len(numbers) == len(set(numbers))
    assert source.count("hint=") == source.count("id=")


def test_every_check_is_documented():
    documented = set(re.findall(r"^\| `(chat\.\w+)` \|", (ROOT / "docs" / "checks.md").read_text(), re.MULTILINE))
    sources = map(inspect.getsource, (checks, mail_checks, sign_in_checks))
    assert documented == {check for source in sources for check in re.findall(r'id="(chat\.\w+)"', source)}


@pytest.mark.parametrize("page", ["install", "checks"])
def test_the_documented_settings_of_a_public_site_pass_djangos_own_inspection(page):
    text = (ROOT / "docs" / f"{page}.md").read_text()
    block = re.search(r"<!-- test: production -->\n```sh\n(.*?)```", text, re.DOTALL)[1]
    documented = dict(line.split("=", 1) for line in block.splitlines())
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "SECRET_KEY": secrets.token_hex(32)} | documented
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
