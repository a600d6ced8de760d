"""What syntax alone says of a noun of calling: whether it is a decision ("it was his call"), which clause tells who was on it."""

from __future__ import annotations

from services.extractor.account.parse import governor
from services.extractor.calls.cues.instruments import MEETING
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.sighting import next_words
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

WORDS = load_words("calls.yml")
TELLING = WORDS["telling"]
DEEDS = WORDS["deeds"]
TIMES = WORDS["times"]
COMPANY = {"with", "to", "from", "between"}
HAPPENING = {"take", "hold", "occur", "happen", "follow", "come"}
LASTING = {"last", "begin", "start", "end", "go"}
RATING = WORDS["rating"]
DECIDED = {"big", "bold", "brave", "bad", "correct", "difficult", "early", "good", "hard", "premature", "right", "risky", "wrong"}


def is_appeal(call: Token) -> bool:
    """ "A call for a truce", not "a call with X for the first time", "for an hour", "for which he had come"."""
    ways = [c for c in call.children if c.lower_ == "for" and c.dep_ == "prep" and c.i > call.i]
    ways += [t for c in call.children if c.lower_ in ("from", "by") and (t := _behind_aside(c)) is not None]
    return any(
        not any(g.ent_type_ in ("DATE", "TIME") or g.lemma_ in TIMES or g.lower_ == "which" for g in c.children) for c in ways
    )


def _behind_aside(sender: Token) -> Token | None:
    """ "A call from the president, X, for a truce": the "for" behind a name between commas, which the parse hangs elsewhere."""
    end = max(t.i for t in sender.subtree) + 1
    behind = sender.doc[end : min(end + 2, sender.sent.end)]
    led = len(behind) > 1 and behind[0].text == "," and behind[1].lower_ == "for" and behind[1].dep_ == "prep"
    return behind[1] if led else None


def is_decision(call: Token) -> bool:
    """ "It was his call", "the president's big call on tariffs": what somebody had to decide."""
    kinds = {c.lower_ for c in call.children if c.dep_ in ("prep", "amod")}
    if kinds & DECIDED and "on" in kinds and not kinds & COMPANY:
        return True
    if (
        call.dep_ != "attr"
        or call.head.lemma_ != "be"
        or any(c.dep_ in ("prep", "relcl", "compound", "amod") for c in call.children)
    ):
        return False
    owned = any(c.tag_ == "PRP$" for c in call.children)
    return owned and any(c.dep_ == "nsubj" and c.lower_ in ("it", "that", "this") for c in call.head.children)


def find_occasion(token: Token) -> Token | None:
    """ "The date was set in a call in which X congratulated Y": what one told the other in it, beside a deed without people."""
    above = governor(token)
    if above is None or not any(c.dep_ == "nsubjpass" and c.lemma_.lower() in DEEDS for c in above.children):
        return None
    for child in token.children:
        parts = {c.dep_ for c in child.children if c.lower_ not in ("which", "that")}
        during = any(g.lower_ == "which" for c in child.children if c.lower_ in ("in", "during") for g in c.children)
        if child.dep_ == "relcl" and during and child.lemma_ in TELLING and "nsubj" in parts and parts & {"dobj", "dative"}:
            return child
    return None


def has_article(noun: Token) -> bool:
    return any(c.dep_ == "det" for c in noun.children)


def find_convened(verb: Token) -> Token:
    """What the participle behind a noun tells the organiser of: "a call with world leaders organised by Biden", not the leaders."""
    noun = verb.head
    while noun.dep_ in ("conj", "appos") or (noun.dep_ == "pobj" and noun.head.lower_ in COMPANY):
        noun = noun.head if noun.dep_ != "pobj" else noun.head.head
    return noun


def is_first(token: Token) -> bool:
    """ "Have had their first conversation since …": news, though it is told as theirs."""
    counted = any(c.lower_ in ("first", "latest", "longest") for c in token.children)
    return counted and token.dep_ == "dobj" and token.head.lemma_ in ("have", "hold")


def is_rated(token: Token) -> bool:
    """ "Called his talk with Putin on Saturday extremely intense", "was asked about his Tuesday chat with Putin"."""
    owned = any(c.dep_ == "poss" for c in token.children) and any(c.lower_ == "with" for c in token.children)
    verb = governor(token) if owned and token.tag_ == "NN" else None
    if verb is None or verb.tag_ not in ("VBD", "VBN", "VBZ"):
        return False
    dated = any(
        t.ent_type_ in ("DATE", "TIME") for c in token.children if c.dep_ in ("prep", "compound", "nmod") for t in c.subtree
    )
    after = token.dep_ == "pobj" and token.head.lower_ in ("after", "following", "about", "of", "on", "from", "in", "during")
    return (token.dep_ == "dobj" and verb.lemma_ in RATING) or (dated and after)


def is_heard_from(at: int, call: Token) -> bool:
    """ "In a second call he heard of his health from X": the "from" in front of token `at` tells who said it, not who rang."""
    if call.dep_ != "pobj" or call.head.lower_ not in ("in", "during"):
        return False
    led = next((t for t in reversed(list(call.doc[call.i : at])) if t.lower_ == "from"), None)
    return led is not None and not call.is_ancestor(led)


def goes_abroad(call: Token) -> bool:
    """ "Two calls to the Middle East", "calls to European leaders": to those who are told one by one behind it."""
    reached = [g for c in call.children if c.lower_ == "to" and c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"]
    return call.tag_ == "NNS" and any(g.ent_type_ in ("LOC", "GPE") or g.tag_ == "NNS" for g in reached)


def is_what_counted(token: Token, lexicon: Lexicon) -> bool:
    """ "What moved it was X's conversation with Y"; not "what he wanted was"."""
    company = any(c.lower_ in ("with", "between") for c in token.children)
    before = [t for c in token.head.children if c.dep_ in ("nsubj", "csubj") for t in c.subtree]
    told = token.dep_ == "attr" and token.tag_ == "NN" and token.head.tag_ == "VBD"
    return told and company and bool(before) and not any(t.lemma_ in lexicon.not_held_verbs for t in before)


def took_place(token: Token) -> bool:
    """ "The conversation between A and B lasted an hour": it and those in it, told at once."""
    told = token.head.tag_ == "VBD" and token.head.lemma_ in HAPPENING | LASTING and token.tag_ == "NN"
    return told and token.dep_ == "nsubj" and any(c.lower_ == "between" for c in token.children)


def is_way_of_meeting(adverb: Token) -> bool:
    """ "Met virtually on Thursday", not "met virtually all of them"."""
    verb, following = adverb.head, next_words(adverb, 1)
    return (
        verb.lemma_ in MEETING and verb.i < adverb.i and not set(following) & {"all", "every", "everybody", "everyone", "the", "no"}
    )
