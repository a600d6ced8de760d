"""Whose an outcome is: whether those of the call do what a clause tells, as far as parse and mentions say, or somebody else."""

from __future__ import annotations

from services.extractor.account.actors import GROUPS, OPEN, OTHER, SPEAKER, Actors
from services.extractor.account.parse import auxiliaries, children, is_verb, subject_of
from services.extractor.account.source import SAYING
from services.extractor.outcomes.match import Match
from services.extractor.rules.outcome_rules import PROSPECTS, OutcomeRule, load_outcome_rules
from services.extractor.tokens import Token
from services.extractor.types import Call

GOING_ON = {"take", "continue", "resume", "go", "start", "begin", "follow", "proceed", "gather", "meet", "convene"}
SETTLING = {"agree", "decide", "settle", "arrange", "promise", "pledge", "undertake", "assure"}
QUOTES = {'"', "“", "”", "«", "»"}
ENCOUNTER_RULES = {"outcome.wish"}
BOTH_SIDES = {"they", "both", "two", "pair", "duo", "each"}
PLURAL = {"NNS", "NNPS"}
VISITS = {"see", "visit", "receive", "host", "welcome", "join", "travel", "fly", "go", "head", "take", "be", "come", "play"}
PROPER_RELATIVES = {
    "call",
    "conversation",
    "statement",
    "readout",
    "exchange",
    "talk",
    "discussion",
    "dialogue",
    "phone-call",
    "videoconference",
    "communique",
    "formula",
    "summary",
}


def belongs_to(match: Match, call: Call, actors: Actors, shared_by: list[Call]) -> bool:
    """Whether the clause has a speaker of the call for its subject and is neither history nor a remark on somebody. `shared_by`:
    the calls of a round in each of which the same was said."""
    verb = match.deed
    if _in_foreign_relative(verb, match.rule, call, actors):
        return False
    subject = teller_of(verb, call, actors)
    passive = bool(children(verb, "auxpass"))
    if subject is not None and subject.lower_ in {"it", "that", "this"}:
        if _is_side(subject, verb, call, actors):
            return True
        return passive and match.rule.kind in {"agreement", "follow-up"}
    role = _role(subject, match, call, actors, shared_by)
    if passive and role == OTHER:
        return match.rule.frame == "noun" or match.rule.passive or (match.rule.frame == "future" and _is_certain(verb, subject))
    if role == OTHER:
        return match.rule.anyone or _goes_on(match, subject)
    return match.rule.frame != "future" or role == SPEAKER or (subject is not None and _is_reported(verb, subject))


def _is_side(it: Token, verb: Token, call: Call, actors: Actors) -> bool:
    """Whether "it" is the side that speaks in the clause above: "Ankara told Moscow that it would send food"."""
    teller = subject_of(verb.head) if it.lower_ == "it" and verb.dep_ == "ccomp" and is_verb(verb.head) else None
    mention = actors.mention_at(teller) if teller is not None else None
    return mention is not None and mention.kind in {"state", "place"} and actors.role_in(teller, call) == SPEAKER


def teller_of(verb: Token, call: Call, actors: Actors) -> Token | None:
    """Returns the subject of a verb; where the parse joined it to a clause inside ("said that it was late and promised"), that of
    the verb above which a speaker is the subject of."""
    subject = subject_of(verb)
    if verb.dep_ != "conj" or children(verb, "nsubj", "nsubjpass") or actors.role_in(subject, call) != OTHER:
        return subject
    for above in verb.ancestors:
        if above.tag_ == verb.tag_ and (other := subject_of(above)) is not None and actors.role_in(other, call) != OTHER:
            return other
    return subject


def _role(subject: Token | None, match: Match, call: Call, actors: Actors, shared_by: list[Call]) -> str:
    """Returns the role of the subject; in what a round shares the caller is open, and so is "the call" that ends with a promise."""
    role = actors.role_in(subject, call)
    if subject is not None and subject.lower_ in {"we", "i", "you"}:
        return OPEN if _is_reported(match.verb, None) else OTHER
    if role != OTHER or subject is None:
        return role
    if subject.dep_ == "expl" or (match.rule.frame == "noun" and subject.lemma_.lower() in PROPER_RELATIVES):
        return OPEN
    shared = any(actors.role_in(subject, other) == SPEAKER for other in shared_by)
    return OPEN if shared else OTHER


def _goes_on(match: Match, subject: Token | None) -> bool:
    """Whether a meeting or contacts will take place or go on."""
    if match.rule.frame != "future" or subject is None or match.verb.lemma_.lower() not in GOING_ON:
        return False
    return subject.lemma_.lower() in load_outcome_rules().occasions and _is_certain(match.verb, subject)


def _is_certain(verb: Token, subject: Token | None) -> bool:
    """Whether what will be arranged is told plainly ("will be set up") or as said by somebody."""
    return bool(auxiliaries(verb) & {"will", "shall"}) or _is_reported(verb, subject)


def _meets_other(verb: Token, call: Call, actors: Actors) -> bool:
    """Whether the plan is to see or speak to a named person who was not on the line, or to go to another country."""
    meeting = load_outcome_rules().encounters | VISITS
    others = [
        word
        for head in children(verb, "xcomp") or [verb]
        if head.lemma_.lower() in meeting
        for child in head.children
        for word in (child, *child.children)
        if word.dep_ in {"dobj", "pobj", "dative"}
    ]
    return any(
        actors.role_in(word, call) == OTHER
        and (mention := actors.mention_at(word)) is not None
        and (mention.kind == "name" or (mention.kind == "place" and word.head.lower_ not in {"in", "at"}))
        for word in others
    )


def is_of_others(match: Match, subject: Token | None, call: Call, actors: Actors) -> bool:
    """Whether somebody who was not on the line does it, it is a plan to meet such a one, or it was before the call."""
    verb = match.deed
    if any(is_before_call(child) for child in verb.children):
        return True
    if _is_plan(match.rule) and _meets_other(verb, call, actors):
        return True
    if any(_is_rival(word, call, actors) for word in _find_partners(verb)):
        return True
    settled = match.rule.kind in {"agreement", "follow-up"}
    if not settled and any(_is_stranger(agent, call, actors) for agent in _agents(verb)):
        return True
    if subject is None or subject.ent_type_ != "PERSON" or match.rule.anyone:
        return False
    if match.rule.frame in {"future", *PROSPECTS} and not _is_on_other_line(subject, actors):
        return False  # an envoy who will come
    return actors.role_in(subject, call) == OTHER and not children(verb, "auxpass")


def _is_rival(word: Token, call: Call, actors: Actors) -> bool:
    """Whether a name or role stands for somebody who was on the line in another call alone."""
    mention = actors.mention_at(word)
    if mention is None or mention.kind == "pronoun":
        return False
    return actors.role_in(word, call) == OTHER and _is_on_other_line(word, actors)


def _find_partners(verb: Token) -> list[Token]:
    """Returns with whom it is agreed, to whom it is promised or told: "with Lind he agreed", "told Lind that he would come"."""
    first = verb
    while first.dep_ == "conj" and is_verb(first.head):
        first = first.head
    tellers = [first.head] if first.dep_ in {"ccomp", "xcomp"} and is_verb(first.head) else []
    near = [child for head in dict.fromkeys((verb, first, *tellers)) for child in head.children]
    sided = [word for prep in near if prep.lower_ in {"with", "to"} for word in children(prep, "pobj")]
    return [word for word in near if word.dep_ in {"dobj", "dative"}] + sided


def _is_on_other_line(subject: Token, actors: Actors) -> bool:
    """Whether somebody is on the line in some call of the article."""
    return any(actors.role_in(subject, call) == SPEAKER for call in actors.document.calls)


def _agents(verb: Token) -> list[Token]:
    """Returns those by whom it is done, in the passive."""
    return [word for by in children(verb, "agent") for word in children(by, "pobj")]


def _is_stranger(noun: Token, call: Call, actors: Actors) -> bool:
    """Whether a noun brings in somebody who was not on the line: "a senior official", "the bank"."""
    return actors.role_in(noun, call) == OTHER or any(child.lower_ in {"a", "an", "some", "several"} for child in noun.children)


def is_before_call(word: Token) -> bool:
    """Whether a word opens "before the call", "ahead of their conversation"."""
    inner = [far for near in children(word, "prep") for far in near.children] if word.lower_ in {"ahead", "prior"} else []
    opens = bool(inner) or word.lower_ == "before"
    return opens and any(noun.lemma_.lower() in PROPER_RELATIVES for noun in [*word.children, *inner])


def _is_plan(rule: OutcomeRule) -> bool:
    return rule.frame in {"future", *PROSPECTS} or rule.id in ENCOUNTER_RULES


def _is_reported(verb: Token, subject: Token | None) -> bool:
    """Whether a plan stands under a verb of saying or has both sides for its subject."""
    if subject is not None and (subject.lower_ in BOTH_SIDES or (subject.lemma_.lower() in GROUPS and subject.tag_ in PLURAL)):
        return True
    if any(is_verb(above) and above.lemma_.lower() in SAYING | SETTLING for above in verb.ancestors):
        return True
    return any((word.lemma_.lower() in SAYING and is_verb(word)) or word.text in QUOTES for word in verb.sent)


def _in_foreign_relative(verb: Token, rule: OutcomeRule, call: Call, actors: Actors) -> bool:
    """Whether the verb stands in a relative clause about somebody or something else than the call."""
    for token in [verb, *verb.ancestors]:
        if token.dep_ == "relcl":
            head = token.head
            own = next(iter(children(token, "nsubj")), None)
            if token == verb and own is not None and rule.id not in ENCOUNTER_RULES and actors.role_in(own, call) == SPEAKER:
                return False
            if _is_said_within(verb, token):
                return False
            return not (head.lemma_.lower() in PROPER_RELATIVES or (actors.role_in(head, call) == SPEAKER and head.pos_ != "PRON"))
    return False


def _is_said_within(verb: Token, clause: Token) -> bool:
    """Whether `verb` is told by a verb of saying that heads `clause` or stands in it: "in which he said that they agreed"."""
    for above in verb.ancestors:
        if is_verb(above) and above.lemma_.lower() in SAYING:
            return True
        if above == clause:
            return False
    return False
