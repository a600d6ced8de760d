"""The tables. An article has reports, reports make events, the feed tells what became of events, webhooks carry it out; keys
open the doors.
"""

from shared.models.articles import Article, Report, ReportQuote
from shared.models.base import Base, UtcDateTime
from shared.models.events import LIVE, Event, EventInitiator, EventParticipant, FeedEntry, FeedHead
from shared.models.identity import EventKey, ReportPin, Ruling
from shared.models.index import EventDay, EventList, EventPlaces, EventTie
from shared.models.readers import ApiKey, Delivery, Subscription

__all__ = [
    "LIVE",
    "ApiKey",
    "Article",
    "Base",
    "Delivery",
    "Event",
    "EventDay",
    "EventInitiator",
    "EventKey",
    "EventList",
    "EventParticipant",
    "EventPlaces",
    "EventTie",
    "FeedEntry",
    "FeedHead",
    "Report",
    "ReportPin",
    "ReportQuote",
    "Ruling",
    "Subscription",
    "UtcDateTime",
]
