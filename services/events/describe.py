"""Says an event in plain words, for the page and the Atom feed. Pure: the event's document in, text out."""

from __future__ import annotations

import calendar
from typing import Any

Data = dict[str, Any]

_SPOKE = {"phone": "spoke by phone", "video": "spoke by video", "unknown": "spoke"}


def write_headline(event: Data) -> str:
    """Returns who called whom: "Barack Obama (US) called Vladimir Putin (RU)"; who called is said only where it is told."""
    initiator, people = event["initiator"]["name"], event["participants"]
    callers = [person for person in people if initiator and initiator == person["name"]]
    callers = callers or [person for person in people if initiator and initiator == person["country"]]
    if len(callers) == 1:
        others = [person for person in people if person is not callers[0]]
        return f"{write_side(callers[0])} called {join_words([write_side(person) for person in others])}"
    return f"{join_words([write_side(person) for person in people])} {_SPOKE.get(event['channel'], 'spoke')}"


def split_parties(event: Data) -> dict[str, list[str]]:
    """Returns the participants in words, those who placed the call as `callers` and the `others`; nobody is a caller where
    accounts differ or are silent, or where all would be."""
    told, people = event["initiator"]["name"], event["participants"]
    callers = [person for person in people if told and told in (person["name"], person["country"])]
    if len(callers) != 1 or len(people) < 2:
        callers = []
    return {
        "callers": [write_side(person) for person in callers],
        "others": [write_side(person) for person in people if person not in callers],
    }


def write_sources(event: Data) -> str:
    """Returns how many accounts there are, and how many of them are independent where that is known to be fewer."""
    reports, independent = len(event["reports"]), event.get("sources")
    told = f"{reports} account{'' if reports == 1 else 's'}"
    return told if independent in (None, reports) else f"{told}, {independent} independent"


def write_side(person: Data) -> str:
    """Returns a participant: "Vladimir Putin (RU)", or the role where no name is told."""
    name = person["name"] or person["role"] or "somebody"
    return f"{name} ({person['country']})" if person["country"] else name


def write_initiator(event: Data) -> str:
    """Returns who placed the call, all of them where accounts differ."""
    initiator = event["initiator"]
    if initiator["disputed"]:
        names = list(dict.fromkeys(claim["name"] for claim in initiator["claims"]))
        return f"disputed: {join_words(names, 'or')}"
    return str(initiator["name"] or "not told")


def write_day(told: str | None) -> str:
    """Returns a date as people write it: "9 March 2012", "March 2012", "2012"."""
    if not told:
        return "date not told"
    year, *rest = told.split("-")
    month = [calendar.month_name[int(rest[0])]] if rest else []
    return " ".join([*(str(int(day)) for day in rest[1:]), *month, year])


def write_topic(topic: Data) -> str:
    """Returns a topic as told, with its label where that says more."""
    return f"{topic['text']} ({topic['label']})" if topic["label"] and topic["label"] != topic["text"] else str(topic["text"])


def write_outcome(outcome: Data) -> str:
    """Returns an outcome in the article's words, with who says so."""
    return f"{outcome['text']} — {outcome['said_by']}" if outcome["said_by"] else str(outcome["text"])


def join_words(words: list[str], last: str = "and") -> str:
    """Returns "a", "a and b" or "a, b and c"."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
