"""The page of the event: a table per marshmallow schema, from the event down to the call and its words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marshmallow import Schema, fields

from docs.writing.tables import first_line, write_opening, write_table
from shared.event_schemas import EventOut

KINDS = {fields.Integer: "integer", fields.Float: "number", fields.Boolean: "boolean", fields.Dict: "object"}


def write_event() -> str:
    """An event as every shape of the events service carries it, and the call as `diplowire extract` prints it."""
    prose = """
        What `GET /v1/events`, the stream and the JSON Lines export serve. One event is one call in the world; its `reports` say who
        tells it and in which words. A [Call](#call) is one article's account: what `diplowire extract` prints. Offsets (`start`,
        `end`) count characters of the stored text. Closed lists are in [vocabulary.md](vocabulary.md)."""
    return write_opening("The event", prose) + "\n".join(_write_schema(one) for one in find_nested(EventOut()))


def find_nested(schema: Schema) -> Iterator[Schema]:
    """Yields a schema and all below it, each once, outermost first."""
    found: dict[str, Schema] = {}
    left = [schema]
    while left:
        one = left.pop(0)
        if found.setdefault(one.__class__.__name__, one) is one:
            inner = (field.inner if isinstance(field, fields.List) else field for field in one.fields.values())
            left += [field.schema for field in inner if isinstance(field, fields.Nested)]
    yield from found.values()


def _write_schema(schema: Schema) -> str:
    named = {(field.data_key or name): field for name, field in schema.fields.items()}
    kinds = {name: find_kind(field) + (" or null" if field.allow_none else "") for name, field in named.items()}
    rows = [(f"`{name}`", kinds[name], find_notes(field)) for name, field in named.items()]
    about = f"{told}\n\n" if (told := first_line(schema.__class__)) else ""
    return f"## {schema.__class__.__name__}\n\n{about}{write_table(('field', 'type', 'what it says'), rows)}"


def find_kind(field: fields.Field[Any]) -> str:
    """Returns a field's type as JSON has it; a nested schema by the name of its table."""
    if isinstance(field, fields.List):
        return f"list of {find_kind(field.inner)}"
    if isinstance(field, fields.Nested):
        name = field.schema.__class__.__name__
        return f"[{name}](#{name.lower()})"
    if isinstance(field, fields.Constant):
        return f'`"{field.constant}"`'
    return next((name for kind, name in KINDS.items() if isinstance(field, kind)), "string")


def find_notes(field: fields.Field[Any]) -> str:
    """Returns what the code says of a field: description, closed list, example."""
    notes = [str(field.metadata["description"])] if "description" in field.metadata else []
    for check in field.validators:
        if choices := getattr(check, "choices", None):
            notes.append("one of " + ", ".join(f"`{choice}`" for choice in choices))
    if "example" in field.metadata:
        notes.append(f"e.g. `{field.metadata['example']}`")
    return "; ".join(notes)
