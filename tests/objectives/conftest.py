"""What tests of the pages that define share."""

import pytest


@pytest.fixture
def admin(sign_in, dana):
    """A client that Dana, the administrator, is signed in with."""
    return sign_in(dana)
