"""All settings, read from top to bottom. The environment is read here, once, and nowhere else."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import environment as env
from connectors.registry import connectors

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where things are

DATA_DIR = Path(env.text("GUICHET_DATA", str(BASE_DIR / "var"))).resolve()
HOST = env.text("GUICHET_HOST", "127.0.0.1")
PORT = env.whole_number("GUICHET_PORT", 8000, lowest=1)
PUBLIC_URL = env.url("GUICHET_PUBLIC_URL", f"http://{HOST}:{PORT}")
IS_DEMO = env.flag("GUICHET_DEMO", default=False)
BEHIND_TLS = PUBLIC_URL.startswith("https://")

# --- Secrets


def _secret(name: str, file_name: str) -> str:
    value = _secret_or_nothing(name, file_name)
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set and {DATA_DIR / 'secrets' / file_name} does not exist; ./guichet makes it"
        )
    return value


def _secret_or_nothing(name: str, file_name: str) -> str:
    default_file = DATA_DIR / "secrets" / file_name
    return env.text(name, default_file.read_text().strip() if default_file.is_file() else "")


SECRET_KEY = _secret("GUICHET_SECRET_KEY", "secret_key")
FIELD_KEYS = _secret("GUICHET_FIELD_KEYS", "field_keys").replace(",", " ").split()
"""Fernet keys for stored credentials, newest first; old ones are kept to read with."""

VAPID_KEY = _secret_or_nothing("GUICHET_VAPID_KEY", "vapid_key")
"""By what push services know this installation: a private key of P-256, base64url. Without it nothing is pushed."""

# --- Django

DEBUG = env.flag("GUICHET_DEBUG", default=False)
ALLOWED_HOSTS = env.words("GUICHET_ALLOWED_HOSTS") or [
    *{urlsplit(PUBLIC_URL).hostname or HOST, HOST, "localhost", "127.0.0.1", "[::1]"} - {"0.0.0.0", "::"}  # noqa: S104
]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "config.apps.FrameConfig",
    "inbox",
    "connectors",
    "templates_app",
    "kpis",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
]
MIDDLEWARE = [
    "config.proxies.OnlyOurProxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "inbox.people.preferences.PreferencesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "inbox.people.preferences.frame",
            ],
        },
    }
]

FORM_RENDERER = "config.widgets.Renderer"

# --- PostgreSQL and Redis (or Valkey)

_socket_url = f"postgres://guichet@/guichet?host={quote(str(DATA_DIR / 'run' / 'pg'))}"
DATABASES = {"default": env.database("DATABASE_URL", _socket_url) | {"CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 600}}
REDIS_URL = env.text("REDIS_URL", f"unix://{DATA_DIR / 'run' / 'valkey.sock'}")
CACHES = {
    "default": {
        "BACKEND": "config.cache.PatientRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "guichet",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://") if REDIS_URL.startswith("unix:") else REDIS_URL

# --- Who may come in

AUTH_USER_MODEL = "inbox.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "queue"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "inbox.people.sign_in.StaffOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/ip,5/5m/key", "login": "60/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole_number("GUICHET_TRUSTED_PROXIES", 0)
PROXY_ADDRESSES = env.networks("GUICHET_PROXY_ADDRESSES", "127.0.0.0/8 ::1")
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- What browsers are told

SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
SECURE_HSTS_PRELOAD = BEHIND_TLS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "worker-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "frame-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- Language and time

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
FORMAT_MODULE_PATH = ["config.formats"]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
SHOP_ZONE = env.zone("GUICHET_ZONE", "Europe/Paris")
"""Zone of users who have not chosen one."""
USE_TZ = True

# --- Files

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "inbox.storage.files.WholeFileStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- Mails to our own people; without a host none are sent

EMAIL_HOST = env.text("GUICHET_SMTP_HOST")
EMAIL_PORT = env.whole_number("GUICHET_SMTP_PORT", 587, lowest=1)
EMAIL_HOST_USER = env.text("GUICHET_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("GUICHET_SMTP_PASSWORD")
_smtp_encryption = env.one_of("GUICHET_SMTP_ENCRYPTION", "starttls", ("starttls", "tls", "none"))
EMAIL_USE_TLS = _smtp_encryption == "starttls"
EMAIL_USE_SSL = _smtp_encryption == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("GUICHET_MAIL_FROM", f"guichet@{urlsplit(PUBLIC_URL).hostname}")
PUSH_CONTACT = PUBLIC_URL if BEHIND_TLS else f"mailto:{DEFAULT_FROM_EMAIL}"
"""Whom a push service may turn to."""

# --- The trade

UNDO_SEND = env.seconds("GUICHET_UNDO_SECONDS", timedelta(seconds=10))
"""How long a reply can be taken back before it leaves."""
UNDO_MANY = env.seconds("GUICHET_UNDO_MANY_SECONDS", timedelta(minutes=10))
"""How long work on many tickets can be undone after its end."""
HISTORY = env.days("GUICHET_HISTORY_DAYS", timedelta(days=30))
"""How far back the first pull of an account goes."""
LONGEST_PULL_INTERVAL = env.seconds("GUICHET_PULL_SECONDS", timedelta(days=1))
"""No stream waits longer than this between two pulls, except for figures that are made once a day."""
REOPEN_WITHIN = env.days("GUICHET_REOPEN_DAYS", timedelta(days=30))
"""A buyer's message up to this long after a ticket was solved reopens it; a later one opens the next episode."""
ARCHIVE_AFTER = env.days("GUICHET_ARCHIVE_DAYS", timedelta(days=30))
"""A ticket solved longer ago is in the archive."""
HTTP_READ = env.seconds("GUICHET_HTTP_SECONDS", timedelta(seconds=30))
"""How long a marketplace may be silent before a call counts as timed out."""
SENDING_LEASE = env.seconds("GUICHET_SENDING_LEASE_SECONDS", timedelta(seconds=90))
"""How long a worker may take over one send before it counts as dead; a send starts in the first half or not at all."""
if not timedelta(0) < HTTP_READ <= SENDING_LEASE / 2:
    raise ImproperlyConfigured("GUICHET_SENDING_LEASE_SECONDS must be at least twice GUICHET_HTTP_SECONDS")
SETTLE_AFTER = env.seconds("GUICHET_SETTLE_SECONDS", timedelta(seconds=120))
"""An unsure reply that the marketplace does not show this long after the attempt counts as not sent."""
WARN_BEFORE = env.lengths("GUICHET_WARN_MINUTES", "240 60 15")
"""How long before a deadline people are warned, besides at the deadline itself."""
WEBHOOKS_MAY_REACH_INSIDE = env.flag("GUICHET_WEBHOOKS_MAY_REACH_INSIDE", default=False)
"""Whether webhooks may call plain http and private addresses, such as a machine in the shop."""
API_CALLS_PER_MINUTE = env.whole_number("GUICHET_API_CALLS_PER_MINUTE", 600, lowest=1)

MARKETPLACES: dict[str, dict[str, str]] = {
    slug: {setting.name: env.text(setting.name, setting.default) for setting in connector.environment}
    for slug, connector in connectors().items()
}
"""What each connector asked for in its `environment`: base URLs and the installation's own keys."""

# --- Logs: never a body, a token or a name; ids only

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "config.logs.Discreet", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("GUICHET_LOG_LEVEL", "INFO")},
    "loggers": {
        "guichet.http": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
