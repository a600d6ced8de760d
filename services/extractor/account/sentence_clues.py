"""Clues in the sentence around a phrase: how clearly it speaks of the call, how far it is from the words for the call, who is in
it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.extractor.account.actors import OTHER, SPEAKER, Actors
from services.extractor.account.parse import auxiliaries, is_verb, main_verb, subject_of
from services.extractor.account.roles import role_of
from services.extractor.account.scope import SIGNS, signal_of
from services.extractor.account.source import find_source_of
from services.extractor.account.verbs import verb_group
from services.extractor.rules.needed import Signs
from services.extractor.tokens import Span
from services.extractor.types import Call, Document

WORDS = Signs(
    {
        "call-word": re.compile(r"\b(call|conversation|talks?|discussions?|exchange|dialogue|telephone|phone)\b", re.I),
        "press": re.compile(
            r"\b(told|tells|to) (the )?(reporters?|journalists|parliament|lawmakers|television|media|the press|newspaper|"
            r"radio|press)"
            r"|interview|news conference|press conference|on (x|twitter|facebook|television|radio)\b|tweet|wrote|post(ed)?\b",
            re.I,
        ),
        "after-call": re.compile(
            r"\b(after|following|before|ahead of|hours after|since|minutes after) (the|his|her|their|that|this) (\w+ )?"
            r"(call|conversation|talk|talks|exchange|telephone)",
            re.I,
        ),
    }
)
FAR = 7
# So many sentences back line breaks are counted.
READ_BACK = 40


def sentence_clues(document: Document, i: int, call: Call, in_scope: bool, actors: Actors) -> list[str]:
    """Returns the clues of sentence `i`, seen from `call`."""
    sent = document.sents[i]
    signal = signal_of(sent, [call], actors)
    found = [f"signal:{signal}", f"scope:{'in' if in_scope else 'out:' + signal}"]
    found += _place(document, i, call)
    found += _main_clause(sent, call, actors)
    found += WORDS.of(sent.text)
    found += [f"says:{name}" for name in SIGNS.of(sent.text)]
    found += _people(sent, call, actors)
    words = [token for token in sent if not token.is_space]
    opener = words[0]
    found.append(f"opens:{opener.lower_ if opener.pos_ in {'PRON', 'ADP', 'SCONJ', 'DET'} else opener.pos_}")
    found.append(f"length:{len(words) // 10}")
    found += _standing(document, i, call, signal, actors)
    return found


def _standing(document: Document, i: int, call: Call, signal: str, actors: Actors) -> Iterator[str]:
    """Yields what the sentence says and who acts in it, together with how far behind the word for the call it stands."""
    sent = document.sents[i]
    before = [cue.sent for cue in call.cues if cue.sent <= i]
    distance = min(i - max(before), 4) if before else "before"
    root = main_verb(sent)
    role = role_of(subject_of(root) if is_verb(root) else None, call, actors)
    yield from (f"at:{distance}:{signal}", f"at:{distance}:{role}", f"main-form:{root.tag_}:{role}")
    if find_source_of(sent) is not None:
        yield from ("sourced", f"sourced:{role}")
    days = [token for token in sent if token.ent_type_ in {"DATE", "TIME"}]
    if days:
        place = "front" if days[0].i - sent.start < 3 else "within"
        yield from ("dated", f"dated:{place}:{role}", f"dated:{distance}")


def _place(document: Document, i: int, call: Call) -> Iterator[str]:
    """Yields where the sentence stands."""
    cued = {cue.sent for cue in call.cues} or {0}
    before = [j for j in cued if j <= i]
    if i in cued:
        yield "cue"
    if i + 1 in cued:
        yield "before-cue"
    if not before:
        yield "distance:before"
    else:
        distance = i - max(before)
        yield f"distance:{min(distance, FAR)}"
        first = document.sents[max(max(before), i - READ_BACK)]
        text = document.text[first.start_char : document.sents[i].start_char]
        yield f"paragraphs:{min(text.strip().count(chr(10)), 5)}"
    yield f"quarter:{4 * i // len(document.sents)}"
    if i in document.headline_sents:
        yield "headline"
    if sum(not other.background for other in document.calls) > 1:
        yield "many-calls"


def _main_clause(sent: Span, call: Call, actors: Actors) -> Iterator[str]:
    """Yields the group of the main verb and who its subject is."""
    root = main_verb(sent)
    group = verb_group(root) if is_verb(root) else "no-verb"
    subject = subject_of(root) if is_verb(root) else None
    role = role_of(subject, call, actors)
    if role == OTHER and subject is not None and subject.ent_type_:
        role = "person" if subject.ent_type_ == "PERSON" else "name"
    yield from (f"main:{group}", f"main-by:{role}", f"main:{group}:{role}", f"main-form:{root.tag_}")
    own = auxiliaries(root)
    for name, words in (("had", {"had"}), ("has", {"has", "have"}), ("will", {"will", "would"})):
        if own & words:
            yield f"main-tense:{name}"


def _people(sent: Span, call: Call, actors: Actors) -> Iterator[str]:
    """Yields how many speakers of the call and how many others are in the sentence."""
    seen: set[int] = set()
    count = {SPEAKER: 0, OTHER: 0}
    for token in sent:
        mention = actors.mention_at(token)
        if mention is None or mention.kind not in {"name", "role", "pronoun"}:
            continue
        role = actors.role_in(token, call)
        new = {entity.id for entity in mention.members} - seen
        seen |= new
        if role in count:
            count[role] += len(new)
    yield f"speakers:{min(count[SPEAKER], 2)}"
    yield f"others:{min(count[OTHER], 2)}"
