"""Which sentences speak of which call.

Reads `sents`, `headline_sents`, `calls`, `not_held`, `mentions`; returns for each sentence the calls (none of them background)
that what it reports may belong to. A sentence with a call's cue speaks of that call; those after it go on speaking of it until
another call, a background call, a meeting or history takes over. Whether the subject of a clause is a speaker of the call is not
asked here but by the reader of that clause. Before the first cue the lead and the headline speak of the first call.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from services.extractor.account.actors import Actors
from services.extractor.account.parse import auxiliaries, is_verb
from services.extractor.types import Call, Document

EACH = re.compile(
    r"\b(each (of (them|these|those|the)|call|conversation|case|man|side|time)|to each|in each|all (of them|three|four|five)|both (calls|conversations|times|"
    r"men heard|of (them|these|his|her)|interlocutors)|the (three|four|five|six) (counterparts|leaders|ministers|colleagues|men|presidents)|"
    r"every (call|one of)|in (both|all|either) (the )?(calls|conversations|cases)|(his|her) (interlocutors|counterparts|colleagues)|wishing each other)\b", re.I)
THE_CALL = re.compile(r"\b(the|this|that|their|its|a|same) ([\w'’-]+ ){0,3}(call|conversation|talk|talks|exchange|contact|phone|telephone|chat|discussion|readout|communiqu[eé]|line|dialogue)\b", re.I)
MONTHS = "january february march april may june july august september october november december".split()
OLD = re.compile(
    r"\b((?<!a )(week|month|year|decade)s? (ago|earlier|before)|last (week|month|year|spring|summer|autumn|fall|winter|january|february|march|april|may|june|july|august|"
    r"september|october|november|december)|earlier this (week|month|year)|previously|(in|since|until|from|back in) (the )?((january|february|march|april|may|june|july|"
    r"august|september|october|november|december),? )?(19|20)\d\d|since (then|january|february|march|april|june|july|august|september|october|november|december)|"
    r"at the time|formerly|used to|has long|had long|for years|over the years|once (said|told|called|spoke)|historically)\b", re.I)
ELSEWHERE = re.compile(
    r"\b(in (a|an|his|her|the) (\w+ ){0,2}(speech|address|interview|broadcast|op-ed|article|letter|telegram|rally|sermon)|in parliament|at a (news|press) conference|"
    r"in person|face to face|at (a|the|their) (\w+ ){0,2}(meeting|summit|rally|reception|dinner|ceremony)|told (parliament|lawmakers|congress|state television)|"
    r"on the (sidelines|margins|fringes) of)\b", re.I)
GATHERING = {"meet", "visit", "travel", "fly", "arrive", "dine", "greet", "land", "sit"}
THIRD_PARTIES = {"analyst", "expert", "observer", "critic", "commentator", "economist", "columnist", "diplomat", "historian", "editor", "reader", "resident",
                 "protester", "opposition", "lawmaker", "police", "agency", "newspaper", "author"}


@dataclass
class Scope:
    """`calls_of[i]`: the calls that sentence `i` speaks of. `firm[i]`: the sentence itself names the call or belongs to a run
    that starts with it in the same paragraph."""

    calls_of: list[list[Call]] = field(default_factory=list)
    firm: list[bool] = field(default_factory=list)


def find_scope(document: Document, actors: Actors) -> Scope:
    """Returns for every sentence the calls it speaks of."""
    told = [call for call in document.calls if not call.background]
    held, broken = _cued(document)
    scope = Scope()
    active: list[Call] = []
    silent = False
    for i, sent in enumerate(document.sents):
        fresh = i == 0 or _new_paragraph(document, i)
        if fresh:
            silent = False
        if i in held:
            active, silent = held[i], False
            scope.calls_of.append(held[i])
            scope.firm.append(True)
            continue
        if i in broken:
            silent = True
        elif THE_CALL.search(sent.text) and not _is_past(sent):
            silent = False
        elif _is_elsewhere(sent):
            silent = True
        calls = [] if silent else _continue(sent, active, told, actors)
        if not active and not silent:
            calls = _lead(sent, told, actors)
        scope.calls_of.append(calls)
        scope.firm.append(bool(active) and not fresh)
    return scope


def _cued(document: Document) -> tuple[dict[int, list[Call]], set[int]]:
    """Returns the calls by the sentences of their cues, and the sentences that speak only of background or of no call."""
    held: dict[int, list[Call]] = {}
    broken = {cue.sent for cue in document.not_held}
    for call in document.calls:
        for cue in call.cues:
            if call.background:
                broken.add(cue.sent)
            else:
                held.setdefault(cue.sent, []).append(call)
    return held, broken


def _new_paragraph(document: Document, i: int) -> bool:
    """Whether a line break stands between sentence `i` and the one before it."""
    before, here = document.sents[i - 1], document.sents[i]
    return "\n" in document.text[before.end_char - 1 if before.text[-1:].isspace() else before.end_char:here.start_char] or "\n" in before.text[-3:]


def _continue(sent: Span, active: list[Call], told: list[Call], actors: Actors) -> list[Call]:
    """Returns the calls that a sentence after a cue goes on speaking of: those of the speakers whom it names, else the last."""
    if not active or len(told) == 1:
        return active
    if EACH.search(sent.text):
        shared = {p.id for call in active for p in call.participants}
        return [call for call in told if any(p.id in shared for p in call.participants)]
    named = {entity.id for token in sent for entity in actors.entities_at(token) if entity.kind in {"person", "role"}}
    best = [(sum(p.id in named for p in call.participants), call) for call in told]
    top = max(score for score, _ in best)
    chosen = [call for score, call in best if score == top and top > 0]
    overlap = [call for call in chosen if call in active]
    return overlap or (chosen if top >= 2 else active)


def _lead(sent: Span, told: list[Call], actors: Actors) -> list[Call]:
    """Returns the calls that a sentence before the first cue may speak of: those of whom it names a speaker."""
    named = {entity.id for token in sent for entity in actors.entities_at(token)}
    return [call for call in told[:1] if any(p.id in named for p in call.participants)]


def _root_verb(sent: Span) -> Token:
    root = sent.root
    return root if is_verb(root) else next((token for token in sent if is_verb(token)), root)


def _is_past(sent: Span) -> bool:
    """Whether the sentence tells history: the past perfect or an old date in its main clause."""
    return bool(OLD.search(sent.text))


def _is_elsewhere(sent: Span) -> bool:
    """Whether the sentence speaks of another occasion, of long ago, or gives the word to somebody who was not on the line."""
    root = _root_verb(sent)
    subject = next((child for child in root.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is not None and subject.lemma_.lower() in THIRD_PARTIES:
        return True
    if ELSEWHERE.search(sent.text) or _is_past(sent):
        return True
    return root.lemma_.lower() in GATHERING and root.tag_ in {"VBD", "VBN"} and not auxiliaries(root) & {"will", "would"}
