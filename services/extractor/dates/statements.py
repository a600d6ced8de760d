"""Whether a time is that of saying so, not of what is said: "the Kremlin said on its website on Tuesday".

Reads the parse and the words before the time.
"""

from __future__ import annotations

import re

from services.extractor.dates.expressions import Expression
from services.extractor.dates.grammar import is_reporting
from services.extractor.tokens import Doc, Span, Token

_WHERE_SAID = (
    r"to |in a (?:press |joint |written )?(?:statement|release|communique|communiqué|post|tweet|briefing|readout|note|interview)",
    r"reporters|journalists|lawmakers|parliament|(?:the|a) (?:press|media|agency|briefing|news (?:conference|agency))",
    r"(?:state |local )?(?:television|tv|media|radio)|on (?:twitter|x|facebook|telegram|weibo)|here|later|also",
    r"(?:on|through|via|in|over) (?:its|his|her|their|the) (?:(?:official|personal|own) )?(?:(?:telegram|facebook|twitter|x) )?"
    r"(?:web ?site|web ?page|page|site|feed|account|channel|blog|network|post|spokes(?:man|woman|person))",
)
_SAID_ON = re.compile(rf"\b(?P<verb>[^\W\d_]+)(?: (?:{'|'.join(_WHERE_SAID)})\b){{0,4}} ?,?$", re.I)


def tokens_of(doc: Doc, one: Expression) -> Span | None:
    """The tokens of an expression."""
    return doc.char_span(one.start, one.end, alignment_mode="expand")


def is_statement_time(doc: Doc, one: Expression, carrying: set[int]) -> bool:
    """Whether the words just before the expression are those of saying: "the Kremlin said on Tuesday"."""
    span = tokens_of(doc, one)
    if span is None or span.start == 0:
        return False
    start = max(span.sent.start, span.start - 9)
    before = doc[start : span.start].text.rstrip()
    match = _SAID_ON.search(before)
    if not match:
        return False
    verb = next((t for t in reversed(doc[start : span.start]) if t.text.lower() == match["verb"].lower()), None)
    if verb is None or (verb.dep_ == "relcl" and verb.head.lemma_.lower() == "day"):  # "on the day they were released, 13 August"
        return False
    return verb.pos_ in ("VERB", "AUX") and is_reporting(verb) and verb.i not in carrying


def dates_statement(doc: Doc, one: Expression, anchor: Token | None) -> bool:
    """Whether the expression is the time of saying something, by the words before it or by the verb `anchor` that it hangs on."""
    return is_statement_time(doc, one, set()) or (anchor is not None and anchor.pos_ == "VERB" and is_reporting(anchor))


def is_said_after(anchor: Token, call: Token) -> bool:
    """Whether something is said right after the call, so on its day: "said on Monday following a call with X", "wrote on Thursday
    after he had rung X"."""
    if not (anchor.pos_ == "VERB" and is_reporting(anchor)):
        return False
    for above in [call, *call.ancestors]:
        if above.head.i == anchor.i:
            marks = [above] if above.dep_ == "prep" else [c for c in above.children if c.dep_ in ("mark", "prep", "advmod")]
            return above.dep_ in ("prep", "advcl") and any(m.lower_ in ("after", "following") for m in marks)
        if above.dep_ in ("ccomp", "relcl", "parataxis"):
            return False
    return False
