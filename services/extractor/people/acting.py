"""What the parse tells of those who act around a pronoun: whose clause it is, who is rung, blamed, or tells what it stands in."""

from __future__ import annotations

from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

SAYING = load_words("people.yml")["saying"]
QUOTES = ('"', "“", "”")
RANG = {"rang", "called", "phoned", "telephoned", "spoke", "talked"}  # which the tagger takes for nouns at times
PARAGRAPH = 150  # words before a pronoun in which a quotation may have been opened and closed
TALKING = {"ring", "phone", "telephone", "call", "reach", "speak", "talk"}
COMPANY = {"with", "to", "from"}
LINES = {"touch", "contact", "phone", "telephone", "line"}
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
    """Whether who acts in the clause of `above` acts in that of `verb`: "Rutte was shocked and told him", "wants to ring him",
    "waited to ring him"."""
    purpose = verb.dep_ == "advcl" and verb.tag_ == "VB" and any(c.tag_ == "TO" for c in verb.children)
    if not (purpose or verb.dep_ in ("conj", "xcomp")) or any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        return False
    return verb.dep_ != "xcomp" or not any(c.dep_ == "dobj" for c in above.children)


def clause_of(governor: Token) -> Token:
    """The verb of what an object pronoun hangs on: "Obama had a call from him", "was in touch with him"."""
    if governor.dep_ == "dobj":
        return governor.head
    lined = governor.dep_ == "pobj" and governor.lemma_.lower() in LINES
    return governor.head.head if lined else governor


def whole_phrase(head: Token) -> Token:
    """The word at which a phrase that names somebody hangs: "his colleague, Mike Pompeo, spoke", "Chavez, Ortega and Castro"."""
    while head.dep_ in ("appos", "conj") and head.head.pos_ in ("NOUN", "PROPN"):
        head = head.head
    return head


def acting_in(clause: Token) -> Token | None:
    """Who acts in "…, who rang him" and "… is one of those who rang him": "Macron", no "him" of the same clause."""
    if clause.dep_ != "relcl" or not any(c.lower_ in ("who", "that") and c.dep_ == "nsubj" for c in clause.children):
        return None
    noun = clause.head
    while noun.dep_ == "pobj" and noun.head.lower_ in ("of", "among"):
        noun = noun.head.head
    told = noun if noun.lemma_ == "be" else noun.head if noun.dep_ == "attr" else None
    return next((c for c in told.children if c.dep_ == "nsubj"), None) if told is not None else noun


def is_one_of_two(word: Token) -> bool:
    """ "The former rang Merkel, the latter Hollande", not "the former president"."""
    if word.lower_ not in ("former", "latter") or word.i == 0 or word.nbor(-1).lower_ != "the":
        return False
    after = word.nbor(1) if word.i + 1 < len(word.doc) else word
    return after.pos_ not in ("NOUN", "PROPN", "NUM", "ADJ") or after == word or after.lower_ in RANG


def is_object_pronoun(head: Token) -> bool:
    return head.pos_ == "PRON" and head.dep_ in ("dobj", "pobj", "dative")


def is_rung_too(head: Token, pronoun: Token) -> bool:
    """ "Clinton called Netanyahu. Mubarak rang him too", not "rang him back"."""
    if any(w.dep_ not in ("dobj", "dative") or w.head.lemma_ not in TALKING for w in (head, pronoun)):
        return False
    return not any(c.lower_ == "back" for c in pronoun.head.children)


def talks(pronoun: Token) -> bool:
    """Whether somebody rings or talks with whom a pronoun stands for."""
    return any(a.lemma_ in TALKING for a in (pronoun.head, pronoun.head.head))


def stands_in_clause(head: Token, verb: Token) -> bool:
    """Whether somebody is on the same verb as the pronoun that acts: "With Bush he talked twice", "Aziz he reached at noon"."""
    named = head.head if head.dep_ == "appos" else head
    if named.dep_ == "pobj" and named.head.lower_ in COMPANY:
        named = named.head
    if verb.dep_ == "relcl" and verb.head in (head, named) and any(t.lower_ == "whom" for t in verb.subtree):
        return True  # "Netanyahu, to whom he spoke"
    if verb.dep_ == "relcl" and verb.head.dep_ == "attr" and named.dep_ == "nsubj":
        return named.head == verb.head.head  # "Morrison was the first he called"
    return named.head == verb and named.dep_ in ("prep", "dobj", "dative", "nsubj", "nsubjpass", "npadvmod", "advmod")


def acts_aside(head: Token) -> bool:
    """ "He reached Mubarak, with whom Hussein was": the subject of a clause that only tells more of what the sentence does, or of
    quoted words ("'Abbas got through first,' the premier wrote")."""
    if head.dep_ not in ("nsubj", "nsubjpass"):
        return False
    clause = head.head
    while clause.dep_ == "conj" and clause.head.pos_ in ("VERB", "AUX"):
        clause = clause.head
    said = clause.dep_ == "ccomp" and clause.head.lemma_ in SAYING
    between = clause.doc[min(head.i, clause.head.i) : max(head.i, clause.head.i)] if said else ()
    quoted = sum(t.text in QUOTES for t in between) % 2 == 1
    return clause.dep_ in ("relcl", "advcl") or quoted


def is_telling(pronoun: Token) -> bool:
    """ "Biden, he said, had promised it": who tells what the words around tell, and is not the one whom they name before."""
    return pronoun.i > 1 and pronoun.nbor(-1).text == "," and pronoun.head.lemma_ in SAYING and pronoun.dep_ == "nsubj"


def is_told_by_same(pronoun: Token) -> bool:
    """ "He rang Putin himself, he said": who acts tells it himself."""
    above = pronoun.head.head
    if pronoun.head.dep_ != "ccomp" or above.lemma_ not in SAYING or above.i < pronoun.i:
        return False
    return any(c.dep_ == "nsubj" and c.lower_ == pronoun.lower_ for c in above.children)


def who_says_so(pronoun: Token) -> Token | None:
    """ "Senator Graham said that he had called": who says what the clause of the pronoun tells."""
    above = pronoun.head.head
    if pronoun.head.dep_ != "ccomp" or above.lemma_ not in SAYING:
        return None
    return next((c for c in above.children if c.dep_ == "nsubj" and c.i < pronoun.i), None)


def was_seen_before(head: Token, verb: Token) -> bool:
    """ "After talks with Putin he telephoned Bush": with whom something was that the clause of the pronoun comes after."""
    named = head.head if head.dep_ == "appos" else head
    occasion = named.head.head
    led = named.dep_ == "pobj" and named.head.lower_ in COMPANY and occasion.dep_ == "pobj" and occasion.i < named.i < verb.i
    return led and occasion.head.head == verb


def tells_after_quoted(pronoun: Token) -> bool:
    """Whether a pronoun tells who spoke the quoted words before it: "…,' he related", "…,' says he", "'I like Morales.' He
    confirmed …"."""
    if pronoun.head.lemma_ not in SAYING:
        return False
    before = pronoun.doc[max(pronoun.sent.start, pronoun.i - 2) : pronoun.i]
    if any(t.text in QUOTES for t in before):
        return True
    marks = 0
    for n in range(pronoun.i - 1, max(-1, pronoun.i - PARAGRAPH), -1):
        text = pronoun.doc[n].text
        if text in QUOTES:
            marks += 1
        elif "\n" in text:
            break
    return marks > 0 and marks % 2 == 0


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
