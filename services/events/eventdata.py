"""Events as event data: tab-separated PLOVER records with POLECAT's columns, and CAMEO records with ICEWS's columns.

A call is PLOVER's CONSULT, with the channel as its mode, and CAMEO's 041 (discuss by telephone) or, by video or unknown means, 040
(consult). Who is said to have placed it is the actor or source, all others recipients or targets; where nobody says, or accounts
differ, those are told in the order of the event, and neither format knows more. PLOVER has one row per event, CAMEO one per pair.
What we do not know is "None" in the one and empty in the other, as in the data beside which they are loaded.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from services.events.actors import Actor, find_actor
from services.events.exports import present_event
from services.events.paging import Row

Data = dict[str, Any]

TSV = "text/tab-separated-values"
POLECAT = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country",
    "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People",
    "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
ICEWS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity",
    "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District", "Province",
    "Country", "Latitude", "Longitude", "Source Code", "Target Code",
)  # fmt: skip
MODES = {"phone": "phone", "video": "video"}
CAMEO = {"phone": ("041", "Discuss by telephone")}
CONSULT = ("040", "Consult, not specified below")
INTENSITY = "1.0"  # Goldstein's weight of both
SECTORS = {"GOV": "Government", "IGO": "International Government Organization"}
CONTEXTS = {
    "economic": {"trade", "economy-and-finance", "investment", "sanctions", "energy"},
    "military": {"armed-conflict", "military-cooperation", "arms-control", "security", "ceasefire", "territorial-dispute"},
    "cbrn": {"nuclear-programme"},
    "intelligence": {"intelligence-and-surveillance"},
    "legal": {"justice-and-investigation", "hostages-and-prisoners"},
    "humanitarian": {"humanitarian-aid", "natural-disaster", "food-security"},
    "human_rights": {"human-rights"},
    "democracy": {"democracy-and-governance", "elections"},
    "crime": {"crime-and-drugs"},
}


def write_plover(rows: Iterable[Row]) -> Iterator[str]:
    """Yields POLECAT's heading, then a line per event."""
    return _write(POLECAT, rows, "None", lambda event: [_find_polecat(event)])


def write_cameo(rows: Iterable[Row]) -> Iterator[str]:
    """Yields ICEWS's heading and our two codes, then a line per pair of participants."""
    return _write(ICEWS, rows, "", _find_icews)


def split_sides(event: Data) -> tuple[list[Data], list[Data]]:
    """Returns who acts and who is acted on: the one who placed the call and the others, or the first and the others."""
    people, told = event["participants"], event["initiator"]["name"]
    callers = [side for side in people if told and told in (side["name"], side["country"])] or people[:1]
    others = [side for side in people if side not in callers]
    return (callers, others) if others else (people[:1], people[1:])


def find_contexts(event: Data) -> list[str]:
    """Returns PLOVER's contexts of the topics; a call is diplomatic in any case."""
    labels = {topic["label"] for topic in event["topics"]}
    return ["diplomatic", *(name for name, wanted in CONTEXTS.items() if wanted & labels)]


def _find_polecat(event: Data) -> Data:
    actors, recipients = split_sides(event)
    articles = [report["article"] for report in event["reports"]]
    return {
        "Event ID": event["id"],
        "Event Date": event["date"],
        "Event Type": "CONSULT",
        "Event Mode": MODES.get(event["channel"]),
        "Quad Code": "VERBAL COOPERATION",
        "Contexts": _join(find_contexts(event)),
        **_describe_sides("Actor", actors),
        **_describe_sides("Recipient", recipients),
        "Source": _join(article["source"] or article["url"] for article in articles),
        "Publication Date": _join((article["published_at"] or "")[:10] for article in articles),
        "Story People": _join(side["name"] for side in event["participants"]),
        "Language": "en",
        "Version": event["extractor"],
    }


def _describe_sides(word: str, sides: list[Data]) -> Data:
    found = [find_actor(side["country"]) for side in sides]
    return {
        f"{word} Name": _join(actor.name for actor in found),
        f"{word} Country": _join(actor.country for actor in found),
        f"Primary {word} Sector": found[0].sector if found else None,
        f"{word} Sectors": _join(actor.sector for actor in found),
        f"{word} Title": _join(side["role"] for side in sides),
        f"{word} Name Raw": _join(side["name"] for side in sides),
    }


def _find_icews(event: Data) -> list[Data]:
    sources, targets = split_sides(event)
    code, text = CAMEO.get(event["channel"], CONSULT)
    first = event["reports"][0]["article"] if event["reports"] else {}
    common = {
        "Event ID": event["id"],
        "Event Date": event["date"],
        "Event Text": text,
        "CAMEO Code": code,
        "Intensity": INTENSITY,
        "Story ID": first.get("id"),
        "Publisher": first.get("source") or first.get("url"),
    }
    return [{**common, **_describe("Source", one), **_describe("Target", other)} for one in sources for other in targets]


def _describe(word: str, side: Data) -> Data:
    actor: Actor = find_actor(side["country"])
    return {
        f"{word} Name": side["name"] or actor.name,
        f"{word} Sectors": SECTORS.get(actor.sector),
        f"{word} Country": actor.name if actor.country else None,
        f"{word} Code": actor.code,
    }


def _join(parts: Iterable[str | None]) -> str:
    return "; ".join(dict.fromkeys(part for part in parts if part))


def _write(columns: tuple[str, ...], rows: Iterable[Row], unknown: str, find: Callable[[Data], list[Data]]) -> Iterator[str]:
    yield "\t".join(columns) + "\n"
    for row in rows:
        for record in find(present_event(row)):
            yield _write_line([" ".join(str(record.get(name) or "").split()) or unknown for name in columns])


def _write_line(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, dialect="excel-tab", lineterminator="\n").writerow(cells)
    return line.getvalue()
