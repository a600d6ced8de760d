"""Mends what hangs on a call: in which call something was said, urged or discussed, and whom it was with."""

from __future__ import annotations

from services.extractor.parsing.tree_edits import CLAUSES, COMPLEMENTS, HELD, INFINITIVES, SUBJECTS, hang
from services.extractor.tokens import Token

CALLS = {"call", "conversation", "talk", "chat", "exchange", "conference", "videoconference", "teleconference"}
URGING = {"urge", "ask", "tell", "warn", "press", "implore", "beg", "encourage", "request", "advise", "order", "remind", "push"}
DISCUSSING = {
    *("discuss", "agree", "stress", "emphasize", "emphasise", "underline", "underscore", "reaffirm", "affirm", "confirm", "review"),
    *("reiterate", "express", "note", "debate", "highlight", "acknowledge", "recognize", "recognise", "explore", "examine"),
    *("voice", "convey", "restate", "renew", "signal", "declare", "repeat", "show"),
}
TALKING = {"talk", "speak", "discuss", "settle", "explain", "hold", "confer", "join", "raise", "take"}
SPEAKING = {"speak", "talk", "converse", "chat", "confer"}
SPANS = {"time", "minute", "hour", "half", "while"}
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
    *("announce", "postpone", "put", "cancel", "delay", "agree", "fix", "expect", "set", "pencil", "cut", "broadcast"),
}
AHEAD = {"next", "coming", "tomorrow", "soon", "later"}
PHONES = {"phone", "telephone", "video", "videoconference"}
MARKS = {"mark", "advmod"}


def lift_occasion(prep: Token) -> None:
    """Hangs "in a phone call on Saturday" on "urged", not on what was urged; behind a comma on "warned", not on what would be.
    What a wish or a readiness was voiced in needs no day."""
    if prep.i and prep.nbor(-1).text == "," and _lift_behind_comma(prep):
        return
    deed = prep.head if prep.head.dep_ != "dobj" else prep.head.head
    while deed.dep_ in COMPLEMENTS and deed.head.tag_ == "VB":  # "his readiness to help ease tensions"
        deed = deed.head
    urged = deed.dep_ in COMPLEMENTS and deed.head.lemma_ in URGING
    verb = deed.head if urged else _discussing(deed)
    words = {child.lower_ for child in deed.children}
    company = _company_of(deed) if verb is not None and not urged else None
    if (
        verb is None
        or verb.tag_ not in ("VBD", "VBN")
        or deed.tag_ != "VB"
        or "to" not in words
        or ("with" in words and not company)
    ):
        return
    if deed.lemma_ in TALKING:
        return
    noun = next((child for child in prep.children if child.dep_ == "pobj"), None)
    if noun is None or noun.lemma_.lower() not in CALLS:
        return
    behind = prep.doc[noun.i + 1 : min(noun.i + 6, noun.sent.end)]
    told = not urged or any(t.ent_type_ == "DATE" for t in behind)
    if (told and not {t.lower_ for t in behind} & AHEAD) or prep.nbor(-1).text == ",":
        hang(prep, verb, "prep")
        if company is not None:
            hang(company, verb, "prep")


def _company_of(deed: Token) -> Token | None:
    """The "with" of somebody behind what was discussed: "discussed the need to end the war with General Burhan in a phone call"."""
    told = [child for token in (deed, *(c for c in deed.children if c.dep_ == "dobj")) for child in token.children]
    with_ = [child for child in told if child.lower_ == "with" and child.dep_ == "prep"]
    people = [p for p in with_ if any(c.dep_ == "pobj" and c.ent_type_ == "PERSON" for c in p.children)]
    return people[0] if len(people) == 1 else None


def _discussing(deed: Token) -> Token | None:
    """The verb of "discussed the need to do it", "agreed on ways to do it", where `deed` is what the need or the ways are of."""
    noun = deed.head
    if deed.dep_ not in INFINITIVES or noun.pos_ != "NOUN":
        return None
    while noun.dep_ == "conj" and noun.head.pos_ == "NOUN":
        noun = noun.head
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
    hang(prep, verb, "prep")
    return True


def give_content(clause: Token) -> None:
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
    hang(clause, verb, "ccomp")


def give_callee(name: Token) -> None:
    """Makes the object of a second verb what stands behind it as its subject: "… and then rang Mark Rutte"."""
    verb = name.head
    told = any(child.dep_ == "dobj" or (child.dep_ == "nsubj" and child.i < verb.i) for child in verb.children)
    if verb.dep_ == "conj" and verb.tag_ in ("VBD", "VB") and not told:
        name.dep_ = "dobj"


def share_verb(name: Token) -> None:
    """Makes one who acts too of a name behind a comma: "Blair called in the morning, Chirac in the afternoon" has nobody called."""
    verb, first = name.head, name.left_edge
    acting = [c for c in verb.children if c.dep_ in SUBJECTS and c.i < verb.i]
    apart = first.i > verb.i + 2 and first.nbor(-1).text == ","
    if not apart or not acting or any(c.dep_ in ("dobj", "neg") for c in verb.children if c is not name and c.i < name.i):
        return
    if name.pos_ == "PROPN" or any(c.dep_ == "appos" and c.pos_ == "PROPN" for c in name.children):  # "the premier, Blair,"
        hang(name, acting[0], "conj")


def part_call(noun: Token) -> None:
    """Makes a note on what was done of what the model takes for a second object: "He rang Kan, the first call in years"."""
    before = min(c.i for c in (noun, *noun.children)) - 1
    if (
        noun.lemma_.lower() in CALLS
        and noun.doc[before].text == ","
        and any(c.dep_ == "dobj" for c in noun.head.children if c.i < before)
    ):
        noun.dep_ = "npadvmod"


def give_company(prep: Token) -> None:
    """Hangs "with X" on the call in front of the day that it stands behind."""
    place = prep.i - 1
    while place > prep.head.i and (prep.doc[place].ent_type_ in ("DATE", "TIME") or prep.doc[place].lower_ in ("on", "at")):
        place -= 1
    noun = prep.doc[place]
    if prep.head.i < place < prep.i - 1 and noun.lemma_.lower() in CALLS:
        for token in (prep, *(child for child in prep.head.children if noun.i < child.i < prep.i)):
            hang(token, noun, token.dep_)


def lift_company(prep: Token) -> None:
    """Hangs "with X" on the verb of "spoke for the first time with X", where the parse has it on the time."""
    above = prep.head.head
    verb = above.head
    if above.lower_ == "for" and above.dep_ == "prep" and verb.lemma_ in SPEAKING and verb.i < above.i:
        hang(prep, verb, "prep")


def lead_company(prep: Token) -> None:
    """Hangs "together with X" on the verb behind it, where "and" parts it from the one before; X is no subject of that verb."""
    verb = prep.head
    if verb.i < prep.i and any(child.dep_ == "cc" and verb.i < child.i < prep.i for child in verb.children):
        behind = [c for c in verb.children if c.i > prep.i and c.dep_ in ("conj", "advcl") and c.tag_ == "VBD"]
        if behind and not any(child.dep_ in SUBJECTS or child.dep_ == "mark" for child in behind[0].children):
            behind[0].dep_ = "conj"
            hang(prep, behind[0], "prep")
    elif verb.i > prep.i and verb.dep_ == "conj" and not any(child.dep_ == "pobj" for child in prep.children):
        subject = next((child for child in verb.children if child.dep_ in SUBJECTS and child.i > prep.i), None)
        if subject is not None:
            hang(subject, prep, "pobj")


def lift_way(prep: Token) -> None:
    """Hangs on the verb how views were exchanged, and when: "exchanged views by phone on Sunday"."""
    noun = prep.head
    if any(child.dep_ == "pobj" and child.lower_ in PHONES for child in prep.children):
        for child in [c for c in noun.children if c.i >= prep.i and c.dep_ == "prep"]:
            hang(child, noun.head, "prep")


def give_way(verb: Token) -> None:
    """Hangs on "had" how, and with whom, of "the conversation he had by telephone with the president of Mozambique"."""
    way = verb.nbor(1) if verb.i + 1 < len(verb.doc) else verb
    phone = next((c for c in way.children if c.dep_ == "pobj" and c.lower_ in PHONES), None) if way.dep_ == "prep" else None
    if phone is not None and way.head == verb.head:
        for prep in [way, *(c for c in phone.children if c.dep_ == "prep" and c.i > phone.i)]:
            hang(prep, verb, "prep")
