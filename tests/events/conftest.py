"""A client of the events service on both engines, and one on SQLite alone."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from services.events.app import create_app


@pytest.fixture
def client(database: str) -> FlaskClient:
    return create_app().test_client()


@pytest.fixture
def lite(sqlite_database: str) -> FlaskClient:
    """For what no engine treats in its own way."""
    return create_app().test_client()
