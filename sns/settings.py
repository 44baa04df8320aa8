"""Settings: one file, read from a typed environment; a wrong value stops the start with one clear line.

Every name an operator may set starts with ``ENGAWA_`` (and ``DATABASE_URL``); README.md has the table.
"""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from sns.core import logs
from sns.core.environment import Environment
from sns.core.secrets import read_or_create_secret

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment()


def _default_data_dir() -> Path:
    # As root the embedded server runs as a user of its own, who must be able to reach the folder.
    return Path("/var/lib/engawa") if os.geteuid() == 0 else Path.home() / ".local/share/engawa"


# --- Where things are ---------------------------------------------------------------------------------------
DATA_DIR = Path(env.str("ENGAWA_DATA", default=str(_default_data_dir()))).resolve()
BIND = env.address("ENGAWA_BIND", default="127.0.0.1:8000")
PUBLIC_URL = env.str("ENGAWA_URL", default=f"http://localhost:{BIND[1]}").rstrip("/")
_public = urlsplit(PUBLIC_URL)
if _public.scheme not in ("http", "https") or not _public.hostname:
    raise ImproperlyConfigured(f"ENGAWA_URL must look like https://sns.example.co.jp, not {PUBLIC_URL!r}")
HTTPS = _public.scheme == "https"

DEBUG = env.switch("ENGAWA_DEBUG", default=False)
SECRET_KEY = env.str("ENGAWA_SECRET_KEY", default="") or read_or_create_secret(DATA_DIR / "secret-key")
ALLOWED_HOSTS = list({_public.hostname, *env.list("ENGAWA_HOSTS", default=["localhost", "127.0.0.1"])})
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# --- Applications, lowest rung of the ladder first ----------------------------------------------------------
INSTALLED_APPS = [
    "sns.core",
    "sns.audit",
    "sns.people",
    "sns.spaces",
    "sns.entries",
    "sns.notifications",
    "sns.links",
    "sns.discussion",
    "blogs",
    "communities",
    "sns.home",
    "sns.search",
    "sns.ops",
    "sns.ops.apps.EngawaAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "sns.core.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sns.core.middleware.StripNul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sns.people.middleware.ReaderLocale",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sns.notifications.middleware.UnreadCount",
    "sns.people.middleware.FirstVisit",
    "sns.people.middleware.SecondFactor",
    # Every page asks for log-in unless its view says `login_not_required` (allauth marks its own).
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "blogs.middleware.OldAddresses",
]

ROOT_URLCONF = "sns.urls"
WSGI_APPLICATION = "sns.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "sns.core.jinja.environment",
            "context_processors": ["sns.core.jinja.one_token"],
        },
    },
    {
        # The admin and the allauth pages we do not restyle.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# Fields are drawn by Jinja2 too: three times as fast.
FORM_RENDERER = "sns.core.forms.FieldRenderer"

# --- Database, cache, jobs ----------------------------------------------------------------------------------
# Tests want speed and have nothing to lose: only they say no.
_durable = env.switch("ENGAWA_DATABASE_DURABLE", default=True)
if env.str("DATABASE_URL", default=""):
    DATABASES = {"default": env.database("DATABASE_URL")}
else:
    DATABASES = {"default": {"ENGINE": "sns.core.postgres", "NAME": "engawa", "DATA": DATA_DIR, "DURABLE": _durable}}
# Opening a connection per request doubles the time of a page (see the measured shapes in the plan).
DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
# Prepared statements save planning. A statement pooler between us and the server cannot keep them.
DATABASES["default"].setdefault("OPTIONS", {}).update(server_side_binding=True, prepare_threshold=5)

# Rate limits must be counted across all workers, so the cache is a table, not process memory.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "engawa_cache",
        # Django's 300 would throw live counters away as soon as a few hundred people are at work.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

PROCRASTINATE_IMPORT_PATHS = ["blogs.archives.tasks", "communities.telling"]  # tasks outside an app's own tasks.py

# --- People and log-in --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name", "handle"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "sns.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # or anybody could have us write to anybody
# allauth's own wants a table of addresses beside the one a person has.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A whole company may come from one address on Monday morning; one account is still braked after five mistakes.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
}
ACCOUNT_FORMS = {
    "login": "sns.people.forms.login.LoginForm",
    "reset_password": "sns.people.forms.login.ResetPasswordForm",
    "reset_password_from_key": "sns.people.forms.login.ResetPasswordKeyForm",
    "change_password": "sns.people.forms.login.ChangePasswordForm",
    "set_password": "sns.people.forms.login.SetPasswordForm",
    "reauthenticate": "sns.people.forms.login.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "sns.people.forms.login.AuthenticateForm",
    "reauthenticate": "sns.people.forms.login.ReauthenticateWithCodeForm",
    "activate_totp": "sns.people.forms.login.ActivateTOTPForm",
    "add_webauthn": "sns.people.forms.login.AddPasskeyForm",
    "edit_webauthn": "sns.people.forms.login.EditPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Engawa"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False  # it would write to the database at every request

# --- Language and time --------------------------------------------------------------------------------------
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone("ENGAWA_TIME_ZONE", default="Asia/Tokyo")

# --- Files --------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/never-served/"  # files go through the space rule, never through a public folder
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "sns.core.staticfiles.StaticStorage"},
}
UPLOAD_MAX_BYTES = env.number("ENGAWA_UPLOAD_MAX_MB", default=20, low=1, high=2000) * 1024 * 1024
# Where nginx finds MEDIA_ROOT (an internal location such as "/protected/"): it then sends the files itself.
X_ACCEL = env.str("ENGAWA_X_ACCEL", default="")
IMPORT_MAX_BYTES = env.number("ENGAWA_IMPORT_MAX_MB", default=100, low=1, high=2000) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Mail ---------------------------------------------------------------------------------------------------
EMAIL_CONFIG = env.mail("ENGAWA_EMAIL_URL", default="filemail://")
vars().update(EMAIL_CONFIG)
if EMAIL_CONFIG["EMAIL_BACKEND"].endswith("filebased.EmailBackend"):
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
DEFAULT_FROM_EMAIL = env.str("ENGAWA_MAIL_FROM", default=f"Engawa <engawa@{_public.hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Safety -------------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "sns.core.errors.csrf_failure"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if env.switch("ENGAWA_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # attempts to log in are counted by the address before the proxy
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# TrackBack with the blogs outside that administrators list; without any in the list nothing goes in or out.
TRACKBACK = env.switch("ENGAWA_TRACKBACK", default=True)
TRASH_DAYS = env.number("ENGAWA_TRASH_DAYS", default=30, low=1, high=3650)
THANKS_PER_MONTH = env.number("ENGAWA_THANKS_PER_MONTH", default=10, low=1, high=1000)

# --- Serving ------------------------------------------------------------------------------------------------
WEB_PROCESSES = env.number("ENGAWA_WEB_PROCESSES", default=2, low=1, high=64)
WEB_THREADS = env.number("ENGAWA_WEB_THREADS", default=4, low=1, high=64)
JOB_CONCURRENCY = env.number("ENGAWA_JOB_CONCURRENCY", default=2, low=1, high=64)
# Probes come over plain HTTP, from inside.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]

# --- Logs: lines for a person at a terminal, JSON for everything else ---------------------------------------
LOGGING = logs.configuration(
    env.choice("ENGAWA_LOG", default="text" if sys.stderr.isatty() else "json", of=("text", "json"))
)

env.refuse_unknown("ENGAWA_", known=("ENGAWA_CHROMIUM", "ENGAWA_PYTHON"))
