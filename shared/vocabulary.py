"""The closed lists: article states, channels, feed kinds, key scopes, topic labels, kinds of outcome. Plain data, no imports."""

from __future__ import annotations

from enum import StrEnum


class ArticleStatus(StrEnum):
    """Where an article stands. `failed` and `done` are final until somebody asks for a retry."""

    QUEUED = "queued"
    PROCESSING = "processing"
    DONE = "done"
    FAILED = "failed"


class FeedKind(StrEnum):
    """What happened to an event at one position of the feed; SSE calls them `event.<kind>`."""

    CREATED = "created"
    UPDATED = "updated"
    RETRACTED = "retracted"


class SubscriptionStatus(StrEnum):
    """Where a webhook stands: its owner paused it, it was disabled for failing, or its receiver ended it with 410."""

    ACTIVE = "active"
    PAUSED = "paused"
    DISABLED = "disabled"
    ENDED = "ended"


class DeliveryResult(StrEnum):
    """What came of one try to deliver: `refused` was not sent, as its address is not public; `gone` is an answer of 410."""

    DELIVERED = "delivered"
    FAILED = "failed"
    REFUSED = "refused"
    GONE = "gone"


class Envelope(StrEnum):
    """How an event is wrapped when it is told: as it is, or as a CloudEvent."""

    PLAIN = "plain"
    CLOUDEVENTS = "cloudevents"


class Scope(StrEnum):
    """What an API key may do. `admin` includes all others."""

    UPLOAD = "upload"
    READ = "read"
    SUBSCRIBE = "subscribe"
    ADMIN = "admin"


class RulingAction(StrEnum):
    """What an analyst may do to an event."""

    CONFIRM = "confirm"
    CORRECT = "correct"
    MERGE = "merge"
    SPLIT = "split"
    REJECT = "reject"


CHANNELS = ("phone", "video", "unknown")

TOPIC_LABELS = (
    "accidents-and-incidents", "armed-conflict", "arms-control", "bilateral-relations", "ceasefire", "climate",
    "crime-and-drugs", "culture-and-education", "cyber", "democracy-and-governance", "diplomatic-relations",
    "economy-and-finance", "elections", "energy", "european-integration", "food-security", "health",
    "hostages-and-prisoners", "human-rights", "humanitarian-aid", "intelligence-and-surveillance",
    "international-organisations", "investment", "justice-and-investigation", "migration", "military-cooperation",
    "natural-disaster", "nuclear-programme", "other", "peace-process", "regional-and-global-issues", "religion",
    "sanctions", "security", "space", "summit-planning", "technology", "territorial-dispute", "terrorism", "trade",
    "transport-and-infrastructure",
)  # fmt: skip

OUTCOME_KINDS = (
    "acceptance", "agreement", "commitment", "decision", "follow-up", "invitation", "offer", "other", "promise", "readiness",
    "refusal", "support", "view",
)  # fmt: skip
