"""What is told as still to come, without the words of a plan: whatever it is, whoever does it. Alone it says little: much of it is
what somebody fears or what an article looks forward to.

Three kinds: what will be done ("more goods would be let in", "is sending divers"), what will not ("they would not be turned away"),
and what will be ("there would be no inquiry", "she will be in Oslo on Friday"). Asks the parse; knows nothing of calls.
"""

from __future__ import annotations

from services.extractor.account.parse import auxiliaries, children, is_denied, is_doubted, is_negated, is_verb, subject_of
from services.extractor.outcomes.plans import FUTURE, is_asked, is_feared, planned_by
from services.extractor.rules.outcome_rules import OutcomeTable
from services.extractor.tokens import Token

PRESENT = {"is", "are", "'s", "’s", "'re", "’re", "am", "'m", "’m", "was", "were"}
SILENCE = {
    "say",
    "name",
    "comment",
    "confirm",
    "disclose",
    "elaborate",
    "specify",
    "identify",
    "discuss",
    "speculate",
    "deny",
    "tell",
    "reveal",
    "go",
    "serve",
    "draw",
    "describe",
    "rule",
    "exclude",
    "want",
    "like",
    "help",
    "mean",
    "quote",
    "speak",
}
PLACED = {"prep", "advmod", "prt"}
TOLD = PLACED | {"acomp", "attr"}


def may_be_plan(verb: Token, table: OutcomeTable) -> bool:
    """Whether the verb tells something to come that somebody may have promised."""
    if not is_verb(verb) or verb.lemma_.lower() in table.states:
        return False
    helping = auxiliaries(verb)
    if verb.tag_ == "VBG" or "being" in helping:
        to_come = bool(helping & PRESENT) and verb.lemma_.lower() in table.deeds | table.fixing
    else:
        to_come = verb.tag_ in {"VB", "VBN"} and (bool(helping & FUTURE) or planned_by(verb) in {"be", "due"})
    return to_come and not is_denied(verb) and not _is_idle(verb)


def may_be_refusal(verb: Token, table: OutcomeTable) -> bool:
    """Whether the verb tells what somebody may have promised not to do, or that nothing of the kind will be done."""
    if not is_verb(verb) or verb.lemma_ == "be" or verb.tag_ not in {"VB", "VBN"} or verb.lemma_.lower() in SILENCE:
        return False
    if not auxiliaries(verb) & FUTURE or is_doubted(verb) or _is_idle(verb):
        return False
    subject = subject_of(verb)
    of_none = subject is not None and (is_negated(subject) or subject.lower_ in {"nobody", "none", "nothing"})
    return bool(children(verb, "neg")) or of_none


def may_be_state(verb: Token, table: OutcomeTable) -> bool:
    """Whether the verb tells what or where somebody or something will be, or that there will or will not be something."""
    if verb.lemma_ != "be" or not auxiliaries(verb) & FUTURE or is_doubted(verb) or _is_idle(verb):
        return False
    subject = subject_of(verb)
    told = TOLD if subject is None or subject.lower_ not in {"it", "that", "this"} else PLACED  # "it would be wrong" is a view
    return bool(children(verb, "expl")) or any(child.i > verb.i and child.dep_ in told for child in verb.children)


def _is_idle(verb: Token) -> bool:
    """Whether the clause only asks, or is what somebody fears or thinks."""
    return is_asked(verb) or is_feared(verb)
