"""Settings with which Plumbline does not start.

A site is *local* while neither SECRET_KEY nor ALLOWED_HOSTS is set: it then answers
to this machine's own names only, over plain HTTP, with a secret of its own making.
With either of them it is in production, and everything unsafe or missing is refused
with a sentence that says what to set.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import split_domain_port, validate_host

LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 10


@dataclass(frozen=True)
class Site:
    """What the environment says about how the site is reached."""

    secret_key: str
    allowed_hosts: list[str]
    debug: bool
    trusted_proxy: bool
    insecure_http: bool
    trusted_origins: list[str]
    hsts_seconds: int
    email_url: str
    public_url: str = ""

    @property
    def is_local(self) -> bool:
        return not self.secret_key and not self.allowed_hosts

    @property
    def is_loopback(self) -> bool:
        return set(self.allowed_hosts) <= set(LOOPBACK_HOSTS)


def refuse_unsafe(site: Site) -> None:
    """Raise ImproperlyConfigured with every reason why this site must not start."""
    reasons = list(_local_reasons(site) if site.is_local else _reasons(site))
    if reasons:
        raise ImproperlyConfigured(" ".join(reasons))


def _local_reasons(site: Site) -> Iterator[str]:
    if site.trusted_proxy or site.trusted_origins or site.hsts_seconds:
        yield (
            "TRUSTED_PROXY, CSRF_TRUSTED_ORIGINS and HSTS_SECONDS are for a site in "
            "production: set SECRET_KEY and ALLOWED_HOSTS as well, or none of them."
        )


def _reasons(site: Site) -> Iterator[str]:
    yield from _secret_reasons(site.secret_key)
    yield from _host_reasons(site)
    yield from _https_reasons(site)
    yield from _mail_reasons(site.email_url)
    yield from _address_reasons(site)


def _secret_reasons(key: str) -> Iterator[str]:
    if not key:
        yield "SECRET_KEY is not set: set it to 50 or more random characters."
    elif key.startswith("django-insecure-"):
        yield "SECRET_KEY is an example: set it to 50 or more random characters."
    elif len(key) < SHORTEST_SECRET:
        yield f"SECRET_KEY has {len(key)} characters: it needs 50 or more, at random."
    elif len(set(key)) < FEWEST_CHARACTERS:
        yield "SECRET_KEY repeats few characters: use 50 or more at random."


def _host_reasons(site: Site) -> Iterator[str]:
    if not site.allowed_hosts:
        yield "ALLOWED_HOSTS is not set: name what people type, as okr.example.org."
    if any("*" in host for host in site.allowed_hosts):
        yield "ALLOWED_HOSTS holds a '*', which trusts every name: list the names."
    if site.debug and not site.is_loopback:
        yield (
            "DEBUG=true shows the code and settings to every reader: "
            "with it ALLOWED_HOSTS may only hold localhost, 127.0.0.1 and [::1]."
        )


def _https_reasons(site: Site) -> Iterator[str]:
    if site.insecure_http and not site.is_loopback:
        yield (
            "INSECURE_HTTP=true sends passwords unencrypted: "
            "with it ALLOWED_HOSTS may only hold localhost, 127.0.0.1 and [::1]."
        )
    if site.insecure_http and site.trusted_proxy:
        yield "INSECURE_HTTP and TRUSTED_PROXY contradict each other: set one of them."
    if not site.insecure_http and not site.trusted_proxy:
        yield (
            "TRUSTED_PROXY is not true, so no request can arrive over HTTPS: put the "
            "site behind a proxy that ends HTTPS and sets X-Forwarded-Proto itself, "
            "then set TRUSTED_PROXY=true."
        )
    for origin in site.trusted_origins:
        if origin.startswith("http:") and not site.is_loopback:
            yield f"CSRF_TRUSTED_ORIGINS holds {origin}: use https, which is encrypted."


def _mail_reasons(url: str) -> Iterator[str]:
    if not url:
        yield (
            "EMAIL_URL is not set, so nobody could reset a password: set it to "
            "smtp+tls://user:password@host:587, or say file:///folder."
        )
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    if parts.scheme == "smtp" and parts.password and host not in LOOPBACK_HOSTS:
        yield (
            "EMAIL_URL sends its password unencrypted: "
            "use smtp+tls:// or smtps:// instead of smtp://."
        )


def _address_reasons(site: Site) -> Iterator[str]:
    if not site.public_url:
        return  # only what sends mails by itself needs it, and says so
    parts = urlsplit(site.public_url)
    if parts.scheme == "http" and not site.insecure_http:
        yield "PUBLIC_URL is plain http: use https, as the proxy does."
    host, _port = split_domain_port(parts.netloc)
    if not validate_host(host, site.allowed_hosts):
        yield (
            f"PUBLIC_URL is {site.public_url}, which ALLOWED_HOSTS does not hold: "
            "the links in mails would be refused."
        )
