"""Turns the finished document into the calls that `extract` prints. Reads everything; changes nothing."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from services.extractor.calls.judge import THRESHOLD
from services.extractor.rules.load import printed
from services.extractor.types import Call, Document, Entity, Mention


def build_calls(document: Document) -> list[dict[str, Any]]:
    """The calls of `document` that are likely enough, in the shape of the contract and in text order of their evidence."""
    calls = [_call(document, c) for c in document.calls if c.confidence >= THRESHOLD]
    return sorted(calls, key=lambda c: c["evidence_start"])


def _call(document: Document, call: Call) -> dict[str, Any]:
    evidence = document.sents[call.cues[0].sent]
    start = next(t.idx for t in evidence if not t.is_space)
    last = [t for t in evidence if not t.is_space][-1]
    end = last.idx + len(last.text)
    body: dict[str, Any] = {
        "participants": [_participant(document, p, call) for p in call.participants],
        "initiator": _initiator(call),
        "date": call.date,
        **_text("date_text", call),
        "date_basis": call.date_basis,
        "channel": call.channel,
        "topics": [
            {"text": t.quote.text, "start": t.quote.start, "end": t.quote.end, "label": t.label, "rule": t.rule}
            for t in call.topics
        ],
        "outcomes": [
            {
                "text": o.quote.text,
                "start": o.quote.start,
                "end": o.quote.end,
                "kind": o.kind,
                "by": o.by,
                "said_by": o.said_by,
                "rule": o.rule,
            }
            for o in call.outcomes
        ],
        "evidence": document.text[start:end],
        "evidence_start": start,
        "evidence_end": end,
        "background": call.background,
        "confidence": round(call.confidence, 2),
        "rules": call.rules,
    }
    return body


def _text(key: str, call: Call) -> dict[str, Any]:
    quote = call.date_quote
    if quote is None:
        return {key: None}
    return {key: quote.text, f"{key}_start": quote.start, f"{key}_end": quote.end}


def _initiator(call: Call) -> str | list[str] | None:
    names = [str(e.name or printed(e.country)) for e in call.initiators]
    return None if not names else names[0] if len(names) == 1 else names


def _participant(document: Document, entity: Entity, call: Call) -> dict[str, Any]:
    mention = _mention_of(document, entity, call)
    text, start, end = (None, None, None)
    if mention is not None and document.doc is not None:
        span = document.doc[mention.start : mention.end]
        start, end = span.start_char, span.end_char
        text = document.text[start:end]
    return {"name": entity.name, "country": printed(entity.country), "role": entity.role, "text": text, "start": start, "end": end}


def _mention_of(document: Document, entity: Entity, call: Call) -> Mention | None:
    """The best words for a participant: those in the evidence sentence, else the first."""
    sent, told = document.sents[call.cues[0].sent], document.mentions
    begins, ends = (bisect_left(told, at, key=lambda m: m.start) for at in (sent.start, sent.end))
    for mentions in (told[begins:ends], told):
        own = (m for m in mentions if m.kind != "group" and any(e.id == entity.id for e in m.members))
        if (best := min(own, key=lambda m: (m.kind == "pronoun", m.start), default=None)) is not None:
            return best
    return None
