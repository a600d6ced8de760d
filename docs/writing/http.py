"""The page of HTTP: each service from its OpenAPI document, with the scope that a call needs, and the table of problems."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask import Flask

from docs.writing.schemas import find_nested
from docs.writing.tables import write_opening, write_table
from services.events.app import create_app as create_events
from services.events.selection import FilterQuery
from services.upload.app import create_app as create_upload
from shared.access import find_view
from shared.errors import PROBLEM_TYPES
from shared.event_schemas import EventOut
from shared.schemas import ProblemOut

Data = dict[str, Any]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
FILTERS = {field.data_key or name for name, field in FilterQuery().fields.items()}
FRAMEWORK_SCHEMAS = {"PaginationMetadata"}


def write_http() -> str:
    """Both services, and the problems they answer with."""
    prose = """
        Both services tell the same as OpenAPI 3.1 at `/v1/openapi.json` and, to look at and try, at `/docs`. With keys in force a
        call needs `Authorization: Bearer KEY` with a key of its scope; `admin` includes all others. `/healthz` (alive), `/readyz`
        (database and broker can be reached) and `/metrics` need no key. The event has [a page of its own](event.md), and so has
        [the page for people](../page.md). Every call may answer with a [problem](#problems)."""
    services = [("Upload", 8001, create_upload()), ("Events", 8002, create_events())]
    return write_opening("HTTP", prose) + "\n".join([*(_write_service(*one) for one in services), _write_problems()])


def _write_problems() -> str:
    rows = ((status, f"`urn:diplowire:problem:{row.slug}`", row.title, row.detail) for status, row in PROBLEM_TYPES.items())
    about = (
        "Errors are `application/problem+json` after RFC 9457. `instance` holds the request id; where fields are wrong, "
        "`errors` has a `pointer` and a `detail` each."
    )
    table = write_table(("status", "type", "title", "detail, unless there is a better one"), rows)
    return f"## Problems\n\n{about}\n\n{table}"


def _write_service(title: str, port: int, app: Flask) -> str:
    document: Data = app.extensions["diplowire_api"].document()
    operations = list(_find_operations(app, document))
    table = write_table(
        ("call", "scope", "what it does"), [(f"`{name}`", scope, one.get("summary", "")) for name, scope, one in operations]
    )
    sections = [_write_filters(operations), *(_write_operation(name, one, document) for name, _, one in operations)]
    sections += [_write_body(f"{title}: {name}", one) for name, one in _find_bodies(document)]
    return "\n".join([f"## {title} service, port {port}\n\n{table}", *filter(None, sections)])


def _find_operations(app: Flask, document: Data) -> Iterator[tuple[str, str, Data]]:
    """Yields "GET /v1/events", the scope it needs, and what OpenAPI says of it."""
    endpoints = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(rule)), method): rule.endpoint
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    for path, operations in document["paths"].items():
        for method in (method for method in METHODS if method.lower() in operations):
            with app.app_context():
                scope = getattr(find_view(endpoints[path, method], method), "needed_scope", "admin")
            yield f"{method} {path}", str(scope or "none"), operations[method.lower()]


def _has_filters(operation: Data) -> bool:
    return {one["name"] for one in operation.get("parameters", [])} >= FILTERS


def _write_filters(operations: list[tuple[str, str, Data]]) -> str:
    """The filters, once for all calls that have them."""
    filtered = next((one for _, _, one in operations if _has_filters(one)), None)
    if filtered is None:
        return ""
    table = _write_parameters([one for one in filtered["parameters"] if one["name"] in FILTERS])
    about = "All must hold. Names and words are compared without case and accents, as whole words, in any order."
    return f"### Filters\n\n{about}\n\n{table}"


def _write_parameters(parameters: list[Data]) -> str:
    rows = [(f"`{one['name']}`", one["in"], write_type(one.get("schema", {})), one.get("description", "")) for one in parameters]
    return write_table(("parameter", "in", "type", "what it says"), rows)


def _write_operation(name: str, operation: Data, document: Data) -> str:
    """One call: its parameters, its bodies, its answers."""
    parts = [f"### `{name}`\n\n{operation.get('summary', '')} {operation.get('description', '')}".rstrip() + "\n"]
    left = [one for one in operation.get("parameters", []) if not (_has_filters(operation) and one["name"] in FILTERS)]
    parts += [_write_parameters(left)] if left else []
    parts += ["The [filters](#filters) narrow it.\n"] if _has_filters(operation) else []
    if content := operation.get("requestBody", {}).get("content"):
        parts.append(f"Body: {_name_bodies(content)}.\n")
    answers = []
    for status, answer in sorted(operation.get("responses", {}).items()):
        while "$ref" in answer:
            answer = document["components"]["responses"][answer["$ref"].rsplit("/", 1)[1]]
        if status != "default":  # the problems
            answers.append((status, answer.get("description", ""), _name_bodies(answer.get("content", {}))))
    return "\n".join([*parts, write_table(("answer", "when", "with"), answers)])


def _name_bodies(content: Data) -> str:
    """Returns "`application/json` (ArticleIn), `text/plain`"."""
    names = {kind: str(one.get("schema", {}).get("$ref", "")).rsplit("/", 1)[-1] for kind, one in content.items()}
    return ", ".join(f"`{kind}` ({name})" if name else f"`{kind}`" for kind, name in names.items())


def _find_bodies(document: Data) -> list[tuple[str, Data]]:
    """Returns the schemas of bodies but those of the event and of problems, which are told elsewhere."""
    elsewhere = {one.__class__.__name__ for whole in (EventOut(), ProblemOut()) for one in find_nested(whole)} | FRAMEWORK_SCHEMAS
    return [(name, one) for name, one in sorted(document["components"]["schemas"].items()) if name not in elsewhere]


def _write_body(name: str, schema: Data) -> str:
    required = schema.get("required", [])
    rows = [
        (f"`{field}`", write_type(told), "yes" if field in required else "", told.get("description", ""))
        for field, told in schema.get("properties", {}).items()
    ]
    return f"### {name}\n\n{write_table(('field', 'type', 'required', 'what it says'), rows)}"


def write_type(schema: Data) -> str:
    """Returns a type of OpenAPI in words, with its closed list and default."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    told = schema.get("type", "string")
    kinds = [kind for kind in ([told] if isinstance(told, str) else told) if kind != "null"]
    words = [f"list of {write_type(schema['items'])}" if kind == "array" else str(schema.get("format", kind)) for kind in kinds]
    if choices := [choice for choice in schema.get("enum", []) if choice is not None]:
        words = ["one of " + ", ".join(f"`{choice}`" for choice in choices)]
    return ", ".join([*words, *([f"default {schema['default']}"] if schema.get("default") else [])])
