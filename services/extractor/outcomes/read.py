"""Reads the outcomes of one call from the sentences that speak of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from services.extractor.account.actors import OPEN, OTHER, SPEAKER, Actors, is_plural
from services.extractor.account.parse import children, subject_of
from services.extractor.account.reach import find_sentences
from services.extractor.account.scope import PATTERNS, SIGNS, Scope, is_new_paragraph
from services.extractor.account.sentence_clues import sentence_clues
from services.extractor.outcomes.clues import clause_clues
from services.extractor.outcomes.credit import find_credit, find_doers
from services.extractor.outcomes.cut import cut
from services.extractor.outcomes.judge import LEAST, OF_SURE, load_weights, weigh
from services.extractor.outcomes.match import Match, find_matches
from services.extractor.outcomes.owners import belongs_to, is_of_others, teller_of
from services.extractor.outcomes.rivals import rival_clues
from services.extractor.outcomes.sources import Sources
from services.extractor.rules.outcome_rules import load_outcome_rules
from services.extractor.tokens import Span
from services.extractor.types import Call, Document, Outcome, Quote

ASKING = {"what", "which", "whom", "how", "whether", "if"}
EARLIER = 6  # sentences behind its source in which "it said" stands for it


def find_all_matches(document: Document) -> dict[int, list[Match]]:
    """Returns what the rules find in the document, by sentence."""
    table = load_outcome_rules()
    found = {i: find_matches(sent, table) for i, sent in enumerate(document.sents)}
    return {i: matches for i, matches in found.items() if matches}


def find_telling(document: Document, matches_of: dict[int, list[Match]], actors: Actors) -> frozenset[int]:
    """Returns the sentences in which a speaker of some call agrees, promises or invites."""
    told = [call for call in document.calls if not call.background]
    return frozenset(
        i
        for i, matches in matches_of.items()
        if any(_is_told_of(match, call, actors) for match in matches if not match.rule.unsure for call in told)
    )


def _is_told_of(match: Match, call: Call, actors: Actors) -> bool:
    """Whether somebody of the call does it, or may be both sides, or it is told in the passive."""
    subject = subject_of(match.deed)
    role = actors.role_in(subject, call)
    if role == SPEAKER or (role == OPEN and (subject is None or is_plural(subject))):
        return True
    if match.rule.anyone and match.rule.kind in {"agreement", "follow-up"} and not match.rule.passive:
        return True
    plain = match.rule.frame == "noun" or match.rule.passive
    return plain and bool(children(match.verb, "auxpass", "expl")) and belongs_to(match, call, actors, [])


def find_outcomes(
    document: Document, call: Call, scope: Scope, actors: Actors, matches_of: dict[int, list[Match]]
) -> list[Outcome]:
    """Returns the outcomes of `call`, in the order of the text, each once: the clauses that are likely enough."""
    return choose(find_clauses(document, call, scope, actors, matches_of), load_weights())


def choose(clauses: Iterable[Clause], weights: dict[str, float], more: float = 0.0) -> list[Outcome]:
    """Returns the outcomes of the clauses that are likely enough, each once; `more`: how much more is asked than usual."""
    found: list[Outcome] = []
    told: set[str] = set()
    for clause in clauses:
        outcome = clause.outcome
        least = (OF_SURE if clause.is_sure else LEAST) + more
        if weigh(clause.clues, weights) < least or outcome.quote.text in told or _is_repeated(outcome, found):
            continue
        told.add(outcome.quote.text)
        found.append(outcome)
    return found


@dataclass(frozen=True)
class Clause:
    """A clause that may be an outcome, and what speaks for or against it. `is_sure`: a rule says so outright, and those of the
    call do it."""

    outcome: Outcome
    clues: frozenset[str]
    is_sure: bool


def find_clauses(
    document: Document, call: Call, scope: Scope, actors: Actors, matches_of: dict[int, list[Match]]
) -> Iterator[Clause]:
    """Yields what may have come out of `call`, in the order of the text."""
    found = list(_find_alone(document, call, scope, actors, matches_of))
    sure = {i for i, clause in found if clause.is_sure}
    for i, clause in found:
        beside = sum(1 for j, other in found if j == i and other.is_sure and other is not clause)
        near = {
            f"sure-beside:{beside > 0}",
            f"sure-before:{bool(sure & {i - 1, i - 2})}",
            f"sure-behind:{bool(sure & {i + 1, i + 2})}",
        }
        yield replace(clause, clues=clause.clues | near | {f"{clue}:{clause.is_sure}" for clue in near})


def _find_alone(
    document: Document, call: Call, scope: Scope, actors: Actors, matches_of: dict[int, list[Match]]
) -> Iterator[tuple[int, Clause]]:
    """Yields the clauses as each is by itself, and the number of its sentence."""
    reached = dict(find_sentences(document, call, scope, actors))
    for i, matches in matches_of.items():
        if i in document.headline_sents:
            continue
        far = i not in reached
        if far:
            old = "old" in SIGNS.of(document.sents[i].text)
            matches = [] if old else [match for match in matches if _is_plain(match, call, actors)]
        if not matches:
            continue
        in_scope = reached.get(i, False)
        each = PATTERNS["each"].search(document.sents[i].text) is not None
        rivals = set(rival_clues(document, i, call, actors))
        around = frozenset(sentence_clues(document, i, call, in_scope, actors))
        if far:
            around |= {"far"}
        for match in matches:
            subject = teller_of(match.deed, call, actors)
            outcome = _outcome(document, match, call, actors, i)
            if outcome is None or is_of_others(match, subject, call, actors):
                continue
            belongs = belongs_to(match, call, actors, scope.calls_of[i] if each else [])
            is_sure = belongs and in_scope and not match.rule.unsure
            clues = {*clause_clues(match, cut(match.verb), subject, belongs, call, actors), *rivals}
            yield i, Clause(outcome, around | {f"sure:{is_sure}:{in_scope}", *clues}, is_sure)


def _is_plain(match: Match, call: Call, actors: Actors) -> bool:
    """Whether a rule says outright that a speaker of the call did it: such a clause may stand far from the words for the call."""
    return not match.rule.unsure and actors.role_in(subject_of(match.deed), call) == SPEAKER


def _paragraph_before(document: Document, i: int) -> list[Span]:
    """Returns the sentences of the same paragraph before sentence `i`, at most three."""
    first = i
    while first > max(0, i - 3) and not is_new_paragraph(document, first):
        first -= 1
    return document.sents[first:i]


def _outcome(document: Document, match: Match, call: Call, actors: Actors, i: int) -> Outcome | None:
    before = _paragraph_before(document, i)
    span = cut(match.verb)
    least = 2 if match.rule.bare else 3
    if len(span) < least or _is_empty(match, span) or span[0].lower_ in ASKING:
        return None
    quote = Quote(document.text[span.start_char : span.end_char], span.start_char, span.end_char)
    subject = teller_of(match.deed, call, actors)
    by_others = match.rule.anyone and subject is not None and actors.role_in(subject, call) == OTHER
    doers = [] if by_others else find_doers(subject, match.deed, call, actors, before)
    if not doers and match.rule.kind == "agreement" and children(match.verb, "auxpass") and not children(match.verb, "agent"):
        doers = [speaker.name or speaker.country or "" for speaker in call.participants]  # "it was agreed"
    credit = find_credit(match.verb, Sources(actors, call), before, document.sents[max(0, i - EARLIER) : i])
    return Outcome(quote, match.rule.kind, match.rule.id, doers, credit)


def _is_empty(match: Match, span: Span) -> bool:
    """Whether somebody promises or is ready, but not for anything: "as she assured him", "he was committed"."""
    if match.rule.bare or match.rule.kind not in {"commitment", "readiness"} or match.rule.frame not in {"verb", "adjective"}:
        return False
    subject = subject_of(match.verb)
    of_thing = match.rule.passive and subject is not None and subject.pos_ in {"NOUN", "PROPN"}
    rest = match.verb.doc[match.verb.i + 1 : span.end]
    return not of_thing and not any(word.pos_ not in {"PRON", "PROPN", "PUNCT", "ADV", "ADJ", "DET"} for word in rest)


def _is_repeated(outcome: Outcome, found: list[Outcome]) -> bool:
    """Whether the words lie inside one of the last outcomes; those of other sentences cannot hold them."""
    return any(o.quote.start <= outcome.quote.start and outcome.quote.end <= o.quote.end for o in found[-6:])
