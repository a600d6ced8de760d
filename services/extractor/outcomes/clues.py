"""The clues that speak for or against a clause as an outcome of one call: which rule found it, who does it, who tells it, how its
verb stands, how long it is. What the sentence around it tells of the call is read in `account/sentence_clues.py`."""

from __future__ import annotations

from collections.abc import Iterator

from services.extractor.account.actors import SPEAKER, Actors, is_plural
from services.extractor.account.parse import MODALS_OF_DOUBT, auxiliaries, children, is_verb, subject_of
from services.extractor.account.roles import find_chain, role_of
from services.extractor.account.verbs import verb_group
from services.extractor.outcomes.match import Match
from services.extractor.outcomes.plans import FUTURE, is_on_condition
from services.extractor.rules.outcome_rules import PROSPECTS, load_outcome_rules
from services.extractor.tokens import Span, Token
from services.extractor.types import Call

QUOTES = {'"', "“", "”", "«", "»"}
AGAIN = {"again", "soon", "further", "together", "jointly", "continue", "shortly"}
COUNTED = {"each", "both", "neither", "nobody", "none", "no", "two", "either", "all", "every", "another", "any", "new", "next"}
LONG = 8
OTHER = ("other",)  # the group of deeds in no other


def _groups_of(deed: Token) -> tuple[str, ...]:
    return load_outcome_rules().groups_of.get(deed.lemma_.lower(), OTHER)


def clause_clues(match: Match, words: Span, subject: Token | None, belongs: bool, call: Call, actors: Actors) -> Iterator[str]:
    """Yields the clues of the clause that `match` found; `words`: as it is cut out; `subject`: of its verb; `belongs`: whether
    those of the call do it, as far as the parse tells."""
    role = role_of(subject, call, actors)
    frame = match.rule.frame
    yield from (f"rule:{match.rule.id}", *_content(match))
    yield from (f"frame:{frame}", f"frame:{frame}:{role}", f"belongs:{belongs}:{frame}", f"role:{role}")
    yield from (f"kind:{match.rule.kind}:{match.rule.unsure}", f"kind:{match.rule.kind}:{role}")
    if subject is not None:
        yield f"subject:{subject.lower_ if subject.pos_ == 'PRON' else subject.pos_}"
        yield f"plural:{is_plural(subject)}"
        yield from _subject_clues(subject, frame, role, call, actors)
    yield from _teller_clues(match, role, call, actors)
    yield from _verb_clues(match.verb, frame, role)
    yield f"length:{min(len(words) // 4, LONG)}"
    if any(word.ent_type_ in {"DATE", "TIME"} for word in words):
        yield "has-date"
    if any(word.lower_ in AGAIN for word in words):
        yield "again"
    if any(word.lower_ in {"if", "unless", "provided"} and word.i > match.verb.i for word in words):
        yield from ("on-condition", f"on-condition:{frame}")


def _content(match: Match) -> Iterator[str]:
    """Yields how what is agreed or promised is told: as to come, as it is, as it was, as a deed or a thing."""
    if match.rule.frame == "being":
        yield from (f"being:{child.dep_}" for child in match.verb.children if child.i > match.verb.i)
    if is_on_condition(match.verb):
        yield from ("condition-first", f"condition-first:{match.rule.frame}")
    if match.rule.frame != "verb":
        return
    told = match.verb if match.under else next((c for c in children(match.verb, "ccomp", "xcomp") if c.i > match.verb.i), None)
    if told is None:
        form = "thing"
    elif told.tag_ == "VB":
        form = "to-come" if auxiliaries(told) & FUTURE else "doubt" if auxiliaries(told) & MODALS_OF_DOUBT else "deed"
    else:
        form = told.tag_
    yield from (f"content:{form}:{match.rule.kind}", f"content:{form}:{match.rule.id}")


def _subject_clues(subject: Token, frame: str, role: str, call: Call, actors: Actors) -> Iterator[str]:
    """Yields what the subject is called, how it is counted, and whether it is of one of the speakers: "their teams"."""
    own = any(_is_own(word, call, actors) for word in subject.subtree if word.i < subject.i)
    of_own = any(_is_own(word, call, actors) for by in children(subject, "prep") for word in by.subtree)
    yield from (f"subject-of:{own}:{of_own}", f"subject-of:{own or of_own}:{frame}", f"subject-of:{own or of_own}:{role}")
    yield f"subject-entity:{subject.ent_type_}:{role}"
    yield from (f"counted:{word.lower_}" for word in (subject, *subject.children) if word.lower_ in COUNTED)


def _is_own(word: Token, call: Call, actors: Actors) -> bool:
    return word.lower_ in {"his", "her", "their", "its", "our", "my"} or actors.role_in(word, call) == SPEAKER


def _teller_clues(match: Match, role: str, call: Call, actors: Actors) -> Iterator[str]:
    """Yields who says what the clause tells, and how."""
    chain, reporter, _ = find_chain(match.verb)
    yield f"clause-chain:{'>'.join(chain[:2])}"
    if reporter is None:
        yield from ("untold", f"untold:{role}", f"untold:{match.rule.frame}:{role}")
        tense = next((word for word in ("will", "would", "is", "are", "was", "were") if word in auxiliaries(match.verb)), "")
        yield from (f"untold:{tense}:{match.rule.frame}", f"untold:{tense}:{role}", f"untold:{tense}:{match.verb.dep_}")
        yield from (f"untold-has:{match.rule.frame}" for _ in auxiliaries(match.verb) & {"has", "have", "had"})
    else:
        teller, group = role_of(subject_of(reporter), call, actors), verb_group(reporter)
        yield from (f"teller:{teller}", f"teller:{teller}:{role}", f"teller:{teller}:{role}:{match.rule.frame}")
        yield from (f"told:{group}", f"told:{group}:{teller}")
        if match.rule.frame in {"future", *PROSPECTS}:
            tense = "will" if auxiliaries(match.verb) & {"will", "'ll", "’ll", "shall"} else "would"
            yield from (f"to-come:{tense}:{group}:{teller}", f"to-come:{reporter.tag_}:{tense}:{role}")
    before = match.verb.doc[match.verb.sent.start : match.verb.i]
    if sum(word.text in QUOTES for word in before) % 2:
        yield from ("within-quotes", f"within-quotes:{role}")


def _verb_clues(verb: Token, frame: str, role: str) -> Iterator[str]:
    """Yields the form and place of the verb, and whether a plan is one of helping, meeting, arranging."""
    yield from (f"verb-form:{verb.tag_}", f"verb-place:{verb.dep_}", f"verb-place:{verb.dep_}:{role}")
    yield from (f"aux:{word}" for word in sorted(auxiliaries(verb)))
    if children(verb, "auxpass"):
        yield from ("passive", f"passive:{role}")
    if frame in {"future", *PROSPECTS}:
        deed = next((child for child in children(verb, "xcomp") if is_verb(child)), verb) if verb.lemma_ == "be" else verb
        table = load_outcome_rules()
        kind = deed.lemma_.lower() in table.deeds
        yield from (f"deed:{kind}", f"deed:{kind}:{role}")
        yield from (f"does:{group}:{who}" for group in _groups_of(deed) for who in ("", role))
        if any(word.lemma_.lower() in table.encounters for word in (deed, *children(deed, "xcomp", "prep", "pcomp"))):
            yield from ("encounter", f"encounter:{role}")
