"""flask-smorest's Api, taught two things: problems instead of its own errors, and an OpenAPI document that says so.

The document would announce errors as `application/json`; they are corrected to `application/problem+json` before it is served.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, jsonify
from flask_smorest import Api
from werkzeug.exceptions import HTTPException

from shared.problems import PROBLEM_JSON, answer_http_error
from shared.schemas import ProblemOut


class ProblemApi(Api):
    """The Api of one service. `document()` is what `/v1/openapi.json` answers."""

    ERROR_SCHEMA = ProblemOut

    def handle_http_exception(self, error: HTTPException) -> Response:
        return answer_http_error(error)

    def document(self) -> dict[str, Any]:
        """Returns the OpenAPI document with all errors as problem details."""
        document: dict[str, Any] = self.spec.to_dict()
        for path in document["paths"].values():
            for operation in path.values():
                if isinstance(operation, dict):
                    _correct_responses(operation.get("responses", {}))
        _correct_responses(document.get("components", {}).get("responses", {}))
        return document

    def _openapi_json(self) -> Response:
        return jsonify(self.document())


def _correct_responses(responses: dict[str, Any]) -> None:
    for response in responses.values():
        content = response.get("content", {})
        schema = content.get("application/json", {}).get("schema", {})
        if str(schema.get("$ref", "")).endswith(("/Error", "/ProblemOut")):
            content[PROBLEM_JSON] = content.pop("application/json")


def configure_api(app: Flask, title: str, version: str) -> ProblemApi:
    """Attaches the Api to `app`: OpenAPI 3.1 at /v1/openapi.json, unknown body fields refused, bearer keys announced."""
    app.config.update(
        API_TITLE=title,
        API_VERSION=version,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/v1",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "security": [{"key": []}],
            "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
        },
    )
    return ProblemApi(app)
