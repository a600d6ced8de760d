"""What goes in and out of the subscriptions' routes, as marshmallow schemas."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from services.events.selection import Cursor, envelope_field
from services.events.webhooks.addresses import find_fault
from services.events.webhooks.filters import FiltersIn
from shared.schemas import CleanText
from shared.vocabulary import DeliveryResult, SubscriptionStatus

_OWNERS_WORDS = [SubscriptionStatus.ACTIVE, SubscriptionStatus.PAUSED]


class WebhookUrl(CleanText):
    """A URL that a webhook may go to; looked up when it is told."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        url = super()._deserialize(value, attr, data, **kwargs)
        if len(url) > 2000:
            raise ValidationError("Longer than 2000 characters.")
        if fault := find_fault(url):
            raise ValidationError(fault)
        return url


class SubscriptionIn(Schema):
    url = WebhookUrl(required=True, metadata={"example": "https://example.org/hook"})
    filters = fields.Nested(FiltersIn, load_default=dict)
    after = Cursor(load_default=None, metadata={"description": "begin behind this cursor, 0: at the first; default: with the next"})
    envelope = envelope_field()
    description = CleanText(load_default="", validate=validate.Length(max=500))


class SubscriptionPatch(Schema):
    url = WebhookUrl()
    filters = fields.Nested(FiltersIn)
    envelope = fields.String(validate=envelope_field().validate)
    description = CleanText(validate=validate.Length(max=500))
    status = fields.String(validate=validate.OneOf(_OWNERS_WORDS), metadata={"description": "active takes up where it stopped"})


class ReplayIn(Schema):
    after = Cursor(required=True, metadata={"description": "deliver again what is behind this cursor; 0: all that is kept"})


class SubscriptionOut(Schema):
    id = fields.String(required=True)
    url = fields.String(required=True)
    description = fields.String()
    filters = fields.Dict()
    envelope = fields.String()
    status = fields.String(required=True, validate=validate.OneOf(list(SubscriptionStatus)))
    reason = fields.String(allow_none=True, metadata={"description": "why it is disabled or ended"})
    cursor = fields.Function(lambda row: str(row.position), metadata={"type": "string", "description": "how far it was delivered"})
    failures = fields.Integer(metadata={"description": "tries in a row that failed"})
    failing_since = fields.AwareDateTime(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True, metadata={"description": "when the delivery that failed is tried again"})
    delivered_at = fields.AwareDateTime(allow_none=True)
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()


class SubscriptionMade(SubscriptionOut):
    secret = fields.String(required=True, metadata={"description": "signs every delivery; shown only now"})
    old_secret_until = fields.AwareDateTime(allow_none=True, metadata={"description": "until then the old secret signs too"})


class SubscriptionPage(Schema):
    items = fields.List(fields.Nested(SubscriptionOut))
    next = fields.String(allow_none=True)


class DeliveryOut(Schema):
    """One try."""

    id = fields.String(required=True)
    message_id = fields.String(required=True, metadata={"description": "`webhook-id`: the same over all tries"})
    cursor = fields.Function(lambda row: str(row.position), metadata={"type": "string"})
    attempt = fields.Integer()
    result = fields.String(validate=validate.OneOf(list(DeliveryResult)))
    status = fields.Integer(allow_none=True, metadata={"description": "of the answer; null where none came"})
    error = fields.String(allow_none=True)
    latency_ms = fields.Integer()
    answer = fields.String(metadata={"description": "its first bytes"})
    created_at = fields.AwareDateTime()


class DeliveryPage(Schema):
    items = fields.List(fields.Nested(DeliveryOut))
    next = fields.String(allow_none=True)
