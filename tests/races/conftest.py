import pytest
from django.db import connections


@pytest.fixture
def shared_database(transactional_db):
    """What is written is seen at once by other threads and processes."""
    yield
    connections.close_all()
