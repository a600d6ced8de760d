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


class Scope(StrEnum):
    """What an API key may do. `admin` includes all others."""

    UPLOAD = "upload"
    READ = "read"
    SUBSCRIBE = "subscribe"
    ADMIN = "admin"


CHANNELS = ("phone", "video", "unknown")

TOPIC_LABELS = (
    "aid", "arms-control", "arms-supply", "aviation", "bilateral-relations", "border", "ceasefire", "climate", "consular",
    "corruption", "crime", "culture", "cyber", "debt", "defence", "democracy", "disaster", "drugs", "economy", "education",
    "elections", "energy", "environment", "espionage", "finance", "fisheries", "food", "health", "hostages", "human-rights",
    "human-trafficking", "information", "infrastructure", "intelligence", "international-organisation", "investment", "justice",
    "labour", "legislation", "maritime", "meeting", "migration", "military", "nuclear", "other", "peace-process", "peacekeeping",
    "prisoners", "protest", "recognition", "reconstruction", "refugees", "regional-security", "religion", "sanctions", "science",
    "security", "space", "sport", "technology", "territory", "terrorism", "tourism", "trade", "transport", "visas", "war", "water",
)  # fmt: skip

OUTCOME_KINDS = (
    "acceptance", "agreement", "commitment", "decision", "follow-up", "invitation", "offer", "other", "promise", "readiness",
    "refusal", "support", "view",
)  # fmt: skip
