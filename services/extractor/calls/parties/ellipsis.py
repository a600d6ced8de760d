"""Sentences that leave out who acts, as notes and wires do: "Cameron telephoned Obama. Also talked to Sarkozy."

Reads syntax; gives the words for the one who acted in a sentence before, which stands for the one left out. The decision a reader
would question: only a sentence that opens with its verb, or with words of time and order before it, leaves somebody out.
"""

from __future__ import annotations

from services.extractor.calls.words.listing import SUBJECTS
from services.extractor.tokens import Token

BACK = 3  # sentences before, each of which may leave out the same one
OPENING = ("ADV", "PUNCT", "CCONJ", "SPACE", "NUM")
TIMED = ("DATE", "TIME")


def left_out_subjects(verb: Token) -> list[Token]:
    """The words for whoever acted in the sentences before, the likeliest first, where that of `verb` leaves out who acts."""
    sent = verb.sent
    for _ in range(BACK):
        if not _leaves_out(sent.root) or not sent.start:
            return []
        sent = sent.doc[sent.start - 1].sent
        if acting := [c for c in sent.root.children if c.dep_ in SUBJECTS]:
            return [*acting, *(c for subject in acting for c in subject.children if c.dep_ == "poss")]
    return []


def _leaves_out(verb: Token) -> bool:
    """Whether a sentence has nothing in front of its verb of the past but words of time and order."""
    if (
        verb.tag_ not in ("VBD", "VBN")
        or verb.dep_ != "ROOT"
        or any(c.dep_ in (*SUBJECTS, "auxpass", "agent") for c in verb.children)
    ):
        return False
    return all(t.pos_ in OPENING or t.ent_type_ in TIMED for t in verb.doc[verb.sent.start : verb.i])
