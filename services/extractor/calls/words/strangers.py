"""Whether a cue names as a party somebody who speaks for no state: reporters, a company, a fishermen's union, "we"."""

from __future__ import annotations

from itertools import islice

from services.extractor.calls.words.apposition import named_behind
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.sighting import VERBAL, Sighting
from services.extractor.calls.words.unofficial import MEANS, TIMES, UNNAMED, WHEREABOUTS, Covering, is_stranger
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

WORDS = load_words("calls.yml")
NOBODY = WORDS["nobody"]
STAFF = WORDS["staff"]
WHOEVER = {"anyone", "anybody", "everyone", "everybody", "whoever", "nobody"}
INLAND = WORDS["inland"]
LEADING = {"leaders", "chiefs", "heads", "premiers", "ministers", "politicians", "officials", "figures", "bosses"}
PRESS = WORDS["press"]
PRIVATE = WORDS["private_persons"]
CROWDS = {"tens", "dozens", "hundreds", "thousands", "millions", "scores"}
SPECTATORS = WORDS["spectators"]
MATTERS = {"effect", "issue", "matter", "need", "point", "subject", "topic", "question"}  # "spoke to the need for talks"
TREATING = {"discuss", "raise", "review", "mention", "address", "consider", "debate", "secure"}  # "discussed the hostages with X"
DEPTH = 4  # words above a verb in which the clause of "anyone who" may stand
MOST = 40  # calls that one office may count without them being the public's
AUDIENCES = ("press", "media", "earnings", "results", "investor", "investors", "analyst", "analysts", "shareholder", "sales")
UNCOUNTED = {"many", "numerous", "several", "various", "some", "dozens", "countless", "different", "foreign", "world", "most"}
HAVING = {"have", "get"}
PUTTING = {"have", "put", "place", "imagine", "see"}
RECIPROCAL = {"another", "other"}
TIDINGS = {"report", "account", "story", "rumour", "rumor", "version", "tale", "masthead", "article", "headline"}
WAYS = {"in", "during", "over", "by", "on", "via"}
SLOTS = {"verb": ("to",), "noun": ("with", "to", "from", "between", "among")}


def names_stranger(sighting: Sighting, lexicon: Lexicon, covering: Covering) -> bool:
    """Whether some party's place beside the cue is filled by a stranger ("a conference call with reporters")."""
    head, verb = sighting.head, sighting.verb
    if any(c.lower_ in AUDIENCES and c.pos_ not in VERBAL for c in head.children):
        return True
    if _is_nobody(sighting, covering) or _acts_privately(sighting, covering) or _is_speech(sighting):
        return True
    anchors = [head] if verb is None or verb == head or _is_told_of(head) else [head, verb]
    if _is_in_general(sighting, covering) or _is_told_press(anchors, covering) or _are_countless(head) or _is_briefing(sighting):
        return True
    slots = [g for anchor in anchors for g in _slots(anchor, sighting)]
    if sighting.kind == "instrument" and any(c.dep_ == "dobj" and c.i in covering for c in anchors[-1].children):
        slots = [g for g in slots if g.head.lower_ != "to"]  # "informed X by phone of the halt to Nord Stream"
    if verb is not None and sighting.kind != "reference" and not _is_told_of(head):
        heard = verb.children if verb.lemma_ not in TREATING else ()
        slots += [c for c in heard if c.dep_ in ("dobj", "dative") and _is_audience(c, lexicon, covering)]
        slots += _acting_above(verb)
    if sighting.kind == "instrument" and verb is not None and verb.lemma_ in HAVING and _is_on_line(sighting, verb):
        return any(_is_had(c, lexicon, covering) for c in verb.children if c.dep_ == "dobj")
    return any(_is_audience(g, lexicon, covering) or is_stranger(g, covering) for g in slots)


def _is_told_of(call: Token) -> bool:
    """ "Told the cabinet about his call with X", "briefed lawmakers on his call with X", "told reporters after a call with X": who
    hears of it was not on it."""
    whose = any(c.dep_ == "poss" or (c.dep_ == "prep" and c.lower_ in ("with", "between")) for c in call.children)
    return call.dep_ == "pobj" and (
        call.head.lower_ in ("about", "of") or (call.head.lower_ in ("on", "after", "following") and whose)
    )


def _is_on_line(sighting: Sighting, verb: Token) -> bool:
    """ "On the line" beside "had" and "got", not on a line that somebody else is said to be on."""
    way = sighting.head.head
    return way.lower_ == "on" and verb in (way.head, way.head.head)


def _is_had(noun: Token, lexicon: Lexicon, covering: Covering) -> bool:
    """ "Had the 93-year-old on the line", "gets his deputy on the line": somebody of whom nothing tells who it is."""
    person = noun.pos_ == "NOUN" or (noun.pos_ == "ADJ" and any(c.lower_ == "the" for c in noun.children))
    known = any(t.i in covering for t in (noun, *noun.children)) or named_behind(noun, covering) is not None
    return person and not known and noun.lemma_.lower() not in lexicon.talk_nouns | TIMES | WHEREABOUTS | {"word", "call", "chat"}


def _is_speech(sighting: Sighting) -> bool:
    """ "From where both presidents spoke before tens of thousands", "the two talked to the gathering", "to the same effect"."""
    if sighting.kind != "plain":
        return False
    heard = [g for c in sighting.head.children if c.dep_ in ("prep", "dative") and c.lower_ in ("before", "to") for g in c.children]
    return any(g.lemma_.lower() in SPECTATORS | MATTERS or g.lower_ in CROWDS for g in heard)


def _acting_above(verb: Token) -> list[Token]:
    """Who rang in "two journalists reported calling him", "two reporters said they had rung him"."""
    own = [c for c in verb.children if c.dep_ == "nsubj"]
    inherited = verb.dep_ == "xcomp" and not own
    meant = verb.dep_ == "ccomp" and len(own) == 1 and own[0].lower_ == "they"
    press = [c for c in verb.head.children if c.dep_ == "nsubj" and c.lemma_.lower() in PRESS]
    return press if inherited or meant else []


def names_some(sighting: Sighting, covering: Covering) -> bool:
    """ "In contact with many Arab leaders": the other end is taken, and the text leaves open by whom."""
    slots = [g for c in sighting.head.children if c.lower_ in SLOTS["noun"] and c.dep_ == "prep" for g in c.children]
    some = [g for g in slots if g.tag_ == "NNS" and g.i not in covering and {c.lower_ for c in g.children} & UNCOUNTED]
    return any(named_behind(g, covering) is None for g in some)


def _is_told_press(anchors: list[Token], covering: Covering) -> bool:
    """ "Spoke over the phone to a French radio station", "told CNN in a call", "reached by this newspaper", and to nobody else."""
    preps = [c for a in anchors for c in a.children if c.lower_ in ("to", "with", "by") and c.dep_ in ("prep", "dative", "agent")]
    company = [g for c in preps for g in c.children]
    company += [c for a in anchors for c in a.children if c.dep_ == "dobj" and a.lemma_ in ("tell", "inform", "ring", "phone")]
    paper = [t for g in company for t in (g, *g.children) if t is g or t.dep_ in ("amod", "compound", "nmod", "appos")]
    told = any(t.text.islower() and t.lemma_.lower() in PRESS for t in paper)  # "told the tabloid Kronen Zeitung"
    way = anchors[0].head
    if way.lower_ in WAYS and way.head.lemma_ == "tell":  # but "told NRK of the telephone conversation"
        told |= any(g.head is way.head and g.ent_type_ == "ORG" for g in company)
    return told and not any(g.i in covering for g in company)


def _are_countless(calls: Token) -> bool:
    """ "Took 600 calls from Italy", "thousands of calls": more than officials make."""
    whole = calls.head.head if calls.dep_ == "pobj" and calls.head.lower_ == "of" else None
    if calls.tag_ != "NNS":
        return False
    if whole is not None and whole.lower_ in CROWDS:
        return True
    counts = [c.text.replace(",", "") for c in calls.children if c.dep_ == "nummod"]
    return any(count.isdigit() and int(count) > MOST for count in counts)


def _is_briefing(sighting: Sighting) -> bool:
    """ "Let journalists know on a conference call": a call that the clause has the press hear."""
    verb, head = sighting.verb, sighting.head
    if sighting.kind != "noun" or verb is None or not {c.lower_ for c in head.children} & {"conference", "background", "zoom"}:
        return False
    near = [*verb.children, *(verb.head.children if verb.dep_ in ("ccomp", "xcomp") else ())]
    return any(c.dep_ in ("nsubj", "dobj", "dative") and c.lemma_.lower() in PRESS | {"analyst", "investor"} for c in near)


def _is_in_general(sighting: Sighting, covering: Covering) -> bool:
    """ "Leaders ring each other more often than people think": what those of a kind do."""
    if sighting.kind != "verb":
        return False
    mutual = any(c.dep_ == "dobj" and c.lower_ in RECIPROCAL for c in sighting.head.children)
    doing = [c for c in sighting.head.children if c.dep_ == "nsubj" and c.tag_ == "NNS"]
    bare = [c for c in doing if all(g.dep_ in ("amod", "compound") for g in c.children) and _is_group(c, covering)]
    return mutual and bool(bare)


def _is_group(noun: Token, covering: Covering) -> bool:
    """Whether a noun names nobody by itself, although the context may tell whom it means."""
    return noun.i not in covering or covering[noun.i].kind == "group"


def _is_nobody(sighting: Sighting, covering: Covering) -> bool:
    verb = sighting.verb
    if sighting.kind not in ("verb", "instrument") or verb is None:
        return False
    subjects = [c for c in verb.children if c.dep_ == "nsubj" and c.pos_ != "PROPN"]
    if verb.lemma_ in PUTTING and any(c.lemma_.lower() in PRESS | TIDINGS and c.i not in covering for c in subjects):
        return True  # "two newspapers had him on the phone to Jakarta": hearsay
    if any(a.dep_ == "relcl" and a.head.lower_ in WHOEVER for a in islice(verb.ancestors, DEPTH)):
        return True  # "anyone who wished to be sure that he had Zelensky on the line"
    if _is_by_own(verb, covering):
        return True
    of_anybody = verb.dep_ == "relcl" and (verb.head.lower_ in WHOEVER or _is_unnamed(verb.head, covering))
    if of_anybody and any(c.lower_ == "who" for c in subjects):
        return True
    return any((c.lower_ in NOBODY and c.i not in covering) or (c.lemma_.lower() in STAFF and c.tag_ == "NNS") for c in subjects)


def _is_by_own(verb: Token, covering: Covering) -> bool:
    """ "His ambassador, who rang him", "an aide, who telephoned her": whom somebody's own people tell something."""
    who = verb.head if verb.dep_ == "relcl" and any(c.lower_ == "who" and c.dep_ == "nsubj" for c in verb.children) else None
    if who is None or not any(c.dep_ in ("dobj", "dative") and c.lower_ in ("him", "her", "them") for c in verb.children):
        return False
    owned = any(c.dep_ == "poss" and c.lower_ in ("his", "her", "their") for c in who.children)
    return who.lemma_.lower() in STAFF or (owned and who.lemma_.lower() in {"ambassador", "envoy", "consul", "minister", "general"})


def _acts_privately(sighting: Sighting, covering: Covering) -> bool:
    """ "The Republican candidate spoke by phone with the presidents of A and B": those with whom he spoke did not speak with each
    other. Not "the senator, Kerry"."""
    acting = [c for c in sighting.verb.children if c.dep_ == "nsubj"] if sighting.verb is not None else []
    private = [c for c in acting if c.tag_ == "NN" and c.i not in covering and (c.lemma_.lower() in PRIVATE or _leads_inland(c))]
    return any(named_behind(c, covering) is None for c in private)


def _leads_inland(noun: Token) -> bool:
    """ "The opposition leader"."""
    return noun.lower_ in ("leader", "chief", "boss") and any(c.lemma_.lower() in INLAND for c in noun.children)


def _is_unnamed(noun: Token, covering: Covering) -> bool:
    """ "The man who had her on the phone was no prime minister": somebody whom the sentence calls nothing else."""
    other = [c for c in noun.head.children if c != noun and c.dep_ in ("nsubj", "attr")]
    denied = any(c.lower_ in ("no", "not") for o in (noun.head, *other) for c in o.children)
    named = any(t.i in covering for t in (noun, *noun.children, *other))
    return noun.lemma_.lower() in UNNAMED and noun.pos_ == "NOUN" and (denied or not named)


def _slots(anchor: Token, sighting: Sighting) -> list[Token]:
    """The nouns that fill a party's place beside `anchor`."""
    preps = SLOTS.get(sighting.kind, ("with", "to"))
    slots = [
        g for c in anchor.children if c.lower_ in preps and c.dep_ in ("prep", "dative") for g in c.children if g.dep_ == "pobj"
    ]
    if sighting.kind == "verb" and anchor == sighting.verb:
        slots += [c for c in anchor.children if c.dep_ in ("dobj", "nsubj", "nsubjpass") and c != sighting.head]
        slots = [t for t in slots if t.dep_ != "nsubj" or sighting.rule != "call.phrase.put_through"]  # the operator
        slots = [t for t in slots if t.dep_ == "nsubj" or t.lemma_.lower() not in WHEREABOUTS | {"hold"}]
        if anchor.dep_ == "relcl" and any(t.lower_ in ("that", "which") and t.dep_ == "nsubj" for t in slots):
            slots.append(anchor.head)  # "a radio station that rang him"
        slots += [g for c in anchor.children if c.dep_ == "agent" for g in c.children if g.lemma_.lower() not in MEANS]
    return slots


def _is_audience(token: Token, lexicon: Lexicon, covering: Covering) -> bool:
    mention = covering.get(token.i)
    if token.lower_ in ("somebody", "someone") and token.dep_ == "dobj":
        return True  # "called somebody in Madrid"
    heard = token.lemma_.lower() in lexicon.audience or _is_of_home(token)
    return heard and (mention is None or mention.kind == "group") and named_behind(token, covering) is None


def _is_of_home(token: Token) -> bool:
    """ "Business leaders", "state premiers", "opposition chiefs", mere "members": several who speak for no state abroad."""
    if token.tag_ != "NNS":
        return False
    if token.lower_ == "members":
        of = [g for c in token.children if c.lower_ == "of" for g in c.children]
        return all(g.lemma_.lower() in INLAND or any(c.dep_ == "poss" for c in g.children) for g in of)  # "of his party"
    kinds = {c.lemma_.lower() for c in token.children if c.dep_ in ("compound", "amod", "nmod")}
    return token.lower_ in LEADING and bool(kinds & (INLAND | ({"chief", "first"} if token.lower_ == "ministers" else set())))
