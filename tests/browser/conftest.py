"""Browsers for the cast: each page fails its test when it complains of anything."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from objectives import clock
from progress.demo.build import build

SOON = 10_000  # milliseconds; a slow machine is no failure
expect.set_options(timeout=SOON)
# What htmx says of a preview under way when a newer one, or the form itself, is sent.
# A request that fails is told by a word of its own, htmx:sendError.
OVERTAKEN = "htmx:sendAbort", "htmx:afterRequest"


@pytest.fixture(autouse=True)
def reachable_ledger(transactional_db):
    """The live server reads what a test wrote, and the tables are emptied after it."""


@pytest.fixture
def visit(page, new_context, live_server):
    """`visit(alice)` is a page of a browser of her own, at the start of the site.

    Further arguments are those of a browser context, such as `color_scheme`; nobody is
    signed in when the person is None. What a page complains of, a violated
    Content-Security-Policy included, must stand in its `expected` or fails the test.
    """
    opened = []

    def visit(person, **options):
        context = new_context(base_url=live_server.url, **options)
        context.set_default_timeout(SOON)
        context.address = live_server.url
        if person:
            context.add_cookies([session_of(person, live_server.url)])
        context.complaints, context.expected = [], [*OVERTAKEN]
        context.on("page", lambda page: listen(page, live_server.url))
        opened.append(context)
        return context.new_page()

    yield visit
    for context in opened:
        assert unexpected(context) == []


def session_of(person, address):
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": address}


def listen(page, address):
    """Write down errors, warnings, failed scripts and requests to another host."""
    complaints = page.context.complaints

    def hear(message):
        if message.type in ("error", "warning"):
            complaints.append(f"{message.text} at {page.url}")

    def watch(request):
        if not request.url.startswith((address, "data:", "about:", "blob:")):
            complaints.append(f"request to another host: {request.url}")

    page.on("console", hear)
    page.on("request", watch)
    page.on("pageerror", lambda error: complaints.append(f"exception: {error}"))


def unexpected(context):
    known = tuple(context.expected)
    return [told for told in context.complaints if not any(k in told for k in known)]


@pytest.fixture
def tidewell():
    """The sample company with thirteen weeks of numbers."""
    build(clock.today())
