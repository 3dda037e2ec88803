"""Facts of the place where SellerDesk runs. The numbers of the rules live with the rules, not here."""

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from sellerdesk import env
from sellerdesk.runtime import logs


# --- place ---
BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = Path(env.text("SELLERDESK_STATE", str(BASE_DIR / ".state"))).resolve()
DEBUG = False
ROOT_URLCONF = "sellerdesk.urls"
WSGI_APPLICATION = "sellerdesk.wsgi.application"
ASGI_APPLICATION = "sellerdesk.asgi.application"
# Beginnings of paths that are streams: raw ASGI applications, never Django. A test adds its own as beginning=dotted.path, comma-separated.
STREAMS = {"/stream/": "sellerdesk.stream.app.application"}
STREAMS |= dict(pair.split("=", 1) for pair in env.names("SELLERDESK_STREAMS"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"

# --- secrets: three keys, so that renewing sessions never changes the pseudonyms in the ledgers nor locks a marketplace out ---
SECRET_KEY = env.kept_secret("SECRET_KEY", STATE_DIR / "secret_key")
PSEUDONYM_KEY = env.kept_secret("PSEUDONYM_KEY", STATE_DIR / "pseudonym_key")
# Seals marketplace keys at rest. Losing it means that every shop must be connected anew.
SEAL_KEY = env.kept_secret("SEAL_KEY", STATE_DIR / "seal_key")
# Keys that were in use before: they open, and never seal or sign anything new (docs/mechanisms/hardening.md, "Changing a key").
SEAL_KEYS_OLD = env.old_secrets("SEAL_KEYS_OLD", STATE_DIR / "seal_keys_old")
SECRET_KEY_FALLBACKS = env.old_secrets("SECRET_KEYS_OLD", STATE_DIR / "secret_keys_old")

# --- hosts and transport: TLS is on when this process or the proxy before it speaks it ---
TLS = env.flag("SELLERDESK_TLS", default=False)
ALLOWED_HOSTS = env.names("SELLERDESK_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"] if TLS else []
if env.flag("SELLERDESK_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
# Only where somebody says so: other services may live below the same name, and a browser would shut them out for a year.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("SELLERDESK_HSTS_SUBDOMAINS", default=False)
# W005: see above. W008: the port speaks TLS alone, or the proxy before it does. W021: a list that is built into browsers is left slowly.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "sellerdesk.web.errors.csrf_failure"
COOKIE_PREFIX = "__Host-" if TLS else ""
SESSION_ENGINE = "sellerdesk.sessions"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
SESSION_COOKIE_SECURE = TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_HTTPONLY = True  # forms and pages carry the token; no script reads the cookie
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = TLS
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- apps ---
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # the library's list of sessions and keys
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "sellerdesk.apps.KernelConfig",
    "reviews.apps.ReviewsConfig",
    "ratings.apps.RatingsConfig",
    "chat.apps.ChatConfig",
    "returns.apps.ReturnsConfig",
]
MIDDLEWARE = [
    "sellerdesk.web.middleware.RequestId",
    "sellerdesk.web.safe_headers.SafeHeaders",
    "sellerdesk.web.measured.Timed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "sellerdesk.web.preferences.Reader",
    "sellerdesk.web.password_gate.PasswordGate",
    "sellerdesk.web.factor_gate.FactorGate",
    "sellerdesk.web.session_pages.Seen",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sellerdesk.web.middleware.Refusals",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "sellerdesk.web.shell.shell",
            ],
        },
    },
]

# --- content security policy: nonces, nothing inline; style attributes carry data (bar widths) only ---
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "style-src-attr": [UNSAFE_INLINE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}

# --- stores: the application's role runs, the owner's role migrates; one URL serves as both ---
_AS_OWNER = env.flag("SELLERDESK_AS_OWNER", default=False)
_APP_URL = env.text("DATABASE_URL", "postgresql://sellerdesk_app@/sellerdesk?host=/nonexistent")
_OWNER_URL = env.text("DATABASE_OWNER_URL", _APP_URL)
STATEMENT_TIMEOUT = env.integer("SELLERDESK_STATEMENT_TIMEOUT", 30)
LOCK_TIMEOUT = env.integer("SELLERDESK_LOCK_TIMEOUT", 10)
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **env.database(_OWNER_URL if _AS_OWNER else _APP_URL),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **env.database_options(_OWNER_URL if _AS_OWNER else _APP_URL),
            "application_name": env.text("SELLERDESK_PROCESS", "sellerdesk"),
            # The server's own limits end nothing where its machine is gone: a way that is silent is given up, so that threads come free.
            "connect_timeout": 10,
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            "keepalives_count": 3,
            "tcp_user_timeout": 60_000,
            "options": (
                f"-c statement_timeout={STATEMENT_TIMEOUT * 1000} -c lock_timeout={LOCK_TIMEOUT * 1000}"
                " -c idle_in_transaction_session_timeout=120000"
            ),
        },
    },
}
REDIS_URL = env.text("REDIS_URL", "unix:///nonexistent/valkey.sock")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "desk",
    },
}

# --- people ---
AUTH_USER_MODEL = "sellerdesk.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "sellerdesk.passwords.LongEnough"},
    {"NAME": "sellerdesk.passwords.NotLikeOneself", "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "sellerdesk.passwords.NotCommon"},
    {"NAME": "sellerdesk.passwords.NotOfThisPlace"},
    {"NAME": "sellerdesk.passwords.NotBreached"},
]
# A file of SHA-1 hashes in order, HASH:COUNT a line, as Have I Been Pwned gives it; empty for none.
BREACHED_PASSWORDS = env.text("SELLERDESK_BREACHED_PASSWORDS", "")
ACCOUNT_ADAPTER = "sellerdesk.web.signin.Door"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = None  # the door asks; see sellerdesk/domain/session_life.py
ACCOUNT_FORMS = {
    "login": "sellerdesk.web.signin.SignIn",
    "add_email": "sellerdesk.web.signin.AddAddress",
    "reset_password": "sellerdesk.web.signin.Forgotten",
    "change_password": "sellerdesk.web.password_forms.Change",
    "reset_password_from_key": "sellerdesk.web.password_forms.Anew",
    "reauthenticate": "sellerdesk.web.password_forms.Again",
}
ACCOUNT_PREVENT_ENUMERATION = True
# Before a dangerous step: who gave password or second factor longer ago is asked again. See sellerdesk/web/surely.py.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = env.integer("SELLERDESK_SURE_SECONDS", 600, least=60)
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "SellerDesk: "
ACCOUNT_CHANGE_EMAIL = True  # one address; another takes its place once it is confirmed
# Of the link for a new password, in seconds: it opens an account by a mailbox alone, so it does not lie there for long.
PASSWORD_RESET_TIMEOUT = 3600
# On top of the library's own: opening and answering invitations, and making them.
ACCOUNT_RATE_LIMITS = {"invitation": "30/m/ip", "invite": "30/h/user"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# "required" of owners, superusers, and where a desk says so of all its people; or "offered" to everybody.
SECOND_FACTOR = env.text("SELLERDESK_SECOND_FACTOR", "required")
MFA_ADAPTER = "sellerdesk.web.factor_forms.Factors"
MFA_FORMS = {
    "authenticate": "sellerdesk.web.factor_forms.SecondHalf",
    "reauthenticate": "sellerdesk.web.factor_forms.Again",
    "activate_totp": "sellerdesk.web.factor_forms.SetUp",
    "add_webauthn": "sellerdesk.web.factor_forms.AddKey",
}
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up alone, and the first account of an installation has an address of its own making
MFA_PASSKEY_LOGIN_ENABLED = False
USERSESSIONS_TRACK_ACTIVITY = False  # sellerdesk.web.session_pages.Seen does it, every few minutes instead of every time
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
# Not to the console unless somebody says so: that is the log, where no address and no link that lets people in may stand.
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("EMAIL_PORT", 25, least=1)
EMAIL_HOST_USER = env.text("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_STARTTLS", default=False)
EMAIL_TIMEOUT = 10
# Where the desk is reached: mails lead there.
SITE_URL = env.text("SELLERDESK_URL", "http://127.0.0.1:8000").rstrip("/")
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "sellerdesk@localhost")

# --- API ---
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "sellerdesk.api.schema.Schema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["sellerdesk.api.parsing.BoundedJSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["sellerdesk.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["sellerdesk.api.authentication.HasToken"],
    "DEFAULT_THROTTLE_CLASSES": ["sellerdesk.api.throttling.TokenThrottle"],
    "DEFAULT_THROTTLE_RATES": {
        "token": env.text("SELLERDESK_API_RATE", "3000/min"),
        "personal": env.text("SELLERDESK_API_PERSONAL_RATE", "120/hour"),
    },
    "EXCEPTION_HANDLER": "sellerdesk.api.problems.handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "SellerDesk",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    # Names that programs are written against: without these some would be made of digits that change.
    "ENUM_NAME_OVERRIDES": {
        "ClaimReasonEnum": "returns.domain.reasons.REASONS",
        "ComplaintTopicEnum": "reviews.api.topics.TOPICS",
        "ConnectionKindEnum": "sellerdesk.api.desk.connections.KINDS",
        "DecisionKindEnum": "returns.domain.deciding.KINDS",
        "NotCountedReasonEnum": "ratings.api.not_counted.REASONS",
        "PlaceEnum": "sellerdesk.replies.judging.PLACES",
        "PresenceEnum": "returns.domain.automatic.PRESENCES",
        "TextPlaceEnum": "sellerdesk.api.desk.checks.PLACES",
        "UploadStateEnum": "sellerdesk.api.desk.uploads.STATES",
        "VerdictEnum": "reviews.api.rating.CHOICES",
    },
}

# --- languages ---
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True

# --- files: `up` collects once; without a manifest (tests) they are found where they lie ---
_MANIFEST = env.flag("SELLERDESK_STATIC_MANIFEST", default=True)
STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"] if (BASE_DIR / "static").is_dir() else []
WHITENOISE_USE_FINDERS = not _MANIFEST
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "sellerdesk.runtime.storage.HashedFiles" if _MANIFEST else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
MEDIA_ROOT = STATE_DIR / "files"
# The spooling front has already bounded the body and holds it on disk.
DATA_UPLOAD_MAX_MEMORY_SIZE = env.integer("SELLERDESK_BODY_LIMIT", 26_214_400)

# --- how long what is past its use is kept, in days (sellerdesk/privacy/retention.py says of what, and why) ---
KEEP_NOTICES_DAYS = env.integer("SELLERDESK_KEEP_NOTICES_DAYS", 90, least=1)
KEEP_DRAFTS_DAYS = env.integer("SELLERDESK_KEEP_DRAFTS_DAYS", 90, least=1)
KEEP_INVITATIONS_DAYS = env.integer("SELLERDESK_KEEP_INVITATIONS_DAYS", 180, least=1)

# --- marketplaces: the only origins that anything is sent to, and whether every desk may play with the simulated one ---
MARKETPLACE_ORIGINS = env.names("SELLERDESK_MARKETPLACE_ORIGINS")
SIMULATOR_EVERYWHERE = env.flag("SELLERDESK_SIMULATOR", default=False)

# --- outside: in-house receivers of webhooks by their whole origin, which alone may be private or without TLS; where Telegram is ---
WEBHOOK_ORIGINS = env.names("SELLERDESK_WEBHOOK_ORIGINS")
TELEGRAM_API = env.text("SELLERDESK_TELEGRAM_API", "https://api.telegram.org").rstrip("/")

# --- logs: structured, to standard error, without personal data ---
LOGGING_CONFIG = None
LOGGING = logs.configure(level=env.text("SELLERDESK_LOG_LEVEL", "INFO"), plain=env.flag("SELLERDESK_LOG_PLAIN", default=False))

# --- Celery: see sellerdesk/celery.py for the queues' meaning and the beat table ---
CELERY_BROKER_URL = env.broker(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "now"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Without a short restore interval a killed worker's tasks come back minutes late.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": env.integer("SELLERDESK_VISIBILITY_TIMEOUT", 120, least=5),
    "unacked_restore_interval": 1,
    "socket_timeout": 30,
    "socket_connect_timeout": 5,
}
CELERY_TIMEZONE = "UTC"
