"""Which sentences speak of which call.

Reads `sents`, `headline_sents`, `calls`, `not_held`, `mentions`; returns for each sentence the calls (none of them background)
that what it reports may belong to. A sentence with a call's cue speaks of that call; those after it go on speaking of it until
another call, a background call, a meeting or history takes over. Whether the subject of a clause is a speaker of the call is not
asked here but by the reader of that clause. Before the first cue the lead and the headline speak of the first call.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from services.extractor.account.actors import OTHER, Actors, same, stands_for
from services.extractor.account.parse import auxiliaries, is_verb, main_verb, subject_of
from services.extractor.rules.needed import Signs
from services.extractor.rules.outcome_rules import load_outcome_rules
from services.extractor.rules.scope_rules import load_scope_rules
from services.extractor.rules.topic_rules import load_topic_rules
from services.extractor.tokens import Span, Token
from services.extractor.types import Call, Document

STRONG, REPORT, NEUTRAL = "strong", "report", "neutral"
ON, PAUSED, ELSE = "on", "paused", "elsewhere"
TABLE = load_scope_rules()
WORDS, PATTERNS = TABLE.words, TABLE.patterns
SURE = frozenset({"the-call", "his-part", "came-up"})
SIGNS = Signs({name: PATTERNS[name] for name in (*sorted(SURE), "old", "elsewhere")})


@dataclass
class Scope:
    """`calls_of[i]`: the calls that sentence `i` speaks of."""

    calls_of: list[list[Call]] = field(default_factory=list)


def find_scope(document: Document, actors: Actors, telling: frozenset[int] = frozenset()) -> Scope:
    """Returns for every sentence the calls it speaks of. The sentences in `telling` are known to report something that a speaker
    did."""
    told = [call for call in document.calls if not call.background]
    held, broken, planned = _cued(document)
    scope = Scope()
    active: list[Call] = []
    state = PAUSED
    year = document.published.year if document.published is not None else None
    for i, sent in enumerate(document.sents):
        if i in held:
            active, state = held[i], ON
            scope.calls_of.append(_shared(held[i], told) if PATTERNS["each"].search(sent.text) else held[i])
            continue
        signal = signal_of(sent, active or told, actors)
        if signal == NEUTRAL and i in telling:
            signal = REPORT
        away = (
            i in broken
            or (i in planned and signal == NEUTRAL)
            or _is_past(sent, year)
            or (signal != STRONG and _is_elsewhere(sent, active or told, actors, i in telling))
        )
        fresh = (i == 0 or is_new_paragraph(document, i)) and not PATTERNS["enumerated"].match(sent.text)
        state = _next_state(state, signal, away, fresh, i in telling)
        calls = _continue(sent, active, told, actors, fresh) if state == ON else []
        if not active and not away and (signal != NEUTRAL or i in document.headline_sents):
            calls = _lead(sent, told, actors)
        scope.calls_of.append(calls)
    return scope


def _next_state(state: str, signal: str, away: bool, fresh: bool, telling: bool) -> str:
    """Returns whether the article goes on speaking of the call (`on`), has paused, or is elsewhere until the paragraph ends."""
    if away:
        return ELSE
    if signal == STRONG:
        return ON
    if fresh and state == ELSE:
        state = PAUSED
    if signal == REPORT and (state == PAUSED or telling):
        return ON
    return PAUSED if state == ON and fresh and signal == NEUTRAL else state


def signal_of(sent: Span, calls: list[Call], actors: Actors) -> str:
    """Tells how clearly a sentence speaks of a call without naming one: `strong` where it says "the conversation" or tells what
    both sides did, `report` where a speaker or a source says something, else `neutral`."""
    signal, subjects = voices_of(sent, actors)
    if signal == NEUTRAL and any(actors.role_in(subject, call) != OTHER for subject in subjects for call in calls):
        return REPORT
    return signal


def voices_of(sent: Span, actors: Actors) -> tuple[str, list[Token]]:
    """What a sentence says whichever call is asked about, and the subjects of its verbs of reporting; found once."""
    if sent.start not in actors.voices:
        actors.voices[sent.start] = _find_voices(sent)
    return actors.voices[sent.start]


def _find_voices(sent: Span) -> tuple[str, list[Token]]:
    if SURE & SIGNS.of(sent.text):
        return STRONG, []
    signal: str = NEUTRAL
    subjects: list[Token] = []
    for verb in sent:
        if not is_verb(verb):
            continue
        subject = subject_of(verb)
        if subject is None:
            continue
        if verb.dep_ != "relcl" and PATTERNS["joint"].match(sent.doc[subject.left_edge.i : subject.i + 1].text):
            return STRONG, []
        if verb.lemma_.lower() in report_verbs():
            if subject.dep_ == "nsubjpass" and verb.lemma_.lower() in WORDS["passives"]:
                return STRONG, []
            subjects.append(subject)
            if subject.lemma_.lower() in WORDS["sources"]:
                signal = REPORT
    return signal, subjects


@lru_cache(maxsize=1)
def report_verbs() -> frozenset[str]:
    """Returns the verbs by which an article tells what was said or settled: those of the rules and the plain verbs of saying."""
    topics = {head for rule in load_topic_rules().rules if rule.frame in {"object", "prep", "clause"} for head in rule.heads}
    outcomes = {head for rule in load_outcome_rules().rules for head in (rule.heads if rule.frame == "verb" else rule.verbs)}
    return frozenset(
        (topics | outcomes | WORDS["saying"])
        - {"be", "have", "go", "take", "make", "come", "get", "turn", "move", "work", "see", "find"}
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


def is_new_paragraph(document: Document, i: int) -> bool:
    """Whether a line break stands between sentence `i` and the one before it."""
    before, here = document.sents[i - 1], document.sents[i]
    return (
        "\n" in document.text[before.end_char - 1 if before.text[-1:].isspace() else before.end_char : here.start_char]
        or "\n" in before.text[-3:]
    )


def _continue(sent: Span, active: list[Call], told: list[Call], actors: Actors, fresh: bool) -> list[Call]:
    """Returns the calls that a sentence after a cue goes on speaking of: those of the speakers whom it names, else the last."""
    if not active or len(told) == 1:
        return active
    if PATTERNS["each"].search(sent.text):
        return active if len(active) > 1 else _shared(active, told)
    people = {entity.id: entity for token in sent for entity in actors.entities_at(token) if entity.kind in {"person", "role"}}
    if not people:
        return active
    best = [(sum(any(same(p, named) for named in people.values()) for p in call.participants), call) for call in told]
    top = max(score for score, _ in best)
    chosen = [call for score, call in best if score == top and top > 0]
    overlap = [call for call in chosen if call in active]
    if not fresh and sent[0].pos_ == "PRON":
        return overlap or active
    return overlap or (chosen if top >= 2 else active)


def _shared(active: list[Call], told: list[Call]) -> list[Call]:
    """Returns the calls of the round to which `active` belong: those with one of their speakers."""
    ids = {p.id for call in active for p in call.participants}
    return [call for call in told if any(p.id in ids for p in call.participants)]


def _lead(sent: Span, told: list[Call], actors: Actors) -> list[Call]:
    """Returns the calls that a sentence before the first cue may speak of: the first, if it names a speaker of it, and the others
    of its sentence of whom it names one that they do not share."""
    named = [entity for token in sent for entity in actors.entities_at(token)]
    first = [call for call in told[:1] if any(stands_for(entity, call) for entity in named)]
    opened = {cue.sent for call in told[:1] for cue in call.cues[:1]}
    beside = [call for call in told[1:] if opened & {cue.sent for cue in call.cues}]
    own = [entity for entity in named if not all(stands_for(entity, call) for call in [*told[:1], *beside])]
    return first + [call for call in beside if any(stands_for(entity, call) for entity in own)]


def _is_past(sent: Span, year: int | None) -> bool:
    """Whether an old date or "once", "used to" belongs to the main clause, or opens the sentence; `year`: that of publication,
    which is no old one, nor are those to come."""
    root = main_verb(sent)
    for found in PATTERNS["old"].finditer(sent.text) if "old" in SIGNS.of(sent.text) else ():
        told = found.group()[-4:]
        if year is not None and told.isdigit() and int(told) >= year:
            continue
        words = sent.doc.char_span(sent.start_char + found.start(), sent.start_char + found.end(), alignment_mode="expand")
        if words is not None and (words.start - sent.start < 4 or any(word == root or word.head == root for word in words)):
            return True
    return False


def _is_elsewhere(sent: Span, calls: list[Call], actors: Actors, telling: bool) -> bool:
    """Whether the sentence speaks of another occasion, of long ago, or gives the word to somebody who was not on the line (unless
    it is known to be `telling` what was arranged)."""
    root = main_verb(sent)
    subject = next((child for child in root.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
    if _is_set_elsewhere(sent, root):
        return True
    if subject is not None and not telling and _is_third(subject, sent, calls, actors):
        return True
    return root.lemma_.lower() in WORDS["gathering"] and root.tag_ in {"VBD", "VBN"} and not auxiliaries(root) & {"will", "would"}


def _is_set_elsewhere(sent: Span, root: Token) -> bool:
    """Whether the main verb itself is placed at another occasion ("he said in a speech")."""
    for found in PATTERNS["elsewhere"].finditer(sent.text) if "elsewhere" in SIGNS.of(sent.text) else ():
        words = sent.doc.char_span(sent.start_char + found.start(), sent.start_char + found.end(), alignment_mode="expand")
        if words is not None and words[0].head == root:
            return True
    return False


def _is_third(subject: Token, sent: Span, calls: list[Call], actors: Actors) -> bool:
    """Whether the subject is somebody beyond the call, in a sentence that names none of its speakers and no spokesman."""
    if subject.lemma_.lower() in WORDS["third_parties"]:
        return True
    named = subject.ent_type_ == "PERSON" or actors.entities_at(subject)
    if not named or any(actors.role_in(subject, call) != OTHER for call in calls):
        return False
    if any(token.lemma_.lower() in WORDS["sources"] for token in sent):
        return False
    people = [token for token in sent if any(entity.kind in {"person", "role"} for entity in actors.entities_at(token))]
    return not any(actors.role_in(token, call) != OTHER for token in people for call in calls)
