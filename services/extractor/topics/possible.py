"""Tells which phrases make sense as topics at all, whatever the sentence: no courtesy, no speaker, nothing that was left unsaid."""

from __future__ import annotations

from services.extractor.account.actors import Actors
from services.extractor.account.parse import children, governor, is_negated
from services.extractor.account.verbs import verb_group
from services.extractor.rules.topic_rules import TopicTable
from services.extractor.tokens import Span, Token

# Groups of verbs that tell what was talked about, verbs of other groups that do, and what lies on an agenda.
TELLING = {"discuss", "talk", "raise", "refer", "come-up", "focus"}
MENTIONING = {"mention", "bring", "address", "broach"}
CONFERENCES = {"videoconference", "teleconference", "telcon", "videocall"}
TALKS = {"call", "conference", "consultation", "contact", "conversation", "discussion", "exchange", "meeting", "summit", "talk"}
REMOTE = {"phone", "telephone", "telephonic", "video", "virtual", "online", "remote"}
OFFICES = {
    "chair",
    "chairman",
    "chairperson",
    "chairwoman",
    "chief",
    "director",
    "head",
    "leader",
    "member",
    "president",
    "secretary",
}
HYPHENS = {"-", "‑", "–"}
BEHESTS = {"initiative", "request", "behest", "instigation", "invitation", "proposal", "suggestion", "insistence"}
HOLDING = {"make", "take", "hold", "place", "organise", "organize", "occur", "come", "arrange", "conduct", "happen"}
AGENDAS = {"agenda", "table", "list", "programme", "program", "menu"}


def is_possible(span: Span, actors: Actors, table: TopicTable) -> bool:
    """Whether the words make sense as a topic: no courtesy, no speaker, no pronoun, not an empty noun alone."""
    root = span.root
    if _is_half_a_word(span):
        return False
    if (
        root.lemma_.lower() in {"call", "conversation", "chat", "phone", "telephone"}
        or _is_occasion(root, table)
        or _is_left_out(root)
    ):
        return False
    if _is_call(root) or _is_of_office(root, actors) or _is_company(root) or _is_who_asked(root):
        return False
    lemmas = {token.lemma_.lower() for token in span}
    if lemmas & table.courtesies or root.pos_ in {"PRON", "NUM", "DET", "ADV"}:
        return False
    if root.ent_type_ in {"DATE", "TIME", "ORDINAL", "CARDINAL", "PERCENT", "MONEY"} and len(span) < 5:
        return False
    mention = actors.mention_at(root)
    if mention is not None and mention.kind in {"name", "role", "pronoun", "group"}:
        return False
    plain = table.plain if root.lemma_.lower() in table.empty else ()
    words = [token for token in span if not (token.is_stop or token.is_punct or token.pos_ in {"DET", "PRON"})]
    words = [token for token in words if token.lemma_.lower() not in plain]
    return (
        bool(words)
        and not all(token.lemma_.lower() in table.empty for token in words)
        and not (root.lemma_.lower() in table.empty and len(words) < 2)
    )


def _is_call(noun: Token) -> bool:
    """Whether it is the call itself: "phone talks with his French colleague", "a videoconference of the ministers"."""
    lemma = noun.lemma_.lower()
    return lemma in CONFERENCES or (lemma in TALKS and any(c.lower_ in REMOTE and c.dep_ != "conj" for c in noun.children))


def _is_who_asked(noun: Token) -> bool:
    """Whether it says on whose initiative they spoke: "the call was made on the Ukrainian side's initiative"."""
    if noun.dep_ != "pobj" or noun.lemma_.lower() not in BEHESTS:
        return False
    return noun.head.lower_ == "at" or (noun.head.lower_ in {"on", "upon"} and noun.head.head.lemma_.lower() in HOLDING)


def _is_of_office(noun: Token, actors: Actors) -> bool:
    """Whether it only says of what somebody is the head: "X, chairman of the executive board of the council"."""
    head = noun.head.head
    if noun.dep_ != "pobj" or noun.head.lower_ != "of" or head.lemma_.lower() not in OFFICES:
        return False
    mention = actors.mention_at(head)
    return head.dep_ == "appos" or (mention is not None and mention.kind in {"name", "role"})


def _is_company(noun: Token) -> bool:
    """ "In the presence of", "at the side of", "on the sidelines of": who or what was near."""
    return noun.dep_ == "pobj" and noun.lower_ in {"presence", "side", "sidelines", "margins"}


def _is_half_a_word(span: Span) -> bool:
    """Whether it is only the second half of a word ("escalate" of "de-escalate")."""
    before = span.doc[span.start - 1] if span.start and len(span) == 1 else None
    return before is not None and before.text in HYPHENS and not before.whitespace_


def _is_left_out(noun: Token) -> bool:
    """Whether the sentence says that this was not talked about ("tariffs never came up", "denied that tariffs were discussed")."""
    verb = governor(noun)
    if verb is None or (noun.head != verb and noun.head.head != verb) or not _tells(verb):
        return False
    if verb.dep_ == "ccomp" and verb.head.lemma_.lower() == "deny":
        return True
    return is_negated(verb) and not any(child.lower_ == "only" for child in verb.children)


def _tells(verb: Token) -> bool:
    """Whether a verb tells what was talked about, or what stood on an agenda."""
    if verb.lemma_.lower() == "be":
        return any(far.lower_ in AGENDAS for prep in children(verb, "prep") for far in children(prep, "pobj"))
    return verb_group(verb) in TELLING or verb.lemma_.lower() in MENTIONING


def _is_occasion(noun: Token, table: TopicTable) -> bool:
    """Whether a noun is only what a courtesy was for ("condolences on the death")."""
    for above in noun.ancestors:
        if above.pos_ in {"VERB", "AUX"}:
            return False
        if above.lemma_.lower() in table.courtesies:
            return True
    return False
