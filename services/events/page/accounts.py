"""Puts the accounts of one call side by side, and says where they differ. Pure."""

from __future__ import annotations

from typing import Any, NamedTuple

from services.events.describe import write_day, write_outcome, write_side, write_topic

Data = dict[str, Any]


class Claim(NamedTuple):
    """What the accounts say of one field: `told` has a list of words per account; empty where one is silent."""

    field: str
    told: list[list[str]]
    differs: bool


def compare_accounts(reports: list[Data]) -> list[Claim]:
    """Returns a row per field. Accounts differ where two say something and not the same; topics and outcomes only add up."""
    calls = [report["call"] for report in reports]
    rows = [
        ("Who", [[write_side(person) for person in call["participants"]] for call in calls]),
        ("When", [[write_day(call["date"])] if call.get("date") else [] for call in calls]),
        ("In its words", [[call["date_text"]] if call.get("date_text") else [] for call in calls]),
        ("Placed by", [_as_list(call.get("initiator")) for call in calls]),
        ("How", [[call["channel"]] if call["channel"] != "unknown" else [] for call in calls]),
        ("About", [[write_topic(topic) for topic in call["topics"]] for call in calls]),
        ("Outcome", [[write_outcome(outcome) for outcome in call["outcomes"]] for call in calls]),
    ]
    settled = ("Who", "When", "Placed by", "How")
    return [Claim(field, told, field in settled and _differ(told)) for field, told in rows]


def _as_list(told: str | list[str] | None) -> list[str]:
    return told if isinstance(told, list) else [told] if told else []


def _differ(told: list[list[str]]) -> bool:
    return len({frozenset(words) for words in told if words}) > 1


class Change(NamedTuple):
    """One step in the life of an event, as the feed told it."""

    at: str
    kind: str
    revision: int
    words: list[str]


def tell_changes(entries: list[tuple[str, str, Data]]) -> list[Change]:
    """Returns the history from feed entries `(time, kind, document)`, the oldest first, each with what it changed."""
    changes: list[Change] = []
    before: Data | None = None
    for at, kind, document in entries:
        changes.append(Change(at, kind, document["revision"], _find_changes(before, document) if before else []))
        before = document
    return changes


def _find_changes(before: Data, after: Data) -> list[str]:
    words = []
    gained = len(after["reports"]) - len(before["reports"])
    if gained:
        words.append(f"{abs(gained)} report{'s' if abs(gained) > 1 else ''} {'more' if gained > 0 else 'fewer'}")
    if before["date"] != after["date"]:
        words.append(f"date: {write_day(before['date'])} → {write_day(after['date'])}")
    if before["initiator"]["name"] != after["initiator"]["name"]:
        words.append(f"placed by: {before['initiator']['name'] or 'not told'} → {after['initiator']['name'] or 'not told'}")
    for field, write in (("participants", write_side), ("topics", write_topic), ("outcomes", write_outcome)):
        old, new = [write(one) for one in before[field]], [write(one) for one in after[field]]
        words += [f"{field}: + {one}" for one in new if one not in old] + [f"{field}: − {one}" for one in old if one not in new]
    return words
