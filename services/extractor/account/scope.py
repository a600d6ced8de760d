"""Which sentences speak of which call.

Reads `sents`, `headline_sents`, `calls`, `not_held`, `mentions`; returns for each sentence the calls (none of them background)
that what it reports may belong to. A sentence with a call's cue speaks of that call; those after it go on speaking of it until
another call, a background call, a meeting or history takes over. Whether the subject of a clause is a speaker of the call is not
asked here but by the reader of that clause. Before the first cue the lead and the headline speak of the first call.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.tokens import Span, Token

from services.extractor.account.actors import OTHER, Actors
from services.extractor.account.parse import auxiliaries, is_verb, subject_of
from services.extractor.account.source import SAYING, SOURCES
from services.extractor.rules.outcome_rules import load_outcome_rules
from services.extractor.rules.topic_rules import load_topic_rules
from services.extractor.types import Call, Document

EACH = re.compile(
    r"\b(each (of (them|these|those|the)|call|conversation|case|man|side|time)|to each|in each|all (of them|three|four|five)|both (calls|conversations|times|"
    r"men heard|of (them|these|his|her)|interlocutors)|the (three|four|five|six) (counterparts|leaders|ministers|colleagues|men|presidents)|"
    r"every (call|one of)|in (both|all|either) (the )?(calls|conversations|cases)|(his|her) (interlocutors|counterparts|colleagues)|wishing each other)\b",
    re.I,
)
THE_CALL = re.compile(
    r"\b(the|this|that|their|its|a|same) ([\w'’-]+ ){0,3}(call|conversation|talk|talks|exchange|contact|phone|telephone|chat|discussion|readout|communiqu[eé]|line|dialogue)\b",
    re.I,
)
STRONG, REPORT, NEUTRAL = "strong", "report", "neutral"
ON, PAUSED, ELSE = "on", "paused", "elsewhere"
CAME_UP = re.compile(
    r"\b((came|come|comes|brought|cropped) (up|next)|(also |were |was )(featured|figured|touched (up)?on|gone (over|through)|discussed|reviewed|raised|on the agenda)|(also )?(featured|figured) (in|too|high|as)|"
    r"exchang\w+ (of )?(views|opinions)|compared notes|took stock|(centre|center) of attention|consideration was given|arrangements were made|part was (given|devoted)|the agenda|topics?|(subjects?|themes?) (was|were|included)|dwel(t|led) (up)?on|(took|walked|led|talked) [\w ]{2,40} through|^\s*(as for|as regards|regarding|concerning|with regard to|turning to|speaking (of|about|on)) |on the table|(dis)?cussed by phone)\b",
    re.I,
)
ENUMERATED = re.compile(r"\s*(\(?[a-z0-9]{1,2}[.)]|[•*–-])\s")
FOR_HIS_PART = re.compile(
    r"\b(for (his|her|its|their) (own )?part|on (his|her|its) (side|part)|from (his|her|its) side|in (return|reply|response|turn), (he|she|the))\b",
    re.I,
)
JOINT = re.compile(
    r"^(both|the (two|pair|sides|leaders|ministers|presidents|parties|interlocutors|duo|heads|participants|three|four))\b", re.I
)
PASSIVES = {
    "discuss",
    "raise",
    "touch",
    "review",
    "mention",
    "exchange",
    "address",
    "agree",
    "settle",
    "decide",
    "consider",
    "examine",
    "emphasize",
    "stress",
    "underline",
    "note",
}
OLD = re.compile(
    r"\b((?<!a )(week|month|year|decade)s? (ago|earlier|before)|last (week|month|year|spring|summer|autumn|fall|winter|january|february|march|april|may|june|july|august|"
    r"september|october|november|december)|earlier this (week|month|year)|previously|(in|since|until|from|back in) (the )?((january|february|march|april|may|june|july|"
    r"august|september|october|november|december),? )?(19|20)\d\d|since (then|january|february|march|april|june|july|august|september|october|november|december)|"
    r"(during|throughout) the (campaign|cold war|war|crisis|past|election)|at the time|formerly|used to|has long|had long|for years|over the years|once (said|told|called|spoke)|historically)\b",
    re.I,
)
ELSEWHERE = re.compile(
    r"\b(in (a|an|his|her|the) (\w+ ){0,2}(speech|address|interview|broadcast|op-ed|article|letter|telegram|rally|sermon)|in parliament|at a (news|press) conference|"
    r"in person|face to face|at (a|the|their) (\w+ ){0,2}(meeting|summit|rally|reception|dinner|ceremony)|told (parliament|lawmakers|congress|state television)|"
    r"on the (sidelines|margins|fringes) of)\b",
    re.I,
)
GATHERING = {"meet", "visit", "travel", "fly", "arrive", "dine", "greet", "land", "sit"}
THIRD_PARTIES = {
    "analyst",
    "expert",
    "observer",
    "critic",
    "commentator",
    "economist",
    "columnist",
    "diplomat",
    "historian",
    "editor",
    "reader",
    "resident",
    "protester",
    "opposition",
    "lawmaker",
    "police",
    "agency",
    "newspaper",
    "author",
}


@dataclass
class Scope:
    """`calls_of[i]`: the calls that sentence `i` speaks of."""

    calls_of: list[list[Call]] = field(default_factory=list)


def find_scope(document: Document, actors: Actors) -> Scope:
    """Returns for every sentence the calls it speaks of."""
    told = [call for call in document.calls if not call.background]
    held, broken, planned = _cued(document)
    scope = Scope()
    active: list[Call] = []
    state = PAUSED
    for i, sent in enumerate(document.sents):
        if i in held:
            active, state = held[i], ON
            scope.calls_of.append(held[i])
            continue
        signal = signal_of(sent, active or told, actors)
        away = (
            i in broken
            or (i in planned and signal == NEUTRAL)
            or _is_past(sent)
            or (signal != STRONG and _is_elsewhere(sent, active or told, actors))
        )
        fresh = (i == 0 or _new_paragraph(document, i)) and not ENUMERATED.match(sent.text)
        state = _next_state(state, signal, away, fresh)
        calls = _continue(sent, active, told, actors) if state == ON else []
        if not active and not away and (signal != NEUTRAL or i in document.headline_sents):
            calls = _lead(sent, told, actors)
        scope.calls_of.append(calls)
    return scope


def _next_state(state: str, signal: str, away: bool, fresh: bool) -> str:
    """Returns whether the article goes on speaking of the call (`on`), has paused, or is elsewhere until the paragraph ends."""
    if away:
        return ELSE
    if signal == STRONG:
        return ON
    if fresh and state == ELSE:
        state = PAUSED
    if state == PAUSED and signal == REPORT:
        return ON
    return PAUSED if state == ON and fresh and signal == NEUTRAL else state


def signal_of(sent: Span, calls: list[Call], actors: Actors) -> str:
    """Tells how clearly a sentence speaks of a call without naming one: `strong` where it says "the conversation" or tells what
    both sides did, `report` where a speaker or a source says something, else `neutral`."""
    if THE_CALL.search(sent.text) or FOR_HIS_PART.search(sent.text) or CAME_UP.search(sent.text):
        return STRONG
    signal = NEUTRAL
    for verb in sent:
        if not is_verb(verb):
            continue
        subject = subject_of(verb)
        if subject is None:
            continue
        if verb.dep_ != "relcl" and JOINT.match(sent.doc[subject.left_edge.i : subject.i + 1].text):
            return STRONG
        if verb.lemma_.lower() in report_verbs():
            if subject.dep_ == "nsubjpass" and verb.lemma_.lower() in PASSIVES:
                return STRONG
            if subject.lemma_.lower() in SOURCES or any(actors.role_in(subject, call) != OTHER for call in calls):
                signal = REPORT
    return signal


@lru_cache(maxsize=1)
def report_verbs() -> frozenset[str]:
    """Returns the verbs by which an article tells what was said or settled: those of the rules and the plain verbs of saying."""
    topics = {head for rule in load_topic_rules().rules if rule.frame in {"object", "prep", "clause"} for head in rule.heads}
    outcomes = {head for rule in load_outcome_rules().rules for head in (rule.heads if rule.frame == "verb" else rule.verbs)}
    return frozenset(
        (topics | outcomes | SAYING) - {"be", "have", "go", "take", "make", "come", "get", "turn", "move", "work", "see", "find"}
    )


def _cued(document: Document) -> tuple[dict[int, list[Call]], set[int], set[int]]:
    """Returns the calls by the sentences of their cues, the sentences of background calls, and those of calls not held (a plan
    to speak again is often what came out of the call)."""
    held: dict[int, list[Call]] = {}
    broken: set[int] = set()
    for call in document.calls:
        for cue in call.cues:
            if call.background:
                broken.add(cue.sent)
            else:
                held.setdefault(cue.sent, []).append(call)
    return held, broken, {cue.sent for cue in document.not_held}


def _new_paragraph(document: Document, i: int) -> bool:
    """Whether a line break stands between sentence `i` and the one before it."""
    before, here = document.sents[i - 1], document.sents[i]
    return (
        "\n" in document.text[before.end_char - 1 if before.text[-1:].isspace() else before.end_char : here.start_char]
        or "\n" in before.text[-3:]
    )


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
    """Whether an old date or "once", "used to" belongs to the main clause, or opens the sentence."""
    root = _root_verb(sent)
    for found in OLD.finditer(sent.text):
        words = sent.doc.char_span(sent.start_char + found.start(), sent.start_char + found.end(), alignment_mode="expand")
        if words is not None and (words.start - sent.start < 4 or any(word == root or word.head == root for word in words)):
            return True
    return False


def _is_elsewhere(sent: Span, calls: list[Call], actors: Actors) -> bool:
    """Whether the sentence speaks of another occasion, of long ago, or gives the word to somebody who was not on the line."""
    root = _root_verb(sent)
    subject = next((child for child in root.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
    if _is_set_elsewhere(sent, root):
        return True
    if subject is not None and _is_third(subject, sent, calls, actors):
        return True
    return root.lemma_.lower() in GATHERING and root.tag_ in {"VBD", "VBN"} and not auxiliaries(root) & {"will", "would"}


def _is_set_elsewhere(sent: Span, root: Token) -> bool:
    """Whether the main verb itself is placed at another occasion ("he said in a speech")."""
    for found in ELSEWHERE.finditer(sent.text):
        words = sent.doc.char_span(sent.start_char + found.start(), sent.start_char + found.end(), alignment_mode="expand")
        if words is not None and words[0].head == root:
            return True
    return False


def _is_third(subject: Token, sent: Span, calls: list[Call], actors: Actors) -> bool:
    """Whether the subject is somebody beyond the call, in a sentence that names none of its speakers and no spokesman."""
    if subject.lemma_.lower() in THIRD_PARTIES:
        return True
    named = subject.ent_type_ == "PERSON" or actors.entities_at(subject)
    if not named or any(actors.role_in(subject, call) != OTHER for call in calls):
        return False
    if any(token.lemma_.lower() in SOURCES for token in sent):
        return False
    people = [token for token in sent if any(entity.kind in {"person", "role"} for entity in actors.entities_at(token))]
    return not any(actors.role_in(token, call) != OTHER for token in people for call in calls)
