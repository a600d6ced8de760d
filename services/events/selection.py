"""The query parameters of the events service as marshmallow schemas: filters in, with order, page and cursor, checked.

Unknown parameters are ignored, wrong values are 422 with a pointer. Each schema loads into a NamedTuple.
"""

from __future__ import annotations

from dataclasses import fields as fields_of
from typing import Any, NamedTuple

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from services.events.filters import Filters
from services.events.paging import ORDERS
from shared.schemas import CleanText, PageQuery
from shared.vocabulary import Envelope

Data = dict[str, Any]
_LONGEST = validate.Length(max=200)


class Selection(NamedTuple):
    """Which events, in which order, behind which page, and how many (`limit` None: all), and how each is wrapped."""

    filters: Filters
    order: str
    after: str | None
    limit: int | None
    envelope: str = Envelope.PLAIN


class Replay(NamedTuple):
    """What a stream tells, behind which position it begins (None: with the next event), and how each event is wrapped."""

    filters: Filters
    after: int | None
    envelope: str = Envelope.PLAIN


class Cursor(fields.String):
    """A position of the feed as clients know it: digits."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        told = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        text = super()._deserialize(told, attr, data, **kwargs)
        if not (text.isascii() and text.isdigit() and len(text) <= 18):
            raise ValidationError("Not a cursor; use the `cursor` of an event, or 0.")
        return int(text)


def _word(description: str) -> Any:
    return CleanText(load_default=None, blank=False, validate=_LONGEST, metadata={"description": description})


def _words(description: str) -> Any:
    one = CleanText(blank=False, validate=_LONGEST)
    return fields.List(one, load_default=(), validate=validate.Length(max=20), metadata={"description": description})


def envelope_field() -> Any:
    """Returns the field that says how events are wrapped."""
    told = {"description": "plain: the event itself; cloudevents: each in a CloudEvent 1.0"}
    return fields.String(load_default=Envelope.PLAIN, validate=validate.OneOf(list(Envelope)), metadata=told)


class FilterQuery(Schema):
    participant = _words("words of a participant's name; repeated: all took part")
    country = _words("code (DE, EU, UN) or movement that a participant speaks for; repeated: all took part")
    initiator = _word("words of the name, or the country, of who is said to have placed the call")
    topic = _words("a label (arms-control), or words of a topic as told; repeated: all were talked about")
    first_day = fields.Date(data_key="from", load_default=None, metadata={"description": "calls that may be of this day or later"})
    last_day = fields.Date(data_key="to", load_default=None, metadata={"description": "calls that may be of this day or earlier"})
    q = _word("words that all stand in names, roles, topics, outcomes or evidence")
    article = _word("id of an article that reports the event")
    updated_after = Cursor(load_default=None, metadata={"description": "a cursor: events that changed behind it"})

    @validates_schema
    def check_days(self, query: Data, **kwargs: Any) -> None:
        if query["first_day"] and query["last_day"] and query["first_day"] > query["last_day"]:
            raise ValidationError("Later than `to`.", "from")

    def take_filters(self, query: Data) -> Filters:
        """Returns the filters in a loaded query."""
        told: Data = {field.name: query.get(field.name) for field in fields_of(Filters)}
        told |= {name: tuple(told[name]) for name in ("participant", "country", "topic")}
        return Filters(**told)


class SelectionQuery(FilterQuery, PageQuery):
    """A page of events. Its order is `-created`, or `updated` where a cursor is given, unless it says another."""

    default_order = "-created"

    order = fields.String(
        load_default=None,
        validate=validate.OneOf(ORDERS),
        metadata={"description": "created: first told; updated: last changed, as cursors count; date: of the call, undated last"},
    )

    @post_load
    def make(self, query: Data, **kwargs: Any) -> Selection:
        order = query["order"] or (self.default_order if query["updated_after"] is None else "updated")
        return Selection(self.take_filters(query), order, query["after"], query["limit"])


class ExportQuery(SelectionQuery):
    """The whole selection, unless a limit is told."""

    limit = fields.Integer(load_default=None, validate=validate.Range(1))


class LinesQuery(ExportQuery):
    """The same, each line in an envelope."""

    envelope = envelope_field()

    @post_load
    def make(self, query: Data, **kwargs: Any) -> Selection:
        return super().make(query)._replace(envelope=query["envelope"])


class AtomQuery(SelectionQuery):
    """A page for feed readers, what changed last first."""

    default_order = "-updated"


class StreamQuery(FilterQuery):
    after = Cursor(load_default=None, metadata={"description": "begin behind this cursor; 0: at the first event"})

    envelope = envelope_field()

    @post_load
    def make(self, query: Data, **kwargs: Any) -> Replay:
        return Replay(self.take_filters(query), query["after"], query["envelope"])


class StreamHeaders(Schema):
    """What a client sends when it comes back; outranks `after`."""

    last_event_id = Cursor(data_key="Last-Event-ID", load_default=None)
