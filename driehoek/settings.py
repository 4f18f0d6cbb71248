"""All settings, fed by the environment; every variable stands in the table of the README."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from driehoek.metrics.token import COUNTING, read_token
from driehoek.sign_on import read_provider
from driehoek.terms import read_terms

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# Start
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)  # plain http on this machine; never for real conversations
PLAIN_HTTP = DEBUG or DEMO
SECRET_KEY = env.str("SECRET_KEY", default="alleen-voor-ontwikkeling" if DEBUG else "")
if len(SECRET_KEY) < 32 and not DEBUG:
    raise ImproperlyConfigured("SECRET_KEY ontbreekt of is te kort: zet een geheim van minstens 32 tekens klaar.")
# Keys for private text, newest first; the first one encrypts, all of them decrypt.
TEXT_KEYS = env.list("TEXT_KEYS", default=[SECRET_KEY] if DEBUG else [])
if not TEXT_KEYS or (min(map(len, TEXT_KEYS)) < 32 and not DEBUG):
    raise ImproperlyConfigured("TEXT_KEYS ontbreekt of is te kort: zet een sleutel van minstens 32 tekens klaar.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
if "*" in ALLOWED_HOSTS and not DEBUG:
    raise ImproperlyConfigured("ALLOWED_HOSTS mag geen * bevatten: noem de namen waaronder de site bereikbaar is.")
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
METRICS_TOKEN = read_token(env)  # opens /metrics; without it nothing is counted

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",  # its widget templates, overridable in templates/
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "driehoek",
    "triangles",
    "principles",
    "conversations",
]
MIDDLEWARE = [
    "driehoek.reference.give_references",
    "driehoek.middleware.PolicyOnce",  # before all that answers: static files and errors carry the policy too
    "driehoek.middleware.trust_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    *(COUNTING if METRICS_TOKEN else []),
    "driehoek.middleware.PackText",  # after static files, that are packed once beforehand
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "triangles.sessions.KnowWhoIsIn",
    "driehoek.middleware.AskToLogIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "triangles.second_factor.RequireSecondFactor",
    "conversations.shut_texts.TellShutText",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "driehoek.urls"
WSGI_APPLICATION = "driehoek.wsgi.application"
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
            ],
            "builtins": ["driehoek.templatetags.addresses"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["nlds"]
CRISPY_TEMPLATE_PACK = "nlds"
CRISPY_FAIL_SILENTLY = False

# Database: SQLite is the default, DATABASE_URL names PostgreSQL
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'driehoek.sqlite3'}")}
DATABASES["default"].update(CONN_MAX_AGE=None, CONN_HEALTH_CHECKS=True, ATOMIC_REQUESTS=False)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 15,  # s: who waits has no place in a queue, so that bad luck of twenty writers lasts longer than 5
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA secure_delete=ON;",  # what is erased leaves no bytes behind in the file
    }
elif DEBUG:
    raise ImproperlyConfigured("DEBUG staat aan met PostgreSQL: dat mag alleen met SQLite. Zet DEBUG uit.")
else:
    DATABASES["default"]["ENGINE"] = "driehoek.postgres"  # Django's own, that keeps no visitor waiting
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People
AUTH_USER_MODEL = "triangles.User"
AUTHENTICATION_BACKENDS = ["triangles.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email"]},
    },
    {"NAME": "triangles.accounts.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "triangles.passwords.NotOnlyKnownWords"},
]
ACCOUNT_ADAPTER = "triangles.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers
# Django's own, because that of allauth writes a row when a link is only opened
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
ACCOUNT_RATE_LIMITS = {  # per address loose, because a whole ministry shares one
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/300s/key",
    "reset_password": "100/m/ip,5/m/key",
    "reset_password_from_key": "100/m/ip",
    "open_link": "3000/m/ip,60/h/key",
    "wrong_link": "300/m/ip",
    "calendar": "60/h/key",
    "wrong_room_code": "100/m/ip",
    "wrong_room_code_here": "20/h/key",
    "send_code": "5/h/key",
    "ask_secretary": "10/d/key",
    "propose": "5/d/key",
    "prevented": "10/d/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
ACCOUNT_FORMS = {
    "login": "triangles.accounts.LoginForm",
    "change_password": "triangles.accounts.ChangePasswordForm",
    "set_password": "triangles.accounts.SetPasswordForm",
    "reset_password": "triangles.accounts.ResetPasswordForm",
    "reset_password_from_key": "triangles.accounts.ResetPasswordKeyForm",
    "reauthenticate": "triangles.accounts.ReauthenticateForm",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
SESSION_ENGINE = "driehoek.sessions"
MESSAGE_STORAGE = "driehoek.notices.Notices"
SESSION_COOKIE_AGE = 60 * 60 * 12  # from coming in, whatever somebody does
SESSION_IDLE_SECONDS = 60 * 60  # without a sign of a person
SESSION_SEEN_SECONDS = 60 * 5  # such a sign is written down at most this often

# The second step at the door
SECOND_FACTOR_REQUIRED = not PLAIN_HTTP  # nothing else switches it off
MFA_ADAPTER = "triangles.second_factor.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
MFA_FORMS = {
    "authenticate": "triangles.accounts.CodeForm",
    "reauthenticate": "triangles.accounts.CodeAgainForm",
    "activate_totp": "triangles.accounts.FirstCodeForm",
    "add_webauthn": "triangles.accounts.AddPasskeyForm",
}

# Coming in through the organisation
OIDC_NAME, OIDC_ORIGINS, OIDC_APPS = read_provider(env, plain_http=PLAIN_HTTP)
OIDC_ONLY = env.bool("OIDC_ONLY", default=False)  # no passwords: the organisation alone says who comes in
SOCIALACCOUNT_ADAPTER = "triangles.single_sign_on.SignOnAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OIDC_APPS}}

# Language and time
LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True  # for Django's own texts and dates; ours are plain Dutch

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # no uploads, by design
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "driehoek.collecting.Collected"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
CACHES = {
    "default": {  # counts tries; in the database, so that all workers and machines count together
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "driehoek_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "template_fragments": {  # what every page shares: its head, menu and foot, nothing about anybody
        "BACKEND": f"django.core.cache.backends.{'dummy.DummyCache' if DEBUG else 'locmem.LocMemCache'}",
        "LOCATION": "template_fragments",
    },
}
WHITENOISE_ROOT = BASE_DIR / "static" / "root"  # favicon.ico and robots.txt

# Mail
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="driehoek@localhost")

# Trust
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not PLAIN_HTTP
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PLAIN_HTTP
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if not PLAIN_HTTP:
    SESSION_COOKIE_NAME = "__Host-sessie"
    CSRF_COOKIE_NAME = "__Host-csrf"

# Limits on one request; the longest text of a form is 20,000 characters, and nobody sends a file
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 0
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # never a file on disk

# How long things are kept, see docs/besluiten/0030
KEEP = read_terms(env)
ERASURE_JOURNAL = env.str("ERASURE_JOURNAL", default="")  # outside the database, see docs/besluiten/0035

# Who finds a weakness tells it here: /.well-known/security.txt
SECURITY_CONTACT = env.list("SECURITY_CONTACT", default=["beveiliging@driehoek.example"] if DEMO else [])
SECURITY_EXPIRES_DAYS = env.int("SECURITY_EXPIRES_DAYS", default=180)
SECURITY_POLICY_URL = env.str("SECURITY_POLICY_URL", default="")
if not 1 <= SECURITY_EXPIRES_DAYS <= 365:
    raise ImproperlyConfigured("SECURITY_EXPIRES_DAYS moet tussen 1 en 365 dagen liggen.")

LOG_FORMAT = env.str("LOG_FORMAT", default="line")
if LOG_FORMAT not in ("line", "json"):
    raise ImproperlyConfigured("LOG_FORMAT is line of json.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_tokens": {"()": "driehoek.logs.WithoutTokens"}},
    "formatters": {
        "line": {"()": "driehoek.logs.OneLine", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "driehoek.logs.Json"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_tokens"], "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # django.template tells what it looks in, and django.db what it asks, text and all, below INFO: never that.
    "loggers": {
        name: {"level": "WARNING"} for name in ("weasyprint", "fontTools", "pikepdf", "django.template", "django.db")
    }
    # Who came in, and the head of the audit log: whatever the level, these are proof.
    | {name: {"level": "INFO"} for name in ("driehoek.audit", "driehoek.inloggen")},
}
