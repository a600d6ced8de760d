"""Holds a real answer against an OpenAPI document: types, required fields, closed lists, and no field that it does not tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,), "array": (list,), "object": (dict,),
    "null": (type(None),),
}  # fmt: skip


def find_faults(answer: Any, document: dict[str, Any], path: str, method: str = "get") -> list[str]:
    """Returns where the answer differs from what the document says of `path`, empty where it does not."""
    response = _resolve(document["paths"][path][method]["responses"][str(answer.status_code)], document)
    schema = response["content"].get(answer.mimetype)
    if schema is None:
        return [f"{answer.mimetype} is not told"]
    return list(_check(answer.get_json(), schema["schema"], document, ""))


def find_schema_faults(value: Any, schema: dict[str, Any], document: dict[str, Any]) -> list[str]:
    """Returns where a value differs from a schema of the document."""
    return list(_check(value, schema, document, ""))


def _resolve(node: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        target: Any = document
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        node = target
    return node


def _check(value: Any, schema: dict[str, Any], document: dict[str, Any], where: str) -> Iterator[str]:
    schema = _resolve(schema, document)
    choices = [inner for key in ("anyOf", "oneOf") for inner in schema.get(key, [])]
    if choices and "type" not in schema:
        if all(list(_check(value, inner, document, where)) for inner in choices):
            yield f"{where}: none of the choices"
        return
    told = schema.get("type", [])
    types = [told] if isinstance(told, str) else told
    is_flag = isinstance(value, bool)
    if types and not any(isinstance(value, TYPES[name]) and (not is_flag or name == "boolean") for name in types):
        yield f"{where}: {value!r} is not {told}"
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is not in the list"
    elif isinstance(value, dict):
        yield from _check_object(value, schema, document, where)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _check(item, schema.get("items", {}), document, f"{where}/{number}")


def _check_object(value: dict[str, Any], schema: dict[str, Any], document: dict[str, Any], where: str) -> Iterator[str]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", "properties" not in schema)
    yield from (f"{where}/{name}: is missing" for name in schema.get("required", []) if name not in value)
    for name, inner in value.items():
        if name in known:
            yield from _check(inner, known[name], document, f"{where}/{name}")
        elif others is False:
            yield f"{where}/{name}: is not told"
