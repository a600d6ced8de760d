"""Requests as the OpenAPI documents say and as they do not, by schemathesis: no 5xx, no answer beside the contract."""

from __future__ import annotations

from typing import Any

import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from benchmarks.fuzz.place import Place
from benchmarks.fuzz.tally import EXAMPLE_S, Tally
from tests.bounded import bounded

EXAMPLES = 12  # of each operation, as it may be called and as it may not
Operation = schemathesis.schemas.APIOperation[Any, Any, Any, Any]
APART = ("/v1/events/stream", "/v1/articles/batch")  # never ends; NDJSON, which schemathesis cannot write


def call_operations(place: Place, tally: Tally) -> None:
    """Calls every operation of both services with generated parameters, bodies and keys, about half of them on what is there."""
    for name, app in place.services:
        schema = schemathesis.openapi.from_wsgi("/v1/openapi.json", app)
        for found in schema.get_all_operations():
            operation: Operation = found.ok()  # type: ignore[union-attr]
            for mode in GenerationMode.POSITIVE, GenerationMode.NEGATIVE:
                if operation.path not in APART:
                    _call(f"{name} {operation.label} {mode.value}", operation, mode, place, tally)


def _call(where: str, operation: Operation, mode: GenerationMode, place: Place, tally: Tally) -> None:
    checks = [not_a_server_error, response_schema_conformance] if mode is GenerationMode.NEGATIVE else None

    @given(case=operation.as_strategy(generation_mode=mode), real=st.booleans())
    def call(case: schemathesis.Case[Any], real: bool) -> None:
        if real:
            case.path_parameters = {name: place.ids.get(name, told) for name, told in (case.path_parameters or {}).items()}
        tally.counts["requests by document"] += 1
        with bounded(EXAMPLE_S):
            case.call_and_validate(headers=place.headers, checks=checks)

    tally.hunt(where, EXAMPLES, call)
