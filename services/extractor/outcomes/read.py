"""Reads the outcomes of one call from the sentences that speak of it."""

from __future__ import annotations

from services.extractor.account.actors import OPEN, OTHER, SPEAKER, Actors, is_plural
from services.extractor.account.parse import auxiliaries, children, is_verb, subject_of
from services.extractor.account.scope import PATTERNS, Scope, is_new_paragraph
from services.extractor.account.source import SAYING
from services.extractor.outcomes.credit import find_credit, find_doers
from services.extractor.outcomes.cut import cut
from services.extractor.outcomes.match import Match, find_matches
from services.extractor.rules.outcome_rules import OutcomeRule, load_outcome_rules
from services.extractor.tokens import Span, Token
from services.extractor.types import Call, Document, Outcome, Quote

GOING_ON = {"take", "continue", "resume", "go", "start", "begin", "follow", "proceed", "gather", "meet", "convene"}
SETTLING = {"agree", "decide", "settle", "arrange", "promise", "pledge", "undertake", "assure"}
QUOTES = {'"', "“", "”", "«", "»"}
ENCOUNTER_RULES = {"outcome.wish"}
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


def find_all_matches(document: Document) -> dict[int, list[Match]]:
    """Returns what the rules find in the document, by sentence."""
    table = load_outcome_rules()
    found = {i: find_matches(sent, table) for i, sent in enumerate(document.sents)}
    return {i: matches for i, matches in found.items() if matches}


def find_telling(document: Document, matches_of: dict[int, list[Match]], actors: Actors) -> frozenset[int]:
    """Returns the sentences in which a speaker of some call agrees, promises or invites."""
    told = [call for call in document.calls if not call.background]
    return frozenset(
        i for i, matches in matches_of.items() if any(_is_told_of(match, call, actors) for match in matches for call in told)
    )


def _is_said_within(verb: Token, clause: Token) -> bool:
    """Whether `verb` is told by a verb of saying that heads `clause` or stands in it: "in which he said that they agreed"."""
    for above in verb.ancestors:
        if is_verb(above) and above.lemma_.lower() in SAYING:
            return True
        if above == clause:
            return False
    return False


def _is_told_of(match: Match, call: Call, actors: Actors) -> bool:
    """Whether somebody of the call does it, or may be both sides, or it is told in the passive."""
    subject = subject_of(match.verb)
    role = actors.role_in(subject, call)
    if role == SPEAKER or (role == OPEN and (subject is None or is_plural(subject))):
        return True
    if match.rule.anyone and match.rule.kind in {"agreement", "follow-up"} and not match.rule.passive:
        return True
    plain = match.rule.frame == "noun" or match.rule.passive
    return plain and bool(children(match.verb, "auxpass", "expl")) and _belongs(match, call, actors, [])


def find_outcomes(
    document: Document, call: Call, scope: Scope, actors: Actors, matches_of: dict[int, list[Match]]
) -> list[Outcome]:
    """Returns the outcomes of `call`, in the order of the text, each once."""
    found: list[Outcome] = []
    told: set[str] = set()
    for i, matches in sorted(matches_of.items()):
        if call not in scope.calls_of[i] or i in document.headline_sents:
            continue
        each = PATTERNS["each"].search(document.sents[i].text) is not None
        for match in matches:
            if _belongs(match, call, actors, scope.calls_of[i] if each else []):
                outcome = _outcome(document, match, call, actors, _paragraph_before(document, i))
                if outcome is not None and outcome.quote.text not in told and not _is_repeated(outcome, found):
                    told.add(outcome.quote.text)
                    found.append(outcome)
    return found


def _paragraph_before(document: Document, i: int) -> list[Span]:
    """Returns the sentences of the same paragraph before sentence `i`, at most three."""
    first = i
    while first > max(0, i - 3) and not is_new_paragraph(document, first):
        first -= 1
    return document.sents[first:i]


def _belongs(match: Match, call: Call, actors: Actors, shared_by: list[Call]) -> bool:
    """Whether the clause has a speaker of the call for its subject and is neither history nor a remark on somebody. `shared_by`:
    the calls of a round in each of which the same was said."""
    verb = match.verb
    if _in_foreign_relative(verb, match.rule, call, actors):
        return False
    subject = teller_of(verb, call, actors)
    passive = bool(children(verb, "auxpass"))
    if subject is not None and subject.lower_ in {"it", "that", "this"}:
        return passive and match.rule.kind in {"agreement", "follow-up"}
    role = _role(subject, match, call, actors, shared_by)
    if (match.rule.frame == "future" or match.rule.id in ENCOUNTER_RULES) and _meets_other(verb, call, actors):
        return False
    if passive and role == OTHER:
        return match.rule.frame == "noun" or match.rule.passive or (match.rule.frame == "future" and _is_certain(verb, subject))
    if role == OTHER:
        return match.rule.anyone or _goes_on(match, subject)
    return match.rule.frame != "future" or role == SPEAKER or (subject is not None and _is_reported(verb, subject))


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
    """Whether the plan is to see or speak to a named person who was not on the line."""
    others = [
        word
        for head in (verb, *children(verb, "xcomp"))
        for child in head.children
        for word in (child, *child.children)
        if word.dep_ in {"dobj", "pobj", "dative"}
    ]
    return any(
        actors.role_in(word, call) == OTHER
        and (mention := actors.mention_at(word)) is not None
        and mention.kind in {"name", "place"}
        for word in others
    )


def _is_reported(verb: Token, subject: Token | None) -> bool:
    """Whether a plan stands under a verb of saying or has both sides for its subject."""
    if subject is not None and subject.lower_ in {
        "they",
        "both",
        "sides",
        "two",
        "ministers",
        "leaders",
        "presidents",
        "pair",
        "experts",
        "teams",
        "delegations",
        "negotiators",
        "envoys",
        "governments",
        "countries",
    }:
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


def _outcome(document: Document, match: Match, call: Call, actors: Actors, before: list[Span]) -> Outcome | None:
    span = cut(match.verb)
    if len(span) < (2 if match.rule.bare else 3) or span[0].lower_ in {"what", "which", "whom", "how", "whether", "if"}:
        return None
    quote = Quote(document.text[span.start_char : span.end_char], span.start_char, span.end_char)
    subject = teller_of(match.verb, call, actors)
    by_others = match.rule.anyone and subject is not None and actors.role_in(subject, call) == OTHER
    doers = [] if by_others else find_doers(subject, match.verb, call, actors, before)
    return Outcome(quote, match.rule.kind, match.rule.id, doers, find_credit(match.verb, actors, before))


def _is_repeated(outcome: Outcome, found: list[Outcome]) -> bool:
    """Whether the words lie inside one of the last outcomes; those of other sentences cannot hold them."""
    return any(o.quote.start <= outcome.quote.start and outcome.quote.end <= o.quote.end for o in found[-6:])
