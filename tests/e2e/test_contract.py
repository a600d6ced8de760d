"""Schemathesis calls both services as their OpenAPI documents say, and as they do not: no 5xx, no answer beside the contract."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings

from services.events.app import create_app as create_events
from services.upload.app import create_app as create_upload

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("sqlite_database")]

EXAMPLES = settings(max_examples=12, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
UNENDING = ("/v1/events/stream",)
LINES = ("/v1/articles/batch",)  # NDJSON, which schemathesis cannot write; tests/upload has its own


@pytest.mark.parametrize("create", [create_upload, create_events])
def test_services_answer_as_their_documents_say(create: Callable[[], Flask]) -> None:
    """Every operation, with valid and invalid parameters, bodies and keys."""
    schema = schemathesis.openapi.from_wsgi("/v1/openapi.json", create())
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 5
    for operation in operations:
        if operation.path in (*UNENDING, *LINES):
            continue

        @EXAMPLES
        @given(case=operation.as_strategy())
        def call(case: schemathesis.Case) -> None:
            case.call_and_validate()

        call()
