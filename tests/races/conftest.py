import sqlite3

import pytest
from django.db import connection, connections


@pytest.fixture
def shared_database(transactional_db, tmp_path, monkeypatch):
    """A database that other threads and processes reach by themselves.

    PostgreSQL's is; SQLite's lies in memory and is copied to a file for the time.
    """
    if connection.vendor == "postgresql":
        yield
        connections.close_all()
        return
    path = tmp_path / "shared.sqlite3"
    connection.ensure_connection()
    memory = connection.connection
    with sqlite3.connect(path) as file:
        memory.backup(file)
    file.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
    connection.connection = None
    yield
    connection.close()
    connection.connection = memory
