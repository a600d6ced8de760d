"""Clients of the events service, and receivers for its webhooks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from services.events.app import create_app
from shared.settings import get_settings
from tests.events.webhooks.receiver import Receiver


@pytest.fixture
def client(database: str) -> FlaskClient:
    return create_app().test_client()


@pytest.fixture
def lite(sqlite_database: str) -> FlaskClient:
    """For what no engine treats in its own way."""
    return create_app().test_client()


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> None:
    """Webhooks may go to this machine, and are not waited for long."""
    monkeypatch.setenv("DIPLOWIRE_WEBHOOK_ALLOW_PRIVATE", "1")
    monkeypatch.setenv("DIPLOWIRE_WEBHOOK_TIMEOUT_S", "1")
    get_settings.cache_clear()


@pytest.fixture
def make_receiver(local: None) -> Iterator[Callable[..., Receiver]]:
    made: list[Receiver] = []

    def make(*arguments: Any) -> Receiver:
        made.append(Receiver(*arguments))
        return made[-1]

    yield make
    for receiver in made:
        receiver.close()
