"""A page of events as an Atom 1.0 feed (RFC 4287), an entry per event, with a link to the next page (RFC 5005).

Everything beyond ASCII is written as a character reference, so that bidirectional marks in articles turn nothing around; what
XML 1.0 cannot hold is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from services.events.describe import write_day, write_headline, write_initiator, write_outcome, write_topic
from services.events.exports import present_event
from services.events.paging import Row

Data = dict[str, Any]

ATOM = "application/atom+xml"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BEGINNING = "1970-01-01T00:00:00+00:00"


def write_atom(rows: Sequence[Row], base_url: str, self_url: str, feed_id: str, next_url: str | None) -> Iterator[str]:
    """Yields the feed's text: its head, an entry per row, its end; addresses are absolute."""
    events = [present_event(row) for row in rows]
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield _element("id", feed_id) + _element("title", "Diplomatic calls") + _element("generator", "diplowire")
    yield _element("updated", max((event["updated_at"] for event in events), default=_BEGINNING))
    yield "<author><name>diplowire</name></author>\n"
    yield _link("self", self_url, ATOM) + _link("alternate", f"{base_url}/", "text/html")
    if next_url:
        yield _link("next", next_url, ATOM)
    for event in events:
        yield _entry(event, base_url)
    yield "</feed>\n"


def _entry(event: Data, base_url: str) -> str:
    parts = [
        _element("id", f"urn:diplowire:event:{event['id']}"),
        _element("title", f"{write_headline(event)}, {write_day(event['date'])}"),
        _element("published", event["created_at"]),
        _element("updated", event["updated_at"]),
        _link("alternate", f"{base_url}/v1/events/{event['id']}", "application/json"),
    ]
    urls = dict.fromkeys(report["article"]["url"] for report in event["reports"])
    parts += [_link("via", url) for url in urls if url]
    labels = dict.fromkeys(topic["label"] for topic in event["topics"])
    parts += [f"<category term={_attribute(label)}/>\n" for label in labels if label]
    parts.append(_element("content", _write_content(event), ' type="text"'))
    return f"<entry>\n{''.join(parts)}</entry>\n"


def _write_content(event: Data) -> str:
    lines = [f"Date: {write_day(event['date'])}", f"Placed by: {write_initiator(event)}"]
    lines += [f"Topic: {write_topic(topic)}" for topic in event["topics"]]
    lines += [f"Outcome: {write_outcome(outcome)}" for outcome in event["outcomes"]]
    return "\n".join(lines + [f"Reported: {report['evidence']['text']}" for report in event["reports"]])


def _element(name: str, text: str, attributes: str = "") -> str:
    return f"<{name}{attributes}>{_to_ascii(escape(_NOT_XML.sub('', text)))}</{name}>\n"


def _link(rel: str, url: str, media_type: str | None = None) -> str:
    kind = f' type="{media_type}"' if media_type else ""
    return f'<link rel="{rel}" href={_attribute(url)}{kind}/>\n'


def _attribute(text: str) -> str:
    return _to_ascii(quoteattr(_NOT_XML.sub("", text)))


def _to_ascii(text: str) -> str:
    return text.encode("ascii", "xmlcharrefreplace").decode()
