"""Settings: one file, everything that differs between places from the environment.

The names and their meaning: contract.md, "Environment".
"""

import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal import environment, logs


env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

DEMO = environment.flag("PORTAL_DEMO")
DATA_DIR = environment.data_dir(BASE_DIR)
DEBUG = False
SECRET_KEY = environment.secret("PORTAL_SECRET_KEY", folder=DATA_DIR, demo=DEMO)
PORTAL_DATA_KEYS = environment.secret("PORTAL_DATA_KEYS", folder=DATA_DIR, demo=DEMO)
PORT = env.int("PORTAL_PORT", default=8000)
PORTAL_URL = env.str("PORTAL_URL", default=f"http://localhost:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.list("PORTAL_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SECURE_TRANSPORT = PORTAL_URL.startswith("https://")

INSTALLED_APPS = [
    "portal",
    "schools",
    "training",
    "referrals",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "import_export",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django_structlog",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.security_headers",
    # Phones on 400 kbit/s; tokens are masked and lengths blurred against BREACH.
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.sessions.idle_sign_out",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.sessions.second_factor",
    "portal.sessions.cms_for_editors",
    "portal.sending_once.once",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
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
                "portal.context_processors.frame",
            ],
        },
    },
]

# --- Data ---------------------------------------------------------------------
DATABASES = {
    "default": env.db(
        "DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}"
    )
}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # IMMEDIATE: a read followed by an audit row must not wait for a lock upgrade.
    # recursive_triggers: INSERT OR REPLACE must not slip past append-only triggers.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            " PRAGMA recursive_triggers=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Opening SQLite costs three pragmas, and closing its last connection a checkpoint.
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Shared by all workers: sign-in limits and the one-time-code replay guard live here.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # Over this many live rows a third is thrown away, by name and not by age: the
        # default of 300 would forget the limits of who signs in on a morning.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- People -------------------------------------------------------------------
AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "schools.auth_backend.PostBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.account_adapter.AccountAdapter"
MFA_ADAPTER = "portal.account_adapter.FactorAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_USER_DISPLAY = "portal.account_adapter.user_display"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A training room of forty teachers shares one address; a single account does not.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "20/m/ip,5/5m/key"}
ACCOUNT_FORMS = {
    "login": "portal.account_forms.SignInForm",
    "reauthenticate": "portal.account_forms.PasswordAgainForm",
    "change_password": "portal.account_forms.NewPasswordForm",
    "reset_password": "portal.account_forms.LostPasswordForm",
    "reset_password_from_key": "portal.account_forms.PasswordByLinkForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PORTAL_PROXIES", default=0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Child protectors' portal"
MFA_TOTP_TOLERANCE = 0
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an invitation names the address, not the person
MFA_FORMS = {
    "authenticate": "portal.account_forms.CodeForm",
    "reauthenticate": "portal.account_forms.CodeAgainForm",
    "activate_totp": "portal.account_forms.FirstCodeForm",
    "deactivate_totp": "portal.account_forms.DropCodesForm",
    "generate_recovery_codes": "portal.account_forms.NewRecoveryCodesForm",
    "add_webauthn": "portal.account_forms.NewKeyForm",
    "edit_webauthn": "portal.account_forms.RenameKeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE_TRANSPORT
USERSESSIONS_TRACK_ACTIVITY = False
IDLE_MINUTES = 30
SESSION_HOURS = 10
# Longer than the session may act: a text sent the next morning still finds its writer.
SESSION_COOKIE_AGE = 24 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
INVITATION_HOURS = 72

# --- Words and dates ----------------------------------------------------------
LANGUAGE_CODE = "sq"
LANGUAGES = [("sq", "Shqip"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Tirane"
FIRST_DAY_OF_WEEK = 1

# --- CMS ----------------------------------------------------------------------
# Typed by an editor who deletes many pages: no sign that no keyboard has.
WAGTAIL_SITE_NAME = _("Portal of child protectors")
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = [("sq", "Shqip"), ("en", "English")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("sq", "Shqip"), ("en", "English")]
WAGTAILADMIN_BASE_URL = PORTAL_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
OUTLINE_SECONDS = 60  # how long a process may keep the outline of the training

# --- Files --------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_ROOT = DATA_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_HANDLERS = ["portal.uploads.MemoryOnly"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
PAPER_DAYS = env.int("PORTAL_PAPER_DAYS", default=7)  # then printed names are destroyed
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- Messages -----------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("PORTAL_FROM", default="portal@localhost")
EMAIL_CONFIG = (
    {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(DATA_DIR / "mail"),
    }
    if DEMO or not env.str("PORTAL_EMAIL_URL", default="")
    else env.email_url("PORTAL_EMAIL_URL")
)
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # seconds: an urgent message leaves right after the commit

# --- Security -----------------------------------------------------------------
SECURE_SSL_REDIRECT = SECURE_TRANSPORT
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
)
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_TRANSPORT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_TRANSPORT
SECURE_HSTS_PRELOAD = SECURE_TRANSPORT
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_NAME = "__Host-session" if SECURE_TRANSPORT else "session"
SESSION_COOKIE_SECURE = SECURE_TRANSPORT
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_TRANSPORT else "csrf"
CSRF_COOKIE_SECURE = SECURE_TRANSPORT
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/cms/",),
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

# Numbers to call. A number is shown only with the date somebody last called it; the
# sources are in docs/decisions. 129 and 112: emergency numbers, 116 111: ALO.
SAFETY_CONTACTS = [
    {"name": _("Police"), "number": "129", "note": _("danger now, day and night")},
    {"name": _("Emergency"), "number": "112", "note": _("danger now, day and night")},
    {
        "name": _("ALO 116 111, the child helpline"),
        "number": "116 111",
        "note": _("free, for children and adults, day and night"),
    },
    {
        "name": _("Missing children"),
        "number": "116 000",
        "note": _("free, day and night"),
    },
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "portal.logs.formatter"}},
    "filters": {"no_query": {"()": "portal.logs.DropQueryStrings"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["no_query"],
        }
    },
    "root": {"handlers": ["console"], "level": os.environ.get("PORTAL_LOG", "WARNING")},
}
logs.configure()
DJANGO_STRUCTLOG_COMMAND_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
