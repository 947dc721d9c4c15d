import pytest
from django.test import Client


@pytest.fixture
def site(settings):
    """A browser for the addresses of tests/okr_site/urls.py; failures are answers."""
    settings.ROOT_URLCONF = "tests.okr_site.urls"
    return Client(raise_request_exception=False)
