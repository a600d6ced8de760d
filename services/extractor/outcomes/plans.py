"""Plans that somebody of a call may have made on the line: what they will do, are to do, are going to do, do again.

Asks the parse; which deeds are done for or with the other, and what people arrange, is in `patterns/outcomes.yml`. Knows nothing of
calls. A refusal is no plan, but "will never abandon" is.
"""

from __future__ import annotations

from services.extractor.account.parse import SUBJECTS, auxiliaries, children, is_denied, is_verb, subject_of
from services.extractor.rules.outcome_rules import OutcomeTable
from services.extractor.tokens import Token

FUTURE = {"will", "would", "shall", "'ll", "’ll"}
DUE = {"due", "scheduled", "slated", "set", "about", "supposed", "planned"}
NEXT = {"meet", "speak", "talk", "see", "confer"}
GOING = {"resume", "reconvene"}
CONTACTS = {"talk", "contact", "consultation", "negotiation", "dialogue", "work", "discussion"}
AIDES = {"minister", "team", "delegation", "expert", "negotiator", "official", "envoy", "adviser", "diplomat", "general"}
THINKING = {
    "warn", "exclude", "threaten", "predict", "fear", "doubt", "argue", "believe", "think", "complain", "expect", "joke", "wonder",
}  # fmt: skip
FAITHLESS = {"abandon", "desert", "forsake", "cease", "waver", "weaken", "leave", "attack", "invade", "interfere", "forget"}
ABROAD = {"meet", "take", "visit", "travel", "call", "see", "play"}


def is_plan(verb: Token, table: OutcomeTable) -> bool:
    """Whether the verb tells what somebody will do with or for the other: "will go on supporting", "are to speak again"."""
    if not is_verb(verb) or verb.tag_ not in {"VB", "VBG", "VBN", "VBP", "VBZ"} or verb.lemma_ == "be" or is_open(verb):
        return False
    if is_denied(verb):
        return verb.lemma_.lower() in FAITHLESS and bool(auxiliaries(verb) & FUTURE) and bool(children(verb, "neg"))
    passive = bool(children(verb, "auxpass"))
    future = bool(auxiliaries(verb) & FUTURE)
    if verb.dep_ == "conj" and verb.tag_ == "VB" and not children(verb, "aux", *SUBJECTS) and is_plan(verb.head, table):
        return False
    told = verb.lemma_.lower() in (table.fixing if passive else table.deeds)
    if passive:
        return told and (future or bool(planned_by(verb))) and _is_occasion(subject_of(verb), table)
    if future:
        return told and not _is_so(verb)
    plan = planned_by(verb)
    if not plan:
        return _is_next(verb)
    if plan == "be":
        if any(child.lower_ in {"again", "further"} for child in verb.children) or _is_occasion(subject_of(verb), table):
            return told
        if verb.head.tag_ not in {"VBZ", "VBP"}:
            return False
        subject = subject_of(verb)
        by_aides = subject is not None and verb.lemma_.lower() in table.encounters and subject.lemma_.lower() in AIDES
        return by_aides or (told and verb.lemma_.lower() not in ABROAD)
    return bool(plan) and (verb.lemma_.lower() in table.encounters if plan != "go" else told)


def is_asked(verb: Token) -> bool:
    """Whether the clause is a question of its own: "will he come?", "did she promise to?"."""
    return verb.dep_ == "ROOT" and verb.sent.text.rstrip(" \n\"'”’").endswith("?")


def is_on_condition(verb: Token) -> bool:
    """Whether the clause begins with a condition: "if it fails, he will go"; not "he will come if he is asked"."""
    before = (clause for clause in children(verb, "advcl") if clause.i < verb.i)
    return any(word.lower_ in {"if", "unless"} for clause in before for word in children(clause, "mark"))


def is_open(verb: Token) -> bool:
    """Whether the clause asks, begins with a condition, or is what somebody fears or thinks: "will he come?", "he warned that it
    would spread"."""
    return is_asked(verb) or is_on_condition(verb) or is_feared(verb)


def is_feared(verb: Token) -> bool:
    """Whether the clause is what somebody fears or thinks."""
    tellers = [verb.head] if verb.dep_ == "ccomp" else children(verb, "parataxis", "ccomp")
    return any(teller.lemma_.lower() in THINKING for teller in tellers)


def _is_next(verb: Token) -> bool:
    """Whether they meet again, or contacts go on, told in the present: "they meet again in May", "the talks resume on Friday"."""
    if verb.tag_ not in {"VBP", "VBZ"} or auxiliaries(verb):
        return False
    lemma, subject = verb.lemma_.lower(), subject_of(verb)
    again = any(child.lower_ == "again" for child in verb.children)
    return (lemma in NEXT and again) or (lemma in GOING and subject is not None and subject.lemma_.lower() in CONTACTS)


def _is_so(verb: Token) -> bool:
    """Whether the clause does not tell what will be done: "will continue to do so"."""
    return any(word.lower_ == "so" and word.head.lemma_ == "do" for word in verb.doc[verb.i : min(verb.i + 5, verb.sent.end)])


def _is_occasion(noun: Token | None, table: OutcomeTable) -> bool:
    """Whether a noun is something that people arrange: a date, a meeting, a commission."""
    return noun is not None and noun.lemma_.lower() in table.occasions


def planned_by(verb: Token) -> str:
    """Returns by which words a plan is told: `be` ("are to meet"), `go` ("is going to send"), `due` ("are scheduled to speak"), or
    nothing."""
    above = verb.head
    if verb.dep_ != "xcomp" or not 0 < verb.i - above.i <= 5 or not any(c.lower_ == "to" for c in verb.children):
        return ""
    if above.lemma_ == "be":
        return "be" if verb.i - above.i <= 3 and subject_of(verb) is not None else ""
    if above.lower_ == "going":
        return "go" if auxiliaries(above) & {"is", "are", "was", "were", "'s", "'re"} else ""
    return "due" if above.lower_ in DUE and subject_of(verb) is not None else ""
