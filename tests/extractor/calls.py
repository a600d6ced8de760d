"""Makes calls as the extractor prints them, with true offsets, for tests that need no extractor."""

from __future__ import annotations

from typing import Any

TEXT = (
    "German Chancellor Angela Merkel phoned French President Emmanuel Macron on Friday. "
    "They discussed trade and agreed to meet in Berlin, a spokesman said."
)
MERKEL, MACRON = ("Angela Merkel", "DE"), ("Emmanuel Macron", "FR")


def make_call(
    text: str = TEXT,
    people: tuple[tuple[str | None, str | None], ...] = (MERKEL, MACRON),
    date: str | None = "2018-03-09",
    initiator: Any = "Angela Merkel",
    **more: Any,
) -> dict[str, Any]:
    """Returns a call whose words stand in `text`: surnames for people, the first sentence for evidence."""

    def span(words: str) -> dict[str, Any]:
        start = text.index(words)
        return {"text": words, "start": start, "end": start + len(words)}

    evidence = text.split(". ")[0] + "."
    return {
        "participants": [
            {"name": name, "country": country, "role": None, **span((name or evidence[:5]).split()[-1])} for name, country in people
        ],
        "initiator": initiator,
        "date": date,
        "date_text": "on Friday" if "on Friday" in text else None,
        "channel": "phone",
        "topics": [{"label": "trade", **span("trade")}] if "trade" in text else [],
        "outcomes": [{"kind": "agreement", "by": [], "said_by": "a spokesman", **span("agreed to meet in Berlin")}]
        if "agreed to meet in Berlin" in text
        else [],
        "evidence": evidence,
        "evidence_start": 0,
        "evidence_end": len(evidence),
        "background": False,
        "confidence": 0.9,
        **more,
    }
