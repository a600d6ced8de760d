"""How the clause that a time belongs to stands to the clause that tells the call.

Reads the parse. A time is the call's too where its clause governs the call's, is what the call was for, or happens meanwhile.
"""

from __future__ import annotations

import re

from services.extractor.dates.expressions import Expression, word_list
from services.extractor.dates.grammar import has_subject, is_reporting, is_wanted
from services.extractor.dates.written import MONTHS, WEEKDAYS
from services.extractor.tokens import Doc, Token

NONE, WEAK, GOOD, SURE, OWN = 0, 1, 2, 3, 4  # OWN: on the noun for the call itself
SEQUENCE = frozenset(["after", "before", "since", "following", "until"])
HOURS = frozenset(["o'clock", "o’clock", "o", "’clock", "clock", "noon", "midday", "midnight", "a.m.", "p.m.", "am", "pm", "dawn"])
OPENING_WORDS = 6  # that may stand before a time that opens a sentence
BESIDE = frozenset(["before"])
HARDLY = frozenset(["hardly", "barely", "scarcely"])
MEANWHILE = frozenset(["as", "while", "when", "once"])
INSTANTLY = frozenset(["soon", "moment", "minute", "instant"])  # over a clause: "as soon as", "the moment"
LONGEST_COMPANY = 20  # words
COMPANY = frozenset(["with", "between", "from", "to", "of", "and", "for", ",", "-"])
COUNTERPARTS = frozenset(["counterpart", "colleague", "homologue", "number", "leader", "state"])
_QUOTES = re.compile(r"[\"“”]")


def is_parenthesis(doc: Doc, one: Expression, verb: Token, cue: Token) -> bool:
    """Whether the saying is only put in between: "At noon, Stanzel told the pool, the two presidents spoke"."""
    span = doc.char_span(one.start, one.end, alignment_mode="expand")
    if span is None or span.start - verb.sent.start > 2 or span.end >= len(doc) or doc[span.end].text != "," or cue.i < verb.i:
        return False
    return any(t.text == "," for t in doc[verb.i : min(cue.i, verb.i + 5)])


def is_said_behind(doc: Doc, one: Expression, verb: Token, cue: Token) -> bool:
    """Whether the saying stands behind the time and a comma, as a clause of its own: "he rang Macron that morning, the French say,
    to propose talks"."""
    span = doc.char_span(one.start, one.end, alignment_mode="expand")
    if span is None or not cue.i < span.start or not span.end < verb.i or doc[span.end].text != ",":
        return False
    speaker = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    behind = speaker is not None and span.end < speaker.left_edge.i
    return behind and not any(t.pos_ == "VERB" for t in doc[cue.i + 1 : span.start])


def is_right_behind(doc: Doc, one: Expression, cue: Token) -> bool:
    """Whether only the company stands between the noun for the call and the time: "in a conversation with the French president,
    Emmanuel Macron, on Saturday", "a conversation, on Saturday", whatever the parser hung the time on."""
    span = doc.char_span(one.start, one.end, alignment_mode="expand")
    if span is None or cue.pos_ != "NOUN" or not 1 < span.start - cue.i <= LONGEST_COMPANY or span.end > cue.sent.end:
        return False
    between = doc[cue.i + 1 : span.start]
    return between.text == "," or (between[0].lower_ in ("with", "between", "from", "to") and all(_is_of_name(t) for t in between))


def _is_of_name(token: Token) -> bool:
    if token.pos_ == "NOUN":
        return token.lemma_.lower() in word_list("titles") | COUNTERPARTS
    return token.pos_ in ("PROPN", "DET", "ADJ", "PART", "PRON", "CCONJ") or token.lower_ in COMPANY


def is_put_between(doc: Doc, one: Expression, verb: Token, cue: Token) -> bool:
    """Whether the time is that of a saying put between the words of the call and what was said in it: "In a conversation with
    X, the White House said on Friday, Y agreed"."""
    span = doc.char_span(one.start, one.end, alignment_mode="expand")
    if span is None or not is_reporting(verb) or not cue.i < verb.i < span.start:
        return False
    speaker = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if speaker is None or speaker.left_edge.i <= cue.i or doc[speaker.left_edge.i - 1].text != ",":
        return False
    if span.end >= verb.sent.end or doc[span.end].text != ",":
        return False
    return any(t.dep_ in ("nsubj", "nsubjpass") and t.head.pos_ in ("VERB", "AUX") for t in doc[span.end : verb.sent.end])


def is_put_first(anchor: Token, doc: Doc, carrying: set[int]) -> bool:
    """Whether the time is put first by "it was": "it was Monday before he rang", "on Tuesday it was he who called", "it was on
    Friday, an aide admits, that he rang"."""
    if anchor.lemma_ != "be" or any(c.dep_ == "acomp" for c in anchor.children):
        return False  # "was glad on Monday that he had rung"
    with_it = any(c.lower_ == "it" for c in anchor.children)
    for index in carrying:
        for token in [doc[index], *doc[index].ancestors]:
            if token.dep_ not in ("relcl", "advcl", "ccomp", "acl"):
                continue
            marks = {c.lower_ for c in token.subtree if c.dep_ in ("mark", "advmod", "nsubj", "prep") and c.i <= token.i}
            if anchor.is_ancestor(token):
                return bool(marks & {"when", "before", "that", "who", "until"}) or with_it
            if with_it and anchor.dep_ == token.dep_ == "ccomp" and anchor.head == token.head and anchor.i < token.i:
                return "that" in marks
    return False


def fit_above(anchor: Token, doc: Doc, carrying: set[int]) -> int:
    """Whether the verb governs the call's: GOOD in one chain ("made time on Tuesday to reach out", "rang A on Monday and told
    B"), WEAK where the call has a subject of its own or stands in a relative clause."""
    token = doc[min(carrying, key=lambda i: len(list(doc[i].ancestors)))]
    score = GOOD
    for _ in range(7):
        if (
            token.head is token
            or (token.dep_ == "ccomp" and is_reporting(token.head))
            or (token.dep_ == "conj" and token.head.i > token.i)
        ):
            return NONE
        if token.dep_ == "prep" and token.lower_ in SEQUENCE:
            return NONE
        if token.dep_ == "pcomp" and token.head.lower_ in ("after", "before", "since"):
            return NONE
        if token.dep_ == "relcl" and token.head.lemma_.lower() in word_list("news_of"):
            return NONE  # "dismissed on Tuesday an account in which he rings the king"
        own = has_subject(token)
        if token.dep_ in ("relcl", "ccomp", "parataxis") or (token.dep_ in ("conj", "advcl") and own):
            score = WEAK
            if any(c.dep_ == "aux" and c.lower_ == "had" for c in token.children) or any(
                c.lower_ in ("after", "since", "until", "before") for c in token.children
            ):
                return NONE
        token = token.head
        if token.i == anchor.i or _is_tried(anchor, token):
            return score
    return NONE


def _is_tried(verb: Token, above: Token) -> bool:
    """Whether the verb tells what somebody tried, at the very time of the trying: "tried to reach A on Monday and rang B"."""
    return verb.dep_ == "xcomp" and verb.head is above and above.lemma_ in word_list("trying")


def is_purpose(anchor: Token, carrying: set[int]) -> bool:
    """Whether the verb is what the call was for ("called to congratulate him on Friday")."""
    if anchor.dep_ not in ("xcomp", "advcl") or anchor.head.i not in carrying or is_wanted(anchor):
        return False
    if any(
        c.dep_ in ("mark", "prep") and c.lower_ in ("after", "before", "since", "until", "while", "if") for c in anchor.children
    ):
        return False
    return anchor.tag_ == "VBG" or any(c.lower_ == "to" and c.dep_ == "aux" for c in anchor.children)


def is_meanwhile(anchor: Token, carrying: set[int]) -> bool:
    """Whether the verb is of a clause on what happened at that time ("as the troops marched on Sunday", "as soon as the polls had
    closed on Sunday", "the moment they closed"), or, put first, a little later ("Before he spoke on Sunday, he had rung")."""
    above = anchor.head.head if anchor.head.lower_ in INSTANTLY else anchor.head
    if anchor.dep_ not in ("advcl", "relcl") or above.i not in carrying:
        return False
    if above != anchor.head:
        return True
    words = MEANWHILE | BESIDE if anchor.i < min(carrying) else MEANWHILE
    return any(c.lower_ in words for c in anchor.subtree if c.i <= anchor.i and c.dep_ in ("mark", "advmod"))


def is_broken_in_on(anchor: Token, cue: Token) -> bool:
    """Whether the call came "when" what the time is of had hardly been, or was about to be: "the vote held on Sunday had hardly
    ended when he rang", "was preparing to leave for the march on Wednesday when the telephone rang"."""
    for above in [cue, *cue.ancestors]:
        if above.dep_ == "advcl" and any(c.lower_ == "when" for c in above.children) and above.i > anchor.i:
            main = above.head
            words = {c.lower_ for c in main.children if c.i < above.i}
            hardly, about = bool(words & HARDLY), main.tag_ == "VBG" or "about" in words
            path = {t.dep_ for t in [anchor, *anchor.ancestors] if main.is_ancestor(t)}
            return bool(path) and (hardly or (about and not path & {"relcl", "acl", "nsubj"}))
    return False


def is_carried_on(doc: Doc, one: Expression, cue: Token) -> bool:
    """Whether the time ends the clause which the one with the call goes along with: "pressed on to end the war on Wednesday, as its
    minister spoke with ..."."""
    span = doc.char_span(one.start, one.end, alignment_mode="expand")
    if span is None or span.end > cue.i:
        return False
    for above in [cue, *cue.ancestors]:
        if above.dep_ == "advcl" and above.head.i < span.start and not is_reporting(above.head):
            first = next((c for c in above.children if c.dep_ in ("mark", "advmod") and c.lower_ in MEANWHILE), None)
            return first is not None and 0 <= first.i - span.end <= 1
    return False


def is_announced(doc: Doc, one: Expression, anchor: Token, cue: Token) -> bool:
    """Whether a colon leads from the dated words to the call ("On Sunday it happened: the king rang"), or a semicolon to what
    came next ("it came down on Sunday; towards evening he rang")."""
    between = doc.text[one.end : cue.idx] if one.end < cue.idx else ""
    if "; " in between and any(t.lower_ in WEEKDAYS.keys() | MONTHS.keys() for t in cue.sent if t.idx > one.end):
        return False  # "rang A on Saturday; B heard of it on Sunday"
    return between.count(": ") + between.count("; ") == 1 and not _QUOTES.search(between) and not is_reporting(anchor)


def is_fronted(doc: Doc, one: Expression, cue: Token) -> bool:
    """Whether the time opens the sentence and so is that of all it tells, whatever the parser hung it on: "On 18 March, with the
    bombers fueled, he had Ankara on the line". Not of what was said then, nor of what had been before."""
    sent = cue.sent
    span = doc.char_span(one.start, one.end, alignment_mode="expand")
    if span is None or span.start - sent.start > OPENING_WORDS or span.end > cue.i or is_reporting(sent.root):
        return False
    opening = (t for t in doc[sent.start : span.start] if t.lower_ not in HOURS)
    if any(t.pos_ in ("NOUN", "PROPN", "PRON", "VERB") for t in opening):
        return False
    behind = doc[span.end].lower_ if span.end < sent.end else ""
    if behind in ("'s", "’s", "and", "or", "to") or one.text.endswith(("'s", "’s")):
        return False
    return not any(_leaves_time(above) for above in [cue, *cue.ancestors])


def _leaves_time(token: Token) -> bool:
    """Whether what stands under the token is of another time than the sentence."""
    if token.dep_ == "prep" and token.lower_ in SEQUENCE:
        return True
    if token.pos_ not in ("VERB", "AUX"):
        return False
    if token.dep_ == "pcomp" and token.head.lower_ in SEQUENCE:
        return True
    if token.dep_ != "ROOT" and any(c.lower_ in SEQUENCE and c.dep_ in ("mark", "advmod", "prep") for c in token.children):
        return True
    had = any(c.dep_ == "aux" and c.lower_ in ("had", "has", "have", "'ve", "’ve", "will", "would") for c in token.children)
    return (had and token.dep_ != "ROOT") or (token.dep_ == "ccomp" and is_reporting(token.head)) or is_reporting(token.head)


def is_at_telling(anchor: Token, cue: Token) -> bool:
    """Whether the time is that of the verb under which the call is told ("said in a post on Monday that he had just ...")."""
    if is_reporting(anchor):
        return True
    telling = next((a for a in cue.ancestors if a.pos_ == "VERB" and is_reporting(a)), None)
    if telling is None:
        return anchor.pos_ == "VERB" and anchor.is_ancestor(cue)
    told = [c for c in telling.children if c.dep_ in ("ccomp", "xcomp") and c.is_ancestor(cue)]
    return telling.is_ancestor(anchor) and not any(c == anchor or c.is_ancestor(anchor) for c in told)
