"""Mends what the model gets wrong in the same way again and again, where the order of words leaves no doubt.

- Behind a statement comes who made it: "They spoke this Friday, the palace said." What stands in front of the comma belongs to what
  is stated; the model often hangs the day on "said".
- Of two nouns between what is stated and the verb of saying the first is no source but the object of what is stated, where that has
  none and only a day stands between: "He received Thursday a call from his colleague, the palace said."
- An infinitive has no subject of its own: "He called on the same day the president of Chile to thank him" has an object.
- What somebody was urged in is no part of what he was to do, where a day of the past or a comma tells: "Xi urged Trump to show
  restraint in a phone call on Saturday." Nor of what they discussed the need for.
- Whom a call was with may stand behind its day: "Harris and Guterres in separate calls on Thursday with Tinubu".
- Who acts "together with X" does so in the clause behind "and": "They went to Kyiv and, together with Zelensky, phoned Trump."
- What somebody was told in a call is no clause on the call: "He told her in a phone call that rice would be sent."
- A name in front makes "May" a name: "Merkel and Theresa May discussed by telephone …" tells what was, not what may be.
- Verbs in -e keep it: "hoped" is no form of "hop".
- "Calls" right behind a verb is its object, and what stands in front of a semicolon is nothing that the clause behind it states.
- What a conjunction opens is a clause of time, not what somebody is called: "He called her an hour before the attack began."
"""

from __future__ import annotations

from services.extractor.tokens import Doc, Token

SUBJECTS = {"nsubj", "nsubjpass"}
COMPLEMENTS = {"ccomp", "xcomp"}
OBJECTS = {"dobj", "dative"}
OCCASIONS = {"in", "during"}
NAMES = {"NOUN", "PROPN"}
TOGETHER = {"together", "along", "jointly"}
CALLS = {"call", "conversation", "talk", "chat", "exchange", "conference", "videoconference", "teleconference"}
URGING = {"urge", "ask", "tell", "warn", "press", "implore", "beg", "encourage", "request", "advise", "order", "remind", "push"}
DISCUSSING = {
    *("discuss", "agree", "stress", "emphasize", "emphasise", "underline", "underscore", "reaffirm", "affirm", "confirm", "review"),
    *("reiterate", "express", "note", "debate", "highlight", "acknowledge", "recognize", "recognise", "explore", "examine"),
}
TALKING = {"talk", "speak", "discuss", "settle", "explain", "hold", "confer", "join", "raise", "take"}
TELLING = {
    *("tell", "assure", "inform", "say", "agree", "promise", "pledge", "stress", "add", "warn", "note", "announce", "declare"),
    *("confirm", "reaffirm", "affirm", "state", "emphasize", "emphasise", "underline", "underscore", "reiterate", "insist", "vow"),
    *("admit", "acknowledge", "complain", "explain", "argue", "claim", "deny", "indicate", "reassure", "notify", "convince"),
    *("persuade", "remind", "advise", "brief", "point", "hope", "suggest", "propose", "demand", "ask", "request", "recommend"),
    *("guarantee", "maintain", "mention", "remark", "repeat", "report", "reply", "respond", "signal", "swear", "decide"),
}
OF_CALLS = {  # what is done to calls: "a call that Tokyo had asked for" needs no object
    *("request", "hold", "have", "make", "initiate", "ask", "arrange", "seek", "call", "organise", "organize", "place", "describe"),
    *("want", "propose", "suggest", "record", "overhear", "hear", "follow", "join", "attend", "conduct", "convene"),
    *("host", "mediate", "broker", "schedule", "plan", "remember", "forget", "characterise", "characterize", "tape", "bug", "see"),
}
AHEAD = {"next", "coming", "tomorrow", "soon", "later"}
HELD = OBJECTS | COMPLEMENTS | {"attr"}
PRONOUNS = {"WDT", "WP", "WRB"}
LOOSE = {"npadvmod", "prep", "advmod"}
CLAUSES = {"ccomp"}
TRAILING = {"advcl", "parataxis", "conj"}
ISSUING = {"publish", "say", "announce", "report", "state", "inform", "post", "write", "confirm", "reveal", "disclose", "indicate"}
MARKS = {"mark", "advmod"}
INFINITIVES = {"relcl", "acl"}  # as which the model hangs them on a time in front
LEMMAS = {  # by what the lemmatizer makes of their past and participle
    "bar": "bare", "din": "dine", "fin": "fine", "hat": "hate", "hop": "hope", "rat": "rate", "slat": "slate", "spar": "spare",
    "stag": "stage", "tap": "tape",
}  # fmt: skip
RINGING = {"call", "phone", "telephone", "ring", "dial"}  # verbs that take nobody to do something, unlike "ask"


def mend(doc: Doc) -> None:
    """Hangs tokens of `doc` on other heads where the tree is surely wrong. Must run before anybody asks for a subtree."""
    for token in doc.tokens:
        if token.dep_ in INFINITIVES:
            _give_content(token)
        if token.lemma_ in LEMMAS and token.lower_ in (LEMMAS[token.lemma_] + "d", token.lemma_ + "ing"):
            token.lemma_ = LEMMAS[token.lemma_]
        if token.text == "May" and token.dep_ == "aux":
            _name(token)
        elif token.dep_ == "oprd" and any(child.dep_ == "mark" for child in token.children):
            token.dep_ = "advcl"
        elif token.dep_ in CLAUSES and token.i < token.head.i and any(c.text == ";" and c.i > token.i for c in token.head.children):
            token.dep_ = "parataxis"
        elif token.lower_ == "calls" and token.dep_ in CLAUSES and token.i == token.head.i + 1:
            _name_calls(token)
        elif token.dep_ in CLAUSES and token.i < token.head.i:
            _give_object(token)
            _give_back(token)
        elif token.dep_ in TRAILING and token.i > token.head.i and token.lemma_ in ISSUING:
            _give_day(token)
        elif token.tag_ == "VB" and (token.dep_ in INFINITIVES or (token.dep_ in COMPLEMENTS and token.head.lemma_ in RINGING)):
            _free_object(token)
        elif token.dep_ == "prep" and token.lower_ in OCCASIONS:
            _lift_occasion(token)
        elif token.dep_ == "prep" and token.lower_ == "with":
            if token.head.pos_ in NAMES:
                _give_company(token)
            elif token.i and token.nbor(-1).lower_ in TOGETHER:
                _lead_company(token)


def _name(may: Token) -> None:
    """Makes a subject of "Theresa May", which the model took for an auxiliary."""
    verb = may.head
    if not any(child.dep_ == "compound" and child.i == may.i - 1 for child in may.children):
        return
    may.tag_, may.pos_, may.lemma_ = "NNP", "PROPN", "May"
    first = next((child for child in verb.children if child.dep_ in SUBJECTS and child.i < may.i), None)
    may.dep_ = "nsubj"
    if first is not None:
        _hang(may, first, "conj")
    if verb.tag_ in ("VB", "VBN") and not any(child.dep_ in ("aux", "auxpass") for child in verb.children):
        verb.tag_ = "VBD"
        for child in verb.children:
            child.dep_ = "prep" if child.dep_ == "agent" else child.dep_


def _free_object(infinitive: Token) -> None:
    """Makes what stands in front of "to thank" as its subject the object of the verb that the time before it belongs to."""
    before = [child for child in infinitive.children if child.i < infinitive.i]
    subject = next((child for child in before if child.dep_ == "nsubj" and child.tag_ not in PRONOUNS), None)
    if subject is None or not any(child.tag_ == "TO" and child.i > subject.i for child in before):
        return
    above = infinitive.head
    verb = above if infinitive.dep_ in COMPLEMENTS else next((a for a in above.ancestors if a.pos_ == "VERB"), None)
    if verb is None or not verb.i <= above.i < subject.i or any(child.dep_ in OBJECTS for child in verb.children):
        return
    _hang(subject, verb, "dobj")
    _hang(infinitive, verb, "advcl")


def _lift_occasion(prep: Token) -> None:
    """Hangs "in a phone call on Saturday" on "urged", not on what was urged; behind a comma on "warned", not on what would be."""
    if prep.i and prep.nbor(-1).text == "," and _lift_behind_comma(prep):
        return
    deed = prep.head if prep.head.dep_ != "dobj" else prep.head.head
    urged = deed.dep_ in COMPLEMENTS and deed.head.lemma_ in URGING
    verb = deed.head if urged else _discussing(deed)
    words = {child.lower_ for child in deed.children}
    if verb is None or verb.tag_ not in ("VBD", "VBN") or deed.tag_ != "VB" or "to" not in words or "with" in words:
        return
    if deed.lemma_ in TALKING:
        return
    noun = next((child for child in prep.children if child.dep_ == "pobj"), None)
    if noun is None or noun.lemma_.lower() not in CALLS:
        return
    behind = prep.doc[noun.i + 1 : min(noun.i + 6, noun.sent.end)]
    dated = any(t.ent_type_ == "DATE" for t in behind) and not {t.lower_ for t in behind} & AHEAD
    if dated or prep.nbor(-1).text == ",":
        _hang(prep, verb, "prep")


def _discussing(deed: Token) -> Token | None:
    """The verb of "discussed the need to do it", "agreed on ways to do it", where `deed` is what the need or the ways are of."""
    noun = deed.head
    if deed.dep_ not in INFINITIVES or noun.pos_ != "NOUN":
        return None
    verb = noun.head if noun.dep_ == "dobj" else noun.head.head
    return verb if noun.dep_ in ("dobj", "pobj") and verb.lemma_ in DISCUSSING else None


def _lift_behind_comma(prep: Token) -> bool:
    """Hangs on the verb of saying "…, in a video call that the White House described as direct", where the parse has it on what was
    said; returns whether it did."""
    noun = next((child for child in prep.children if child.dep_ == "pobj"), None)
    if noun is None or noun.lemma_.lower() not in CALLS or not any(c.lower_ in ("a", "an") for c in noun.children):
        return False
    clause = prep.head
    while clause.dep_ in ("advcl", "xcomp"):  # "if Beijing gave aid"
        clause = clause.head
    verb = clause.head
    if clause.dep_ != "ccomp" or verb.lemma_ not in TELLING | URGING or verb.tag_ != "VBD" or not verb.i < clause.i < prep.i:
        return False
    _hang(prep, verb, "prep")
    return True


def _give_company(prep: Token) -> None:
    """Hangs "with X" on the call in front of the day that it stands behind."""
    place = prep.i - 1
    while place > prep.head.i and (prep.doc[place].ent_type_ in ("DATE", "TIME") or prep.doc[place].lower_ in ("on", "at")):
        place -= 1
    noun = prep.doc[place]
    if prep.head.i < place < prep.i - 1 and noun.lemma_.lower() in CALLS:
        for token in (prep, *(child for child in prep.head.children if noun.i < child.i < prep.i)):
            _hang(token, noun, token.dep_)


def _lead_company(prep: Token) -> None:
    """Hangs "together with X" on the verb behind it, where "and" parts it from the one before; X is no subject of that verb."""
    verb = prep.head
    if verb.i < prep.i and any(child.dep_ == "cc" and verb.i < child.i < prep.i for child in verb.children):
        behind = [c for c in verb.children if c.i > prep.i and c.dep_ in ("conj", "advcl") and c.tag_ == "VBD"]
        if behind and not any(child.dep_ in SUBJECTS or child.dep_ == "mark" for child in behind[0].children):
            behind[0].dep_ = "conj"
            _hang(prep, behind[0], "prep")
    elif verb.i > prep.i and verb.dep_ == "conj" and not any(child.dep_ == "pobj" for child in prep.children):
        subject = next((child for child in verb.children if child.dep_ in SUBJECTS and child.i > prep.i), None)
        if subject is not None:
            _hang(subject, prep, "pobj")


def _give_content(clause: Token) -> None:
    """Hangs on "told" what the model took for a clause on the call in which it was told."""
    noun = clause.head
    that = next(
        (child for child in clause.children if child.lower_ == "that" and (child.dep_ in MARKS or child.tag_ == "IN")), None
    )
    if that is None or not (noun.lemma_.lower() in CALLS or noun.ent_type_ in ("DATE", "TIME")) or that.i < noun.i:
        return
    if not any(child.dep_ in SUBJECTS and child.i > that.i for child in clause.children):
        return
    whole = any(child.dep_ in HELD | {"nsubjpass", "acomp"} for child in clause.children if child != that)
    if not whole and clause.lemma_ in OF_CALLS:
        return
    verb = next((above for above in noun.ancestors if above.pos_ == "VERB"), None)
    if verb is None or verb.lemma_ not in TELLING or any(child.dep_ in CLAUSES for child in verb.children):
        return
    _hang(clause, verb, "ccomp")


def _hang(token: Token, head: Token, dep: str) -> None:
    """Hangs `token` on another head."""
    token.head.children.remove(token)
    token.head, token.dep_ = head, dep
    head.children.append(token)
    head.children.sort()


def _give_object(stated: Token) -> None:
    """Hangs on the verb of what is stated its object, which the model took for the one who states it."""
    source = stated.head
    subjects = [child for child in source.children if child.dep_ in SUBJECTS and child.i > stated.i]
    if len(subjects) < 2 or subjects[0].i > source.i or any(child.dep_ in HELD for child in stated.children):
        return
    inverted = subjects[1].i > source.i  # "He had, this Friday, a call with X, says the palace"
    between = [child for child in (*stated.children, *source.children) if stated.i < child.i < subjects[0].i]
    if (not between and not inverted) or any(child.dep_ not in ("npadvmod", "punct") for child in between):
        return
    _hang(subjects[0], stated, "dobj")


def _give_back(stated: Token) -> None:
    """Hangs on the verb of what is stated what stands between it and the comma in front of who states it."""
    source = stated.head
    subject = next((child for child in source.children if child.dep_ in SUBJECTS and stated.i < child.i < source.i), None)
    if subject is None:
        return
    comma = next((child.i for child in source.children if child.text == "," and stated.i < child.i < subject.i), None)
    if comma is None:
        return
    for token in [child for child in source.children if child.dep_ in LOOSE and stated.i < child.i < comma]:
        _hang(token, _last_verb(stated, token.i), token.dep_)


def _name_calls(token: Token) -> None:
    """Makes "calls" behind a verb its object, where nobody else is there to call: "The president answered calls from his peers"."""
    if token.head.pos_ == "VERB" and not any(child.dep_ in SUBJECTS for child in token.children):
        token.tag_, token.pos_, token.dep_ = "NNS", "NOUN", "dobj"


def _give_day(source: Token) -> None:
    """Hangs on what is stated the day between two commas that the model took for that of the statement: "They spoke, on Monday, the
    palace published on its page"."""
    day = next(iter(source.children), None)
    subject = next((child for child in source.children if child.dep_ in SUBJECTS and child.i < source.i), None)
    if day is None or subject is None or day.dep_ not in LOOSE or not day.i < subject.i or source.head.pos_ != "VERB":
        return
    comma = next((child.i for child in source.children if child.text == "," and day.i < child.i < subject.i), None)
    if comma is not None and any(t.ent_type_ in ("DATE", "TIME") for t in source.doc[day.i : comma]):
        _hang(day, source.head, day.dep_)


def _last_verb(verb: Token, end: int) -> Token:
    """Returns the last of the verbs joined to `verb` that stands before `end`."""
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"} and child.i < end:
            return _last_verb(child, end)
    return verb
