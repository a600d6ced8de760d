"""What the parse tells of those who act around a pronoun: whose clause it is, who is rung, blamed, or tells what it stands in."""

from __future__ import annotations

from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

SAYING = load_words("people.yml")["saying"]
QUOTES = ('"', "“", "”")
TALKING = {"ring", "phone", "telephone", "call", "reach", "speak", "talk"}
COMPANY = {"with", "to", "from"}
BLAMING = {
    "accuse",
    "blame",
    "criticise",
    "criticize",
    "chide",
    "fault",
    "mock",
    "scold",
    "praise",
    "commend",
    "condemn",
    "reproach",
}


def has_subject_of(above: Token, verb: Token) -> bool:
    """Whether who acts in the clause of `above` acts in that of `verb`: "Rutte was shocked and told him", "wants to ring him"."""
    if verb.dep_ not in ("conj", "xcomp") or any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        return False
    return verb.dep_ == "conj" or not any(c.dep_ == "dobj" for c in above.children)


def is_object_pronoun(head: Token) -> bool:
    return head.pos_ == "PRON" and head.dep_ in ("dobj", "pobj", "dative")


def talks(pronoun: Token) -> bool:
    """Whether somebody rings or talks with whom a pronoun stands for."""
    return any(a.lemma_ in TALKING for a in (pronoun.head, pronoun.head.head))


def stands_in_clause(head: Token, verb: Token) -> bool:
    """Whether somebody is on the same verb as the pronoun that acts: "With Bush he talked twice", "Aziz he reached at noon"."""
    named = head.head if head.dep_ == "appos" else head
    if named.dep_ == "pobj" and named.head.lower_ in COMPANY:
        named = named.head
    if verb.dep_ == "relcl" and verb.head.dep_ == "attr" and named.dep_ == "nsubj":
        return named.head == verb.head.head  # "Morrison was the first he called"
    return named.head == verb and named.dep_ in ("prep", "dobj", "dative", "nsubj", "nsubjpass", "npadvmod", "advmod")


def acts_aside(head: Token) -> bool:
    """ "He reached Mubarak, with whom Hussein was": the subject of a clause that only tells more of what the sentence does."""
    return head.dep_ in ("nsubj", "nsubjpass") and head.head.dep_ in ("relcl", "advcl")


def is_telling(pronoun: Token) -> bool:
    """ "Biden, he said, had promised it": who tells what the words around tell, and is not the one whom they name before."""
    return pronoun.i > 1 and pronoun.nbor(-1).text == "," and pronoun.head.lemma_ in SAYING and pronoun.dep_ == "nsubj"


def was_seen_before(head: Token, verb: Token) -> bool:
    """ "After talks with Putin he telephoned Bush": with whom something was that the clause of the pronoun comes after."""
    named = head.head if head.dep_ == "appos" else head
    occasion = named.head.head
    led = named.dep_ == "pobj" and named.head.lower_ in COMPANY and occasion.dep_ == "pobj" and occasion.i < named.i < verb.i
    return led and occasion.head.head == verb


def closes_quotation(pronoun: Token) -> bool:
    """Whether a pronoun tells who spoke the words before it: "…,' he related", "…,' says he"."""
    before = pronoun.doc[max(pronoun.sent.start, pronoun.i - 2) : pronoun.i]
    return pronoun.head.lemma_ in SAYING and any(t.text in QUOTES for t in before)


def is_blamed(head: Token, pronoun: Token) -> bool:
    """Whether somebody is blamed for what the clause of the pronoun tells more of: "accused X of not calling Y when he had"."""
    return head.dep_ == "dobj" and head.head.lemma_ in BLAMING and head.head.is_ancestor(pronoun)


def acts(head: Token, start: int) -> bool:
    """Whether somebody is the subject of a sentence, also by an office in the same words from token `start` on ("the minister, X,
    spoke"), or the owner of what is ("Zelaya's telephone never rests")."""
    while head.dep_ == "appos" and start <= head.head.i < head.i:
        head = head.head
    owned = head.dep_ == "poss" and head.head.dep_ in ("nsubj", "nsubjpass") and head.head.i - head.i <= 3
    return owned or head.dep_ in ("nsubj", "nsubjpass")
