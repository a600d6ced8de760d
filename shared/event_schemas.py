"""The marshmallow schemas of an event as it is served: what OpenAPI says of it, and tests hold the answers to."""

from __future__ import annotations

from marshmallow import INCLUDE, Schema, fields, validate

from shared.calls import Call, Topic
from shared.vocabulary import RulingAction


class EventParticipantOut(Schema):
    name = fields.String(allow_none=True)
    country = fields.String(allow_none=True)
    role = fields.String(allow_none=True)


class InitiatorClaim(Schema):
    name = fields.String()
    said_by = fields.String(allow_none=True)
    report = fields.String(metadata={"description": "id of the report"})
    source = fields.String(allow_none=True, metadata={"description": "where the report stood"})


class InitiatorOut(Schema):
    name = fields.String(allow_none=True, metadata={"description": "null where nobody says, or accounts differ"})
    claims = fields.List(fields.Nested(InitiatorClaim))
    disputed = fields.Boolean()


class EventTopicOut(Schema):
    label = Topic._declared_fields["label"]
    text = fields.String()
    texts = fields.List(fields.String(), metadata={"description": "all the words it was told in"})


class OutcomeSource(Schema):
    text = fields.String()
    said_by = fields.String(allow_none=True)
    side = fields.String(allow_none=True, metadata={"description": "the country that the one quoted speaks for"})
    report = fields.String()


class EventOutcome(Schema):
    text = fields.String()
    kind = fields.String(allow_none=True)
    by = fields.List(fields.String())
    said_by = fields.String(allow_none=True)
    report = fields.String(allow_none=True, metadata={"description": "the first that tells it; null: an analyst's"})
    sources = fields.List(fields.Nested(OutcomeSource), metadata={"description": "every telling of it"})
    sides = fields.List(fields.String(), metadata={"description": "the countries whose speakers told it"})
    one_sided = fields.Boolean(metadata={"description": "told by one side of the call alone"})


class ReportArticle(Schema):
    id = fields.String()
    url = fields.String(allow_none=True)
    source = fields.String(allow_none=True)
    published_at = fields.String(allow_none=True)


class Evidence(Schema):
    text = fields.String()
    start = fields.Integer()
    end = fields.Integer()


class EventReport(Schema):
    id = fields.String()
    article = fields.Nested(ReportArticle)
    evidence = fields.Nested(Evidence)
    call = fields.Nested(Call)
    copy_of = fields.String(allow_none=True, metadata={"description": "id of a report whose article has nearly the same text"})


class EventDate(Schema):
    date = fields.String()
    sources = fields.Integer(metadata={"description": "how many sources tell it, copies counted once"})
    reports = fields.List(fields.String())


class Change(Schema):
    """What the latest revision changed."""

    fields_ = fields.List(fields.String(), data_key="fields", attribute="fields")
    reports_added = fields.List(fields.String())
    reports_removed = fields.List(fields.String())
    merged_from = fields.List(fields.String())
    merged_into = fields.String(allow_none=True)
    split_from = fields.String(allow_none=True)
    split_into = fields.List(fields.String())


class HistoryItem(Schema):
    """What an analyst did; `fields`, `events`, `reports`, `into` and `from` as it was said."""

    class Meta:
        unknown = INCLUDE

    at = fields.String()
    by = fields.String()
    action = fields.String(validate=validate.OneOf(list(RulingAction)))
    note = fields.String(allow_none=True)


class EventOut(Schema):
    """One call in the world, as its reports tell it."""

    id = fields.String(required=True)
    type = fields.Constant("diplomatic_call")
    revision = fields.Integer(required=True)
    cursor = fields.String(required=True, metadata={"description": "its latest position in the feed"})
    created_at = fields.String()
    updated_at = fields.String()
    retracted_at = fields.String(metadata={"description": "only in what the feed tells of a retraction"})
    date = fields.String(allow_none=True, metadata={"example": "2012-11-13"})
    date_precision = fields.String(allow_none=True, validate=validate.OneOf(["day", "month", "year"]))
    channel = fields.String()
    background = fields.Boolean(metadata={"description": "told only as earlier history by every report"})
    participants = fields.List(fields.Nested(EventParticipantOut))
    initiator = fields.Nested(InitiatorOut)
    topics = fields.List(fields.Nested(EventTopicOut))
    outcomes = fields.List(fields.Nested(EventOutcome))
    reports = fields.List(fields.Nested(EventReport))
    dates = fields.List(fields.Nested(EventDate), metadata={"description": "every date told, the best supported first"})
    sources = fields.Integer(metadata={"description": "independent sources; copies of one text count once"})
    confidence = fields.Float(allow_none=True, metadata={"description": "grows with independent sources; 1: confirmed"})
    confirmed = fields.Boolean(metadata={"description": "by an analyst"})
    corrected = fields.List(fields.String(), metadata={"description": "fields that an analyst corrected"})
    history = fields.List(fields.Nested(HistoryItem), metadata={"description": "what analysts did, oldest first"})
    changed = fields.Nested(Change)
    extractor = fields.String(allow_none=True)


class EventPage(Schema):
    items = fields.List(fields.Nested(EventOut))
    next = fields.String(allow_none=True)
