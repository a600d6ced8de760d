"""The marshmallow schema of a call as `diplowire extract` prints it, and the checks that a call must pass before storage.

`Call` knows shape only; `CheckedCall(text, published_at)` also holds a call against the article it comes from. What it refuses
is kept at the article with the reasons and never served. Unknown fields are kept: fields may be added, never renamed.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from marshmallow import INCLUDE, Schema, ValidationError, fields, validate, validates_schema

from shared.vocabulary import CHANNELS

Data = dict[str, Any]

_NAME = validate.Length(min=1, max=200)
_SLUG = validate.Regexp(r"[a-z]+(-[a-z]+)*\Z")


class _Open(Schema):
    class Meta:
        unknown = INCLUDE


class _Span(_Open):
    """Words of the article, verbatim, with the offsets where they stand."""

    text = fields.String(required=True)
    start = fields.Integer(strict=True, allow_none=True)
    end = fields.Integer(strict=True, allow_none=True)


class Participant(_Span):
    name = fields.String(required=True, allow_none=True, validate=_NAME, metadata={"example": "Angela Merkel"})
    country = fields.String(required=True, allow_none=True, validate=_NAME, metadata={"example": "DE"})
    role = fields.String(allow_none=True)
    text = fields.String(allow_none=True)


class Topic(_Span):
    label = fields.String(allow_none=True, validate=_SLUG, metadata={"example": "arms-control"})


class Outcome(_Span):
    kind = fields.String(allow_none=True, validate=_SLUG, metadata={"example": "agreement"})
    by = fields.List(fields.String())
    said_by = fields.String(allow_none=True)


class CallDate(fields.String):
    """A day "2012-03-09", a month "2012-03" or a year "2012" that exists."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
            raise ValidationError("Not a date like 2012-03-09 or 2012-03.")
        try:
            date.fromisoformat((text + "-01-01")[:10] if len(text) < 7 else (text + "-01")[:10])
        except ValueError:
            raise ValidationError("This date does not exist.") from None
        return text


class Initiator(fields.Raw):
    """A name, a country code, a list of them where accounts differ, or null."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        claims = value if isinstance(value, list) else [value]
        if not all(isinstance(claim, str) for claim in claims):
            raise ValidationError("Not a name, a list of names, or null.")
        return value


class Call(_Open):
    participants = fields.List(fields.Nested(Participant), required=True)
    initiator = Initiator(
        load_default=None, allow_none=True, metadata={"oneOf": [{"type": kind} for kind in ("string", "array", "null")]}
    )
    date = CallDate(load_default=None, allow_none=True)
    date_text = fields.String(load_default=None, allow_none=True)
    date_basis = fields.String(load_default=None, allow_none=True)
    channel = fields.String(load_default="unknown", validate=validate.OneOf(CHANNELS))
    topics = fields.List(fields.Nested(Topic), load_default=list)
    outcomes = fields.List(fields.Nested(Outcome), load_default=list)
    evidence = fields.String(required=True, validate=validate.Length(min=1))
    evidence_start = fields.Integer(strict=True, allow_none=True)
    evidence_end = fields.Integer(strict=True, allow_none=True)
    background = fields.Boolean(load_default=False)
    confidence = fields.Float(load_default=None, allow_none=True, validate=validate.Range(0, 1))
    rules = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        load_default=dict,
        metadata={"description": "for each field the id of the rule that made it; topics and outcomes name theirs themselves"},
    )


class CheckedCall(Call):
    """A call held against its article: `text` is the stored text, `published_at` its ISO date or time or None."""

    def __init__(self, text: str, published_at: str | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.article_text, self.published_on = text, (published_at or "")[:10]

    @validates_schema
    def check_sides(self, call: Data, **kwargs: Any) -> None:
        people = call["participants"]
        if len(people) < 2:
            raise ValidationError("A call has at least two participants.", "participants")
        if len({person["country"] for person in people if person["country"]}) < 2:
            raise ValidationError("The participants speak for fewer than two states or organisations.", "participants")

    @validates_schema
    def check_initiator(self, call: Data, **kwargs: Any) -> None:
        told = call["initiator"]
        known = {person[key] for person in call["participants"] for key in ("name", "country")}
        for claim in told if isinstance(told, list) else [told]:
            if claim is not None and claim not in known:
                raise ValidationError("The initiator is none of the participants.", "initiator")

    @validates_schema
    def check_date(self, call: Data, **kwargs: Any) -> None:
        told = call["date"]
        if told and self.published_on and told > self.published_on[: len(told)]:
            raise ValidationError("The call would be later than the article.", "date")
        if call["date_text"] and call["date_text"] not in self.article_text:
            raise ValidationError("These words are not in the article.", "date_text")

    @validates_schema
    def check_offsets(self, call: Data, **kwargs: Any) -> None:
        self._require_span(call["evidence"], call.get("evidence_start"), call.get("evidence_end"), "evidence")
        for name in ("participants", "topics", "outcomes"):
            for span in call[name]:
                if name != "participants" or span.get("text") is not None:
                    self._require_span(span["text"], span.get("start"), span.get("end"), name)

    def _require_span(self, words: str, start: int | None, end: int | None, field: str) -> None:
        if start is None or end is None:
            raise ValidationError("Offsets are missing.", field)
        if not 0 <= start < end <= len(self.article_text):
            raise ValidationError("Offsets lie outside the article.", field)
        if self.article_text[start:end] != words:
            raise ValidationError("The words at these offsets are others.", field)


def find_faults(call: Data, text: str, published_at: str | None) -> list[str]:
    """Returns why `call` may not be stored, a line per fault ("initiator: The initiator is none …"); empty when it may."""
    try:
        CheckedCall(text, published_at).load(call)
    except ValidationError as error:
        return sorted(flatten_messages(error.messages))
    return []


def flatten_messages(messages: Any, path: str = "") -> list[str]:
    """Returns marshmallow's nested messages as lines "participants.0.name: Missing data …"."""
    if isinstance(messages, dict):
        return [line for key, inner in messages.items() for line in flatten_messages(inner, f"{path}.{key}".strip("."))]
    return [f"{path}: {message}" for message in (messages if isinstance(messages, list) else [messages])]
