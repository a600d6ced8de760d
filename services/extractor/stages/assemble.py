"""Turns the finished document into the calls that `extract` prints. Reads everything; changes nothing."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from services.extractor.calls.filing.judge import is_likely
from services.extractor.rules.load import printed
from services.extractor.types import Call, Document, Entity, Mention, Quote


def build_calls(document: Document) -> list[dict[str, Any]]:
    """The calls of `document` that are likely enough, in the shape of the contract and in text order of their evidence."""
    calls = [_call(document, c) for c in document.calls if is_likely(c.confidence, c.clues)]
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
        **_date_text(document, call),
        "date_basis": call.date_basis,
        "channel": call.channel,
        "topics": [{**_words(document, t.quote), "label": t.label, "rule": t.rule} for t in call.topics],
        "outcomes": [
            {
                **_words(document, o.quote),
                "kind": o.kind,
                "by": o.by,
                "said_by": o.said_by,
                "rule": o.rule,
            }
            for o in call.outcomes
        ],
        "evidence": document.article.text[start:end],
        "evidence_start": start,
        "evidence_end": end,
        "background": call.background,
        "confidence": round(call.confidence, 2),
        "rules": call.rules,
    }
    return body


def _words(document: Document, quote: Quote) -> dict[str, Any]:
    """The words as the article has them, line breaks and all."""
    return {"text": document.article.text[quote.start : quote.end], "start": quote.start, "end": quote.end}


def _date_text(document: Document, call: Call) -> dict[str, Any]:
    if call.date_quote is None:
        return {"date_text": None}
    words = _words(document, call.date_quote)
    return {"date_text": words["text"], "date_text_start": words["start"], "date_text_end": words["end"]}


def _initiator(call: Call) -> str | list[str] | None:
    names = [str(e.name or printed(e.country)) for e in call.initiators]
    return None if not names else names[0] if len(names) == 1 else names


def _participant(document: Document, entity: Entity, call: Call) -> dict[str, Any]:
    mention = _mention_of(document, entity, call)
    text, start, end = (None, None, None)
    if mention is not None and document.doc is not None:
        span = document.doc[mention.start : mention.end]
        start, end = span.start_char, span.end_char
        text = document.article.text[start:end]
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
