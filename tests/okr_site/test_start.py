"""With which surroundings the site starts, and with which it refuses to.

Each case reads the real settings in a process of its own.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.environment import bare

PROJECT = Path(__file__).resolve().parents[2]
KEY = "kH3-9sJw_Zq7Lx2mVb8Rt5Yc1Nf6Pd4Ga0Eu-TiOoXzWvQyBhM"
PRODUCTION = {
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "okr.example.org",
    "TRUSTED_PROXY": "true",
    "EMAIL_URL": "smtp+tls://okr:hush@mail.example.org",
}
ON_LOOPBACK = {
    **PRODUCTION,
    "ALLOWED_HOSTS": "localhost",
    "TRUSTED_PROXY": "",
    "INSECURE_HTTP": "true",
}


@pytest.fixture
def start(tmp_path):
    """Reads the settings with these variables only; prints one of them."""

    def run(variables, show="SECRET_KEY"):
        return subprocess.run(
            [
                sys.executable,
                "-c",
                f"from okr_site import settings as s; print(s.{show})",
            ],
            env=bare(**{"DATA_DIR": str(tmp_path / "data"), **variables}),
            cwd=PROJECT,
            capture_output=True,
            text=True,
        )

    return run


REFUSALS = {
    "no secret": ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
    "short secret": ({"SECRET_KEY": KEY[:49]}, "SECRET_KEY has 49 characters"),
    "repeating secret": ({"SECRET_KEY": "abc" * 20}, "SECRET_KEY repeats"),
    "example secret": (
        {"SECRET_KEY": f"django-insecure-{KEY}"},
        "SECRET_KEY is an example",
    ),
    "no hosts": ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set"),
    "any host": ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS holds a '*'"),
    "any host among others": (
        {"ALLOWED_HOSTS": "okr.example.org,*"},
        "ALLOWED_HOSTS holds a '*'",
    ),
    "debug": ({"DEBUG": "true"}, "DEBUG=true shows the code"),
    "debug=yes": ({"DEBUG": "yes"}, "DEBUG is 'yes'; it must be true or false."),
    "plain http": (
        {"TRUSTED_PROXY": "", "INSECURE_HTTP": "true"},
        "INSECURE_HTTP=true sends passwords unencrypted",
    ),
    "no https": ({"TRUSTED_PROXY": ""}, "TRUSTED_PROXY is not true"),
    "http and proxy": (
        {"ALLOWED_HOSTS": "localhost", "INSECURE_HTTP": "true"},
        "contradict each other",
    ),
    "plain origin": (
        {"CSRF_TRUSTED_ORIGINS": "http://okr.example.org"},
        "CSRF_TRUSTED_ORIGINS holds http://okr.example.org",
    ),
    "no mail": ({"EMAIL_URL": ""}, "EMAIL_URL is not set"),
    "mail password in clear": (
        {"EMAIL_URL": "smtp://okr:hush@mail.example.org"},
        "EMAIL_URL sends its password unencrypted",
    ),
    "mail by pigeon": ({"EMAIL_URL": "pigeon://roof"}, "EMAIL_URL is not a way"),
    "other database": (
        {"DATABASE_URL": "mysql://okr:hush@db/okr"},
        "DATABASE_URL is not the address",
    ),
    "address of another host": (
        {"PUBLIC_URL": "https://okr.example.com"},
        "PUBLIC_URL is https://okr.example.com, which ALLOWED_HOSTS does not hold",
    ),
    "plain address": (
        {"PUBLIC_URL": "http://okr.example.org"},
        "PUBLIC_URL is plain http",
    ),
    "address with a path": (
        {"PUBLIC_URL": "https://okr.example.org/okr"},
        "PUBLIC_URL is 'https://okr.example.org/okr'; it must be an origin",
    ),
    "unknown zone": ({"TIME_ZONE": "Mars/Olympus"}, "TIME_ZONE is 'Mars/Olympus'"),
    "unknown language": ({"LANGUAGE_CODE": "tlh"}, "LANGUAGE_CODE is 'tlh'"),
    "negative hsts": ({"HSTS_SECONDS": "-1"}, "HSTS_SECONDS is '-1'"),
    "unknown log level": ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL is 'LOUD'"),
    "relative data folder": ({"DATA_DIR": "data"}, "DATA_DIR is 'data'"),
}


@pytest.mark.parametrize(("change", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_start_is_refused(start, change, sentence):
    started = start({**PRODUCTION, **change})
    assert started.returncode != 0
    assert sentence in started.stderr
    assert "hush" not in started.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "alone",
    [
        {"TRUSTED_PROXY": "true"},
        {"CSRF_TRUSTED_ORIGINS": "https://okr.example.org"},
        {"HSTS_SECONDS": "60"},
    ],
    ids=lambda variables: "".join(variables),
)
def test_half_a_production_site_is_refused(start, alone):
    assert "set SECRET_KEY and ALLOWED_HOSTS as well" in start(alone).stderr


@pytest.mark.parametrize(
    ("variables", "show", "value"),
    [
        pytest.param(PRODUCTION, "HTTPS", "True", id="production uses https"),
        pytest.param(PRODUCTION, "SESSION_COOKIE_SECURE", "True", id="session"),
        pytest.param(PRODUCTION, "CSRF_COOKIE_SECURE", "True", id="csrf"),
        pytest.param(PRODUCTION, "SECURE_SSL_REDIRECT", "True", id="redirect"),
        pytest.param(PRODUCTION, "DEBUG", "False", id="production without debug"),
        pytest.param(ON_LOOPBACK, "HTTPS", "False", id="plain http on loopback"),
        pytest.param(PRODUCTION, "PUBLIC_URL", "", id="no address, no reminders"),
        pytest.param(
            {**PRODUCTION, "PUBLIC_URL": "https://okr.example.org:8443"},
            "PUBLIC_URL",
            "https://okr.example.org:8443",
            id="address",
        ),
        pytest.param({}, "PUBLIC_URL", "http://127.0.0.1:8000", id="local address"),
        pytest.param({}, "DEBUG", "False", id="local without debug"),
        pytest.param({}, "HTTPS", "False", id="local over http"),
        pytest.param(
            {}, "ALLOWED_HOSTS", "['localhost', '127.0.0.1', '[::1]']", id="loopback"
        ),
        pytest.param({"DEBUG": "true"}, "DEBUG", "True", id="local with debug"),
        pytest.param(
            {"DATABASE_URL": "postgresql://okr@/okr"},
            "DATABASES['default']['ENGINE']",
            "django.db.backends.postgresql",
            id="local with postgresql",
        ),
    ],
)
def test_start_is_granted(start, variables, show, value):
    started = start(variables, show)
    assert (started.stdout.strip(), started.stderr) == (value, "")


def test_without_a_proxy_nobody_may_claim_https(start):
    shown = start(ON_LOOPBACK, "__dict__.get('SECURE_PROXY_SSL_HEADER')")
    assert shown.stdout.strip() == "None"


def test_a_local_site_keeps_its_generated_secret(start, tmp_path):
    first, second = start({}).stdout, start({}).stdout
    assert first == second
    assert len(first.strip()) >= 50
    assert (tmp_path / "data/secret_key").stat().st_mode & 0o777 == 0o600
