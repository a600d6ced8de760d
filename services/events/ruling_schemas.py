"""What an analyst may send: an action, and what goes with it. Checked for shape here, against the event by `shared.merging`."""

from __future__ import annotations

from typing import Any, NamedTuple

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from shared.calls import CallDate
from shared.schemas import CleanText
from shared.vocabulary import CHANNELS, OUTCOME_KINDS, TOPIC_LABELS, RulingAction

Data = dict[str, Any]
NEEDED = {RulingAction.CORRECT: "fields", RulingAction.MERGE: "events", RulingAction.SPLIT: "reports"}
_WORDS = validate.Length(min=1, max=1000)


class Word(NamedTuple):
    """An analyst's word: the action, what goes with it, who says so and why, and the revision it was said of."""

    action: RulingAction
    body: Data
    made_by: str | None
    note: str | None
    revision: int | None


class PersonIn(Schema):
    name = CleanText(required=True, allow_none=True, validate=_WORDS)
    country = CleanText(required=True, validate=_WORDS)
    role = CleanText(load_default=None, allow_none=True, validate=_WORDS)


class TopicIn(Schema):
    text = CleanText(required=True, blank=False, validate=_WORDS)
    label = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(TOPIC_LABELS))


class OutcomeIn(Schema):
    text = CleanText(required=True, blank=False, validate=_WORDS)
    kind = fields.String(allow_none=True, validate=validate.OneOf(OUTCOME_KINDS))
    by = fields.List(CleanText(validate=_WORDS))
    said_by = CleanText(allow_none=True, validate=_WORDS)


class CorrectedFields(Schema):
    """The fields of an event that can be corrected; those left out stay as they are told."""

    date = CallDate(allow_none=True)
    channel = fields.String(validate=validate.OneOf(CHANNELS))
    background = fields.Boolean()
    participants = fields.List(fields.Nested(PersonIn), validate=validate.Length(min=2, max=100))
    initiator = CleanText(allow_none=True, validate=_WORDS)
    topics = fields.List(fields.Nested(TopicIn), validate=validate.Length(max=200))
    outcomes = fields.List(fields.Nested(OutcomeIn), validate=validate.Length(max=200))

    @validates_schema
    def check_not_empty(self, told: Data, **kwargs: Any) -> None:
        if not told:
            raise ValidationError("Name a field to correct.")

    @validates_schema
    def check_sides(self, told: Data, **kwargs: Any) -> None:
        if len({person["country"] for person in told.get("participants") or ()}) == 1:
            raise ValidationError("The participants speak for fewer than two states or organisations.", "participants")


class RulingIn(Schema):
    """What an analyst says of an event. `fields` go with correct, `events` with merge, `reports` with split."""

    action = fields.Enum(RulingAction, by_value=True, required=True)
    fields_ = fields.Nested(CorrectedFields, data_key="fields", attribute="fields")
    events = fields.List(CleanText(validate=_WORDS), validate=validate.Length(min=1, max=100))
    reports = fields.List(CleanText(validate=_WORDS), validate=validate.Length(min=1, max=1000))
    made_by = CleanText(data_key="by", load_default=None, validate=_WORDS, metadata={"description": "the analyst's name"})
    note = CleanText(load_default=None, allow_none=True, validate=_WORDS)
    revision = fields.Integer(load_default=None, metadata={"description": "refused with 409 if the event has another by now"})

    @validates_schema
    def check_body(self, told: Data, **kwargs: Any) -> None:
        needed = NEEDED.get(told["action"])
        for name in NEEDED.values():
            if name == needed and name not in told:
                raise ValidationError(f"Needed to {told['action'].value}.", name)
            if name != needed and name in told:
                raise ValidationError(f"Does not go with {told['action'].value}.", name)

    @post_load
    def make(self, told: Data, **kwargs: Any) -> Word:
        body = {name: told[name] for name in NEEDED.values() if name in told}
        return Word(told["action"], body, told["made_by"], told["note"], told["revision"])
