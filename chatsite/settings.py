"""The one settings file. What an operator may change comes from the environment or ``.env`` (docs/settings.md)."""

import os
import sys
from pathlib import Path

from django.utils.translation import to_language

from chatsite import env
from chatsite.db import databases
from chatsite.observe.logs import logging_settings
from chatsite.serve.proxies import is_proxy
from chatsite.serve.staticfiles import is_versioned, revalidate

BASE_DIR = Path(__file__).resolve().parent.parent
ENV_FILE = Path(os.environ.get("ENV_FILE") or BASE_DIR / ".env")
env.load_env_file(ENV_FILE)

DEBUG = env.boolean("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "data")

ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
TRUSTED_ORIGINS = env.origins("TRUSTED_ORIGINS")
CSRF_TRUSTED_ORIGINS = TRUSTED_ORIGINS
TRUSTED_PROXIES = env.listed("TRUSTED_PROXIES", is_proxy, "addresses, networks such as 10.0.0.0/8, or unix")

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    *(["daphne"] if "runserver" in sys.argv[1:2] else []),  # with Twisted a third of what a process imports
    "accounts.admin_config.ChatAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "csp",
    "chatsite",
    "accounts",
    "rooms",
    "messaging",
    "feedback",
]

MIDDLEWARE = [
    "chatsite.web.middleware.remember_facts",
    "chatsite.web.middleware.lighten_files",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.tokens.middleware.AccessTokens",
    "accounts.security.middleware.remember_sightings",
    "chatsite.web.middleware.Refusals",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "chatsite.urls"
WSGI_APPLICATION = None
ASGI_APPLICATION = "chatsite.asgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chatsite.site.context.site",
            ],
        },
    },
]

# Database

DATABASE = env.database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'chatsite.sqlite3'}")
DATABASE_DRIVER = "sqlite3" if "sqlite" in DATABASE["ENGINE"] else databases.use_mysql_driver()
SQLITE_SYNCHRONOUS = env.choice("SQLITE_SYNCHRONOUS", "FULL", ["FULL", "NORMAL"])
DATABASES = {
    "default": databases.with_promises(DATABASE, sqlite_synchronous=SQLITE_SYNCHRONOUS, folder=BASE_DIR),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Processes and real time

MAX_WORKERS = 256
WORKERS = env.integer("WORKERS", 1, minimum=1, maximum=MAX_WORKERS)
WORKER_SOCKETS = env.text("WORKER_SOCKETS")
RELOAD_FILE = env.text("RELOAD_FILE")
HTTP_THREADS = env.integer("HTTP_THREADS", 8, minimum=1, maximum=256)
HTTP_QUEUE = env.integer("HTTP_QUEUE", 128, minimum=0, maximum=100_000)

REDIS_URL = env.redis_url("REDIS_URL")
REDIS_PREFIX = env.text("REDIS_PREFIX", "chat")
CHANNEL_LAYERS = {
    "default": (
        {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL], "prefix": REDIS_PREFIX},
        }
        if REDIS_URL
        else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    )
}
_OWN_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": REDIS_PREFIX,
            "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
        }
        if REDIS_URL
        else _OWN_MEMORY
    ),
    "local": _OWN_MEMORY | {"LOCATION": "local"},
}

# The threads in which sockets ask the database, and how many calls may wait for one.
DATABASE_THREADS = env.integer("DATABASE_THREADS", 6, minimum=1, maximum=64)
DATABASE_QUEUE = env.integer("DATABASE_QUEUE", 2_000, minimum=1, maximum=100_000)
# How long MySQL may say nothing before a serving process takes the connection for lost.
DATABASE_SILENCE_S = env.integer("DATABASE_SILENCE_S", 20, minimum=1, maximum=3_600)

MAX_CONNECTIONS_PER_ADDRESS = env.integer("MAX_CONNECTIONS_PER_ADDRESS", 1_000, minimum=1, maximum=1_000_000)
MAX_CONNECTIONS_PER_USER = env.integer("MAX_CONNECTIONS_PER_USER", 50, minimum=1, maximum=10_000)
# How often: so many a second, so many at once. One connection's events; and of one person over all their connections.
RATE_CONNECTION = env.rate("RATE_CONNECTION", "50/100")
RATE_SEND = env.rate("RATE_SEND", "10/20")
# One person's messages over HTTP, in a minute; 0 for no limit.
POSTS_PER_MINUTE = env.integer("POSTS_PER_MINUTE", 300, minimum=0, maximum=10**6)
# Requests that may change something, of one person or, without an account, from one address.
RATE_HTTP = env.rate("RATE_HTTP", "10/100")
# Messages by one incoming webhook.
RATE_WEBHOOK = env.rate("RATE_WEBHOOK", "1/30")
# What a bot may do instead: requests that may change something, and its events over all its connections.
RATE_BOT = env.rate("RATE_BOT", "20/200")
# One person's edits over HTTP and sockets, and their deletions and restorations, in a minute; 0 for no limit.
CHANGES_PER_MINUTE = env.integer("CHANGES_PER_MINUTE", 60, minimum=0, maximum=10**6)
# One person's searches in a minute, which the page also starts while they type; 0 for no limit.
SEARCHES_PER_MINUTE = env.integer("SEARCHES_PER_MINUTE", 120, minimum=0, maximum=10**6)
WEB_PUSH = env.boolean("WEB_PUSH", default=True)
# How long a message waits to be read somewhere before it notifies anyone.
NOTIFY_AFTER_S = env.number("NOTIFY_AFTER_S", 5, minimum=0, maximum=600)
OUTGOING_PRIVATE_ADDRESSES = env.boolean("OUTGOING_PRIVATE_ADDRESSES", default=False)
DIRECT_MESSAGES = env.choice("DIRECT_MESSAGES", "everyone", ["everyone", "shared_rooms", "off"])
ROOM_CREATION = env.choice("ROOM_CREATION", "everyone", ["everyone", "admins"])
ROOMS_PER_DAY = env.integer("ROOMS_PER_DAY", 20, minimum=0, maximum=10**6)
RATE_JOIN = env.rate("RATE_JOIN", "10/30")
RATE_TYPING = env.rate("RATE_TYPING", "1/4")
RATE_OTHER = env.rate("RATE_OTHER", "10/20")
# How long a person counts as online after their last connection went: a reload is no absence.
PRESENCE_GRACE_S = env.number("PRESENCE_GRACE_S", 5, minimum=0, maximum=300)

# Accounts

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["accounts.security.hashers.PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
REGISTRATION = env.choice("REGISTRATION", "open", ["open", "approval", "invite", "closed"])
REGISTRATIONS_PER_HOUR = env.integer("REGISTRATIONS_PER_HOUR", 20, minimum=0, maximum=10**6)
EMAIL_VERIFICATION = env.choice("EMAIL_VERIFICATION", "required", ["required", "off"])
ADMIN_TWO_FACTOR = env.boolean("ADMIN_TWO_FACTOR", default=False)
PASSWORD_SIGN_IN = env.boolean("PASSWORD_SIGN_IN", default=True)
OIDC_PROVIDERS = env.identity_providers("OIDC_PROVIDERS")
SITE_URL = env.origin("SITE_URL")
SESSION_ENGINE = "accounts.security.sessions"
MAX_SESSIONS_PER_USER = env.integer("MAX_SESSIONS_PER_USER", 50, minimum=1, maximum=10_000)
SESSION_COOKIE_AGE = 86_400 * env.integer("SESSION_DAYS", 30, minimum=1, maximum=400)
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"

# Cookies and headers. SECURE_COOKIES says that people reach the site over TLS.

SECURE_COOKIES = env.boolean("SECURE_COOKIES", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = env.boolean("SSL_REDIRECT", default=SECURE_COOKIES)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked from inside, without TLS
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 0, minimum=0, maximum=10**9)
# Whether the domain's other names have TLS, and may be in browsers' lists, only its owner knows: nginx can say it.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "chatsite.web.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "media-src": ["'self'", "blob:"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# Files

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "attachments": {
        "BACKEND": env.text("ATTACHMENT_STORAGE", "django.core.files.storage.FileSystemStorage"),
        "OPTIONS": env.options("ATTACHMENT_STORAGE_OPTIONS"),
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = is_versioned
WHITENOISE_ADD_HEADERS_FUNCTION = revalidate
MEDIA_URL = "/media/"
MEDIA_ACCEL = env.text("MEDIA_ACCEL")
MEDIA_ROOT = env.folder("MEDIA_ROOT", BASE_DIR / "media")
ATTACHMENTS_FOLDER = "attachments"  # in there, and in its own storage
MAX_BODY_BYTES = env.integer("MAX_BODY_BYTES", 65_536, minimum=1_024, maximum=10**9)
MAX_UPLOAD_BYTES = env.integer("MAX_UPLOAD_BYTES", 5 * 2**20, minimum=1_024, maximum=10**9)
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY_BYTES
# Files in messages: the largest, how many in a message, of one person in a day, and of all; 0 for no limit.
UPLOAD_FILE_BYTES = env.integer("UPLOAD_FILE_BYTES", 100 * 2**20, minimum=1_024, maximum=2**40)
UPLOAD_FILES_PER_MESSAGE = env.integer("UPLOAD_FILES_PER_MESSAGE", 10, minimum=1, maximum=10)
UPLOAD_BYTES_PER_DAY = env.integer("UPLOAD_BYTES_PER_DAY", 2**30, minimum=0, maximum=2**50)
UPLOAD_TOTAL_BYTES = env.integer("UPLOAD_TOTAL_BYTES", 0, minimum=0, maximum=2**60)
# What uploads leave free on the disk, so that the database can go on.
UPLOAD_FREE_BYTES = env.integer("UPLOAD_FREE_BYTES", 2**29, minimum=0, maximum=2**50)
# clamd, which looks for viruses in files of messages; whether those it can't look at are accepted.
UPLOAD_SCANNER = env.scanner("UPLOAD_SCANNER")
UPLOAD_SCANNER_TIMEOUT_S = env.number("UPLOAD_SCANNER_TIMEOUT_S", 60, minimum=1, maximum=3_600)
UPLOAD_UNSCANNED = env.boolean("UPLOAD_UNSCANNED", default=False)
# Whether files stay exactly as they were sent, with the metadata in them.
UPLOAD_KEEP_ORIGINALS = env.boolean("UPLOAD_KEEP_ORIGINALS", default=False)

BACKUP_PASSPHRASE = env.text("BACKUP_PASSPHRASE")

# Email

EMAIL = env.email("EMAIL_URL", "consolemail://")
vars().update(EMAIL)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "chatsite@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
ADMIN_EMAILS = env.addresses("ADMIN_EMAILS")
ADMINS = [("Administrator", address) for address in ADMIN_EMAILS]

# Language and time

LOCALE_PATHS = [env.folder("LOCALE_DIR", BASE_DIR / "locale")]
TRANSLATIONS = [to_language(path.name) for path in sorted(LOCALE_PATHS[0].glob("*/"))]
LANGUAGES = [("en", "English"), *((code, code) for code in TRANSLATIONS)]
LANGUAGE_CODE = env.choice("LANGUAGE_CODE", "en", ["en", *TRANSLATIONS])
TIME_ZONE = "UTC"
USE_I18N = True
FORMAT_MODULE_PATH = "chatsite.formats"
USE_TZ = True

# Logs and metrics

METRICS_HOSTS = env.networks("METRICS_HOSTS")
METRICS_TOKEN = env.secret("METRICS_TOKEN")
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"])
LOG_FORMAT = env.choice("LOG_FORMAT", "text", ["text", "json"])
LOGGING = logging_settings(level=LOG_LEVEL, form=LOG_FORMAT)
