"""Whether a text speaks of what is to come or of what was where a time expression stands.

Needs no parse: tense is told by the words of the clause before the expression.
"""

from __future__ import annotations

import re

from services.extractor.dates.expressions import Expression
from services.extractor.dates.moment import FUTURE, PAST

_FUTURE = re.compile(
    r"\b(?:will|shall|won't|(?:is|are|be) (?:due|expected|scheduled|set|planned|slated|to)|"
    r"(?:was|were|been) (?:due|expected|scheduled|slated) (?:to|for)|"
    r"would(?! be\b| have\b)|invit(?:es?|ed|ing)(?: [^\W\d_]+){1,5}? to|(?:asked|invited) over|"
    r"would(?= be (?:in|at|there|on)\b)|(?<!ha[ds] )(?<!have )(?<!ed )to(?= be [^\W\d_]+(?:ed|eld|en)\b)|"
    r"(?:after|when|once|until|before|by the time|as soon as) (?:[^\W\d_]+ ){1,3}?(?:(?:is|are)(?: [^\W\d_]+(?:ed|n))?|"
    r"(?:arrive|begin|convene|expire|gather|meet|open|reconvene|reopen|resume|return|sit|take)s?)|"
    r"(?:agree[ds]?|promise[ds]?|undert(?:ook|ake)) to|"
    r"plans? to|intends? to|hopes? to|due|scheduled|slated|pencilled in|planned|set for|"
    r"(?:leaves|departs|flies|travels|arrives|heads|returns|visits|meets|goes)(?! of| by)|"
    r"upcoming|forthcoming|(?<!hours )(?<!minutes )ahead of)\b"
    r"(?:(?: not| also| now| then)?(?: to)?(?: have)? be(?:en)? [^\W\d_]+)?",
    re.I,
)
_PAST = re.compile(
    r"\b(?:had|has|have|was|were|did|(?!need|seed|speed|planned|scheduled|slated|pencilled|expected|agreed)\w+ed|spoke|said|told|rang|held|took|met|made|got|went|came|wrote)\b",
    re.I,
)
_STOPS = re.compile(r"[;:—–]|\s-\s|\bfollowing\b|,\s+(?:and|but|which|who|when|while|after|hours|said)\b")
_RELATIVE = re.compile(r"\b(?:that|which|who)\s+$")
_MAIN_VERB = re.compile(r"\b(?:is|are|was|were|has|had|took|came|fell)\b")
MAIN_CLAUSE = 90  # characters


def find_tense(text: str, one: Expression) -> str | None:
    """Whether the words before the expression speak of what is to come or, by a past verb, of what was."""
    before = re.split(r"[.!?]\s|\n", text[max(0, one.start - MAIN_CLAUSE) : one.start])[-1]
    cuts = [m.end() for m in _STOPS.finditer(before)]
    clause = before[cuts[-1] :] if cuts else before
    future = max((m.end() for m in _FUTURE.finditer(clause) if not _is_beside(clause, m)), default=-1)
    past = max((m.end() for m in _PAST.finditer(clause)), default=-1)
    return FUTURE if future >= past and future >= 0 else PAST if past >= 0 else None


def _is_beside(clause: str, future: re.Match[str]) -> bool:
    """Whether the future is that of a relative clause with the main verb behind it ("the talk that will be remembered is")."""
    return bool(_RELATIVE.search(clause, 0, future.start()) and _MAIN_VERB.search(clause, future.end()))
