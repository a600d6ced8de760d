"""Whether the words around a verb, noun or adjective are what a rule asks for: its complements, the verb of its infinitive, words
in its clause, several subjects.

Asks the parse, and the next few words where the parse of a small model slips. Knows nothing of calls.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.extractor.account.actors import is_plural
from services.extractor.account.parse import SUBJECTS, children, is_verb, subject_of
from services.extractor.account.stretches import edges
from services.extractor.rules.outcome_rules import OutcomeRule
from services.extractor.tokens import Token

OCCASION = {"in", "during", "by", "over", "on"}
AIDES = {"official", "diplomat", "aide", "source", "observer", "expert", "analyst", "reporter", "negotiator", "ambassador", "team"}
CALLS = {"call", "conversation", "talk", "phone", "telephone", "videoconference", "teleconference", "conference", "exchange"}


def complements(token: Token) -> set[str]:
    """Returns which complements stand with a verb, noun or adjective: `that`, `inf`, `ing`, `obj` and its prepositions."""
    kinds = set()
    for child in token.children:
        if child.i < token.i and child.dep_ not in {"nsubjpass", "ccomp"}:
            continue
        if child.dep_ in {"ccomp", "acl", "xcomp", "advcl", "relcl"} and is_verb(child):
            if any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children):
                kinds.add("inf")
            elif child.tag_ == "VBG":
                kinds.add("ing")
            elif child.dep_ in {"ccomp", "acl"}:
                kinds.add("that")
        elif child.dep_ in {"dobj", "obj", "nsubjpass", "dative"}:
            kinds.add("obj")
            kinds.update(grand.lower_ for grand in child.children if grand.dep_ == "prep" and child.i > token.i)
        elif child.dep_ in {"prep", "prt"}:
            kinds.add(child.lower_)
            if any(c.dep_ == "pcomp" for c in child.children):
                kinds.add("ing")
    return kinds | _next_words(token) | _behind_occasion(token)


def _behind_occasion(verb: Token) -> set[str]:
    """Returns the prepositions that the parse hangs on the call in which it was: "agreed during a call on Monday on the need"."""
    calls = (noun for child in verb.children if child.lower_ in OCCASION for noun in child.children if noun.lemma_.lower() in CALLS)
    behind = (child for noun in calls for child in noun.children if child.i > noun.i and child.dep_ == "prep")
    return {prep.lower_ for prep in behind if not any(c.ent_type_ in {"DATE", "TIME"} for c in prep.children)}


def _next_words(token: Token) -> set[str]:
    """Returns the complements that the words right after `token` announce, "with X" and adverbs passed over."""
    if _next_infinitive(token) is not None:
        return {"inf"}
    return {"that"} if any(word.lower_ == "that" for word in _near(token)) else set()


def _near(token: Token) -> Iterator[Token]:
    """Yields the next few words up to a comma or a verb."""
    for word in token.doc[token.i + 1 : min(token.sent.end, token.i + 7)]:
        if (word.is_punct and not word.is_quote) or is_verb(word):
            return
        yield word


def _next_infinitive(token: Token) -> int | None:
    """Returns the place of the "to" that opens an infinitive among the next few words, with no "that" before it."""
    for word in _near(token):
        if word.lower_ == "that":
            return None
        if word.lower_ == "to" and word.i + 1 < len(token.doc) and token.doc[word.i + 1].tag_ == "VB":
            return word.i
    return None


def fits(token: Token, verb: Token, rule: OutcomeRule) -> bool:
    """Whether complements, infinitive and further words are what the rule asks for."""
    if verb.dep_ == "amod" or (is_verb(token) and token.dep_ in {"amod", "compound"}):
        return False
    if (rule.passive and not children(verb, "auxpass")) or (rule.progressive and verb.tag_ != "VBG"):
        return False
    if (rule.joint and not _is_joint(verb)) or (rule.bare and not _is_bare(verb)):
        return False
    if rule.follows and not _is_followed(token, rule):
        return False
    takes = set(rule.takes)
    needed = takes and "any" not in takes and not (rule.frame == "verb" and is_inserted(verb))
    if needed and not complements(token) & takes and (token == verb or not complements(verb) & takes):
        return False
    if rule.without and complements(token) & set(rule.without):
        return False
    if rule.deeds and not any(child.lemma_.lower() in rule.deeds for child in _find_deeds(token, rule)):
        return False
    if rule.words or rule.unless:
        start, end = edges(verb, {word.i for word in verb.subtree if _is_apart(word)})
        around = {word.lower_ for word in verb.doc[start:end]} | {word.lemma_.lower() for word in verb.doc[start:end]}
        if (rule.words and not around & set(rule.words)) or around & set(rule.unless):
            return False
    return True


def is_inserted(verb: Token) -> bool:
    """Whether a clause stands inside another that it tells of: "the war, they agreed, should end"."""
    if verb.dep_ != "parataxis" or not is_verb(verb.head) or children(verb, "ccomp", "xcomp"):
        return False
    subject = subject_of(verb.head)
    return subject is not None and subject.i < verb.i < verb.head.i


def _is_apart(word: Token) -> bool:
    """Whether a word heads a clause that tells something else: a relative one, one behind "but", or one with its own subject."""
    if word.dep_ == "relcl":
        return True
    if word.dep_ != "conj" or not is_verb(word):
        return False
    return bool(children(word, *SUBJECTS)) or any(c.lower_ == "but" and c.i < word.i for c in word.head.children)


def _is_joint(verb: Token) -> bool:
    """Whether several do it: "they", "the two", "Lind and Moe"."""
    subject = subject_of(verb)
    if subject is None or verb.tag_ == "VB" or children(verb, "auxpass"):
        return False
    if subject.lemma_.lower() in AIDES and not any(child.lower_ in {"both", "two"} for child in subject.children):
        return False
    return is_plural(subject) or subject.lower_ in {"we", "sides"}


def _is_bare(verb: Token) -> bool:
    """Whether a verb stands alone with its subject: "Lind accepted", "accepted it"; not "it was late, he agreed"."""
    if (
        verb.dep_ in {"parataxis", "relcl", "acl", "advcl"}
        or not children(verb, "nsubj")
        or verb.tag_ not in {"VBD", "VBZ", "VBN", "VBP"}
    ):
        return False
    more = (child for child in verb.children if child.dep_ in {"dobj", "ccomp", "xcomp", "prep", "agent", "auxpass", "nsubjpass"})
    return all(child.dep_ == "dobj" and child.lower_ in {"it", "this", "that", "both"} for child in more)


def _is_followed(token: Token, rule: OutcomeRule) -> bool:
    """Whether one of the phrases of the rule comes right after the token."""
    after = [word.lower_ for word in token.doc[token.i + 1 : token.i + 5]]
    return any(after[: len(words)] == words for words in (phrase.split() for phrase in rule.follows))


def _find_deeds(token: Token, rule: OutcomeRule) -> list[Token]:
    """Returns what is wished or proposed; where the parse hung the infinitive on a noun behind the verb, that infinitive."""
    told = [child for child in token.children if _is_deed(child, rule)]
    if not told and "inf" in rule.takes and (to := _next_infinitive(token)) is not None:
        told = [token.doc[to + 1]]
    return told


def _is_deed(child: Token, rule: OutcomeRule) -> bool:
    """Whether a dependent tells what is wished or proposed; a bare infinitive has no subject of its own."""
    if child.lemma_.lower() in {"go", "carry"} and not any(c.lower_ == "on" for c in child.children):
        return False
    return child.dep_ == "xcomp" or (child.dep_ == "ccomp" and ("that" in rule.takes or not children(child, "nsubj")))
