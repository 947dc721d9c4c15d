"""Settings: one file, decided by the environment; README.md lists every variable."""

from pathlib import Path
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

from okr_site import env
from okr_site.database import database_settings
from okr_site.local_secret import local_secret
from okr_site.mail import mail_settings
from okr_site.refusals import LOOPBACK_HOSTS, Site, refuse_unsafe

# In a checkout templates, static files and translations lie beside the packages,
# in an installed wheel inside this one.
BASE_DIR = Path(__file__).resolve().parent.parent
IN_CHECKOUT = (BASE_DIR / "manage.py").is_file()
ASSETS = BASE_DIR if IN_CHECKOUT else Path(__file__).resolve().parent / "_assets"
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "var" if IN_CHECKOUT else None)
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

# How the site is reached, and whether that is safe

DEBUG = env.flag("DEBUG")
EMAIL_URL = env.secret("EMAIL_URL")
SITE = Site(
    secret_key=env.secret("SECRET_KEY"),
    allowed_hosts=env.words("ALLOWED_HOSTS"),
    debug=DEBUG,
    trusted_proxy=env.flag("TRUSTED_PROXY"),
    insecure_http=env.flag("INSECURE_HTTP"),
    trusted_origins=env.origins("CSRF_TRUSTED_ORIGINS"),
    hsts_seconds=env.number("HSTS_SECONDS", 0, least=0, most=63_072_000),
    email_url=EMAIL_URL,
    public_url=env.origin("PUBLIC_URL"),
)
refuse_unsafe(SITE)

SECRET_KEY = SITE.secret_key or local_secret(DATA_DIR)
ALLOWED_HOSTS = SITE.allowed_hosts or LOOPBACK_HOSTS
CSRF_TRUSTED_ORIGINS = SITE.trusted_origins
# Where links in mails lead that no request asked for; "" in production until it is set.
PUBLIC_URL = SITE.public_url or ("http://127.0.0.1:8000" if SITE.is_local else "")
if SITE.trusted_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

HTTPS = not (SITE.is_local or SITE.insecure_http)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # probes come from inside, without HTTPS
SECURE_HSTS_SECONDS = SITE.hsts_seconds
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Named as in Django 6, which brings the middleware that okr_site holds for now.
SECURE_CSP = {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "form-action": ["'self'"],
}

SESSION_ENGINE = "okr_site.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # 2.5 MB; more is answered with 413
FILE_UPLOAD_HANDLERS = [
    "okr_site.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 900  # My updates sends nine a row, fifty rows a page

API_REQUESTS_PER_MINUTE = env.number(
    "API_REQUESTS_PER_MINUTE", 300, least=1, most=99_999
)

# The application

INSTALLED_APPS = [
    "objectives",
    "progress",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "mptt",
    "simple_history",
]
MIDDLEWARE = [
    "okr_site.middleware.SecurityHeaders",
    "progress.api.problems.JsonErrors",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # blurs lengths, and tokens are masked
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "okr_site.middleware.ReaderPreferences",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "okr_site.middleware.DatabaseUnavailable",
]
ROOT_URLCONF = "okr_site.urls"
WSGI_APPLICATION = "okr_site.wsgi.application"
FORM_RENDERER = "okr_site.forms.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ASSETS / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "objectives.context.frame",
                "progress.context.owed",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.l10n",
                "django.templatetags.static",
            ],
        },
    }
]

DATABASES = {
    "default": database_settings(
        env.secret("DATABASE_URL", f"sqlite:///{DATA_DIR / 'plumbline.sqlite3'}")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "objectives.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "updates"
LOGOUT_REDIRECT_URL = "login"
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
]

# Language, time, mail, files, log

LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文")]
LANGUAGE_CODE = env.choice("LANGUAGE_CODE", [code for code, _ in LANGUAGES], "en")
LOCALE_PATHS = [ASSETS / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "UTC")
if TIME_ZONE not in available_timezones():
    raise ImproperlyConfigured(
        f"TIME_ZONE is {TIME_ZONE!r}; it must be the name of a time zone, "
        "such as Europe/Berlin or Asia/Shanghai."
    )

globals().update(mail_settings(EMAIL_URL or f"file://{DATA_DIR / 'mail'}"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("EMAIL_FROM", "plumbline@localhost")

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ASSETS / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

LOG_LEVEL = env.choice("LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"], "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # Without this Django's own handlers say everything a second time, or nothing.
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
