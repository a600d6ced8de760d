"""Questions to the parse that dating asks of a call's words: are they history, do they tell a statement, do they mean the call."""

from __future__ import annotations

from services.extractor.dates.expressions import word_list
from services.extractor.dates.written import MONTHS, WEEKDAYS
from services.extractor.tokens import Span, Token

REFLEXIVE = frozenset(["himself", "herself", "itself", "themselves"])
CONDUCTING = frozenset(["hold", "conduct", "make", "place", "arrange", "initiate"])  # what is done with a call
CONSENTING = {"accept", "consent", "promise", "undertake", "pledge", "vow", "offer", "volunteer", "propose"}
ASKING = {"ask", "beg", "convince", "encourage", "implore", "instruct", "invite", "persuade", "press", "request", "tell", "urge"}
DATING = frozenset(["date", "place", "put"])  # "Moscow dates it to Saturday"
PERCEIVING = frozenset(["hear", "show", "read", "learn", "appear", "emerge", "see"])  # which tell a statement with "that" alone


def is_reporting(token: Token) -> bool:
    return token.lemma_.lower() in word_list("reporting")


def has_subject(verb: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)


def is_under(token: Token, span: Span) -> bool:
    """Whether the token stands in the clause or phrase that the words of `span` ("hours after") begin."""
    after = [t for t in span if t.lower_ in ("after", "following", "before", "of")]
    for above in [token, *token.ancestors]:
        if any(a.i == above.i for a in after) or any(c.dep_ == "mark" and c in after for c in above.children):
            return True
    return False


def verb_of(token: Token) -> Token:
    """The verb of the clause in which the token stands."""
    for above in [token, *token.ancestors]:
        if above.pos_ in ("VERB", "AUX"):
            return above
    return token


def auxiliaries(token: Token) -> set[str]:
    verb = verb_of(token)
    own = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass") and not _lets(c)}
    return own or ({c.lower_ for c in verb.head.children if c.dep_ == "aux"} if verb.dep_ == "conj" else own)


def _lets(had: Token) -> bool:
    """ "Had himself put through": had it done, which is no perfect."""
    return had.i + 1 < len(had.doc) and had.nbor(1).lower_ in REFLEXIVE


def is_pluperfect(token: Token) -> bool:
    return bool(auxiliaries(token) & {"had", "'d", "’d"}) and verb_of(token).tag_ == "VBN"


def goes_back(token: Token) -> bool:
    """ "Had earlier held talks", "previously spoke": before what has just been told."""
    return any(c.lower_ in ("earlier", "previously", "beforehand") and c.dep_ == "advmod" for c in verb_of(token).children)


def is_when_before(token: Token) -> bool:
    """Whether the call is only when something was that had been before ("who had warned of it when they telephoned")."""
    verb = verb_of(token)
    after = token.head if token.dep_ == "pobj" and token.head.lower_ == "after" else None
    if after is not None and is_pluperfect(verb) and verb.dep_ == "relcl":
        return True  # "who had turned his plane around after a talk by telephone with Gore"
    when = verb.dep_ == "advcl" and any(c.lower_ == "when" for c in verb.children)
    return when and is_pluperfect(verb.head) and verb.head.dep_ == "relcl"


def is_wanted(verb: Token) -> bool:
    """Whether the verb is what somebody was asked or agreed to do: "accepted to take part", "asked him to come"."""
    return verb.dep_ in ("xcomp", "advcl", "ccomp") and verb.tag_ == "VB" and verb.head.lemma_ in CONSENTING | ASKING


def is_fresh(token: Token) -> bool:
    """Whether the call is told as just over: "had just come from a call", "fresh from a conversation", "having just spoken"."""
    clauses = [c for c in token.children if c.dep_ in ("relcl", "acl")]
    for above in [*clauses, token, *token.ancestors]:
        words = {c.lower_ for c in above.children}
        if above.pos_ in ("VERB", "AUX") and any(c.lower_ == "just" and c.i < above.i for c in above.children):
            return bool(words & {"had", "'d", "’d", "having", "has", "have", "'s", "’s", "'ve", "’ve"}) or above.tag_ == "VBD"
        if above.lower_ in ("fresh", "straight") and words & {"from", "off"}:
            return True
        if above.lemma_.lower() in word_list("reporting") and above is not token:
            return False
    return False


def just_now(token: Token) -> Token | None:
    """The "just" of a call that has just ended: "has just spoken", "I just hung up"."""
    verb = verb_of(token)
    word = next((c for c in verb.children if c.lower_ == "just" and c.i < verb.i), None)
    spoken = verb.tag_ == "VBD" and any(c.lower_ in ("i", "we") and c.dep_ == "nsubj" for c in verb.children)
    return word if spoken or auxiliaries(token) & {"has", "have", "'s", "’s", "'ve", "’ve"} else None


def is_narrated(token: Token) -> bool:
    """Whether the call is told in plain past or present, as the next thing that happened."""
    return not auxiliaries(token) & {"has", "have", "had", "'ve", "will", "would"} or verb_of(token).tag_ in ("VBD",)


def tells_statement(root: Token) -> bool:
    if root.lemma_.lower() in PERCEIVING and not any(c.dep_ == "ccomp" for c in root.children):
        return False
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in root.children)
    return root.lemma_.lower() in word_list("reporting") - {"put", "come", "issue"} and not (
        passive and root.lemma_.lower() in ("tell", "inform", "brief")
    )


def answers_words(root: Token) -> bool:
    """Whether the sentence tells what somebody said to words spoken before: "responded on Saturday to his accusation"."""
    if root.lemma_.lower() not in word_list("answering"):
        return False
    tokens = [c for c in root.children if c.dep_ == "dobj" or (c.dep_ == "prep" and c.lower_ == "to")]
    objects = [c for t in tokens for c in (t.children if t.dep_ == "prep" else [t]) if c.dep_ in ("dobj", "pobj")]
    return any(o.lemma_.lower() in word_list("answered") for o in objects)


def is_cleft(verb: Token) -> bool:
    """Whether "it was" only puts the time of something else first: "it was on Sunday that he resigned"."""
    for token in verb.subtree:
        if token.i <= verb.i or token.pos_ not in ("VERB", "AUX"):
            continue
        if token.dep_ == "relcl" or (token.head == verb and token.dep_ in ("ccomp", "acl")):
            return True
        if token.head == verb and any(c.lower_ in ("that", "when", "who") for c in token.children):
            return True
    return False


def only_dates_subject(verb: Token) -> bool:
    """Whether the verb says no more than when its subject was: "the summit was on Monday"."""
    if verb.lemma_ not in ("be", "come", "fall") or not any(c.dep_ == "nsubj" for c in verb.children):
        return False
    behind = [c for c in verb.children if c.i > verb.i and c.dep_ not in ("punct", "advmod", "npadvmod", "cc", "conj", "advcl")]
    return (
        len(behind) == 1
        and behind[0].dep_ == "prep"
        and any(c.ent_type_ == "DATE" or c.lower_ in WEEKDAYS.keys() | MONTHS.keys() for c in behind[0].subtree)
    )


def is_occasion(verb: Token) -> bool:
    """Whether the sentence tells when the time or the call that the next one tells was: "The first time was on Monday"."""
    return only_dates_subject(verb) and any(c.dep_ == "nsubj" and c.lemma_.lower() in word_list("occasions") for c in verb.children)


def _names_another(verb: Token) -> bool:
    """Whether "it was" goes on with a person, of another call ("on Monday it had been Mr Chirac"), or with something else ("the
    evening before, it was sausages in Berlin")."""
    told = [c for c in verb.children if c.dep_ == "attr" and c.lower_ not in WEEKDAYS.keys() | MONTHS.keys()]
    return any(c.ent_type_ == "PERSON" or c.pos_ == "PROPN" or c.tag_ == "NNS" for c in told)


def is_other_call(noun: Token) -> bool:
    """Whether a noun's words say that it is not the call being told: "their last conversation", "their last contact was a call"."""
    nouns = [noun]
    if noun.dep_ == "attr" and noun.head.lemma_ == "be":
        nouns += [c for c in noun.head.children if c.dep_ == "nsubj" and c.pos_ == "NOUN"]
    return any(word in word_list("other_call_words") for n in nouns for c in n.children for word in (c.lemma_.lower(), c.lower_))


def rings(noun: Token) -> bool:
    """ "When the telephone rang": the call that the next sentence tells."""
    return noun.lower_ in ("telephone", "phone") and noun.head.lower_ in ("rang", "rings") and noun.i < noun.head.i


def is_in_touch(noun: Token) -> bool:
    """ "Had been in touch", "was in contact": a talk of which the next sentence may tell more."""
    return noun.lower_ in ("touch", "contact") and noun.i > 0 and noun.nbor(-1).lower_ in ("in", "into")


def _is_relative(pronoun: Token) -> bool:
    """ "The election that took place": "that" stands for the noun before."""
    return pronoun.lower_ == "that" and pronoun.head.dep_ in ("relcl", "acl")


def _is_of_trade(noun: Token) -> bool:
    """ "In exchange for a halt", "praised the contacts with Armenia": no talk but a bargain, and dealings of many kinds."""
    return noun.lower_ == "contacts" or (noun.lower_ == "exchange" and noun.dep_ == "pobj" and not any(True for _ in noun.lefts))


def speaks_of_call(token: Token, near: bool) -> bool:
    """Whether the token stands for the call that is being told: "the conversation", or "it" that took place."""
    if token.lemma_.lower() in word_list("echo_nouns") and token.pos_ == "NOUN" and token.dep_ != "compound":
        return not (is_other_call(token) or _is_of_trade(token))
    if near and token.lemma_.lower() in word_list("near_echo_nouns") and token.pos_ == "NOUN":
        if token.tag_ == "NN" and token.dep_ == "attr" and token.lemma_ == "talk":
            return False  # "was the talk of the town"
        told = [c for c in token.children if c.i < token.i or c.lower_ in ("of", "between", "with")]
        wanted = is_wanted(verb_of(token))  # "urged him to join the talks on Saturday"
        return bool(told) and not wanted and all(c.lower_ in ("the", "these", "this") for c in told)  # not "the technical talks"
    if near and token.lower_ == "it" and token.dep_ == "dobj" and token.head.lemma_ in DATING:
        return True
    if token.lower_ == "one" and any(c.lower_ in ("this", "latest") for c in token.children):
        return near and token.dep_ in ("nsubj", "nsubjpass")
    if near and token.lower_ in ("it", "this", "that", "they") and token.dep_ in ("nsubj", "nsubjpass") and not _is_relative(token):
        verb = token.head.lemma_.lower()
        return not any(c.tag_ == "MD" for c in token.head.children) and (  # "it would be over today"
            verb in ("happen", "occur", "last")
            or (token.dep_ == "nsubjpass" and token.lower_ != "they" and verb in CONDUCTING)
            or (verb == "be" and token.lower_ != "they" and not (is_cleft(token.head) or _names_another(token.head)))
            or (verb == "take" and any(c.lower_ == "place" for c in token.head.children))
            or (token.lower_ == "they" and verb in ("talk", "speak"))
        )
    return False
