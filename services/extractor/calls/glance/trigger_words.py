"""All triggers, made of the tables of the modules that find calls (`patterns/cues.yml`, `calls.yml`), so that a new row is known
here too; what means a call only beside other words ("line", "video") stands in `_company` with the least that it needs there.
"""

from __future__ import annotations

import re

from services.extractor.calls.glance.triggers import IRREGULAR, Trigger, any_of, forms, title_heads
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.rules.word_lists import load_words

OWNED = "(?:an?|the|his|her|their|its|this|that|another)"  # "took a call in his room from X"
TAKEN = r"\b(?:took|take[sn]?|taking|received|receiv(?:es?|ing)|answer(?:ed|s|ing)?|accept(?:ed|s|ing)?)\b"
TAKEN += r"[^.;]{0,60}?(?:[’']s?|\bhis|\bher|\btheir)(?: first)? $"  # "took Obama's call in the car", "answered his call at home"
TWO = r"\b(?:two|pair|duo|both|they|leaders|men|presidents|ministers|premiers|and (?:\w+\W){1,3})"


def _company(lexicon: Lexicon) -> dict[str, list[Trigger]]:
    """Words that mean a call only beside others, each with all the ways in which some module takes it for a call."""
    words = load_words("calls.yml")
    ways = rf"\b(?:{'|'.join(sorted(lexicon.instrument_prepositions))})\b"
    picking = r"\b(?:pick|lift|grab|reach|tak|took|answer|work|us(?:e|es|ed|ing)\b)"
    talk = rf"\b(?:{forms(lexicon.talk_nouns)})\b"
    lasting = r"\b(?:minute|hour|second)s?\b"
    asked = rf"\b(?:{forms(words['booking'])})\b"
    standing = rf"\b(?:{forms(words['wires_stand'] - {'be'})}|(?:is|was|were|been)\b.*\b(?:open|up|established|clear))\b"
    after_call = "|".join(sorted(words["not_call_after"] - {"on", "to", "for"}))
    times = "|".join(sorted(words["times"] | {"same", "afternoon", "weekend", "previous", "following", "next"}))
    named = rf" (?:the|an?|his|its|their|our|my|your|this|that|these|those|such)\b(?!(?:\W+\w+)?\W+(?:{times})\b)"
    figures = "|".join(sorted(words["call_noun_not"]))
    figure = rf"\b(?:an?|the) (?:{figures}) $"
    days = "|".join(re.escape(day) for day in sorted(words["days"]))
    occasions = "|".join(sorted(words["occasions"] | words["times_of_day"]))
    when = rf"{days}|\d|(?:[\w’'-]+ ){{0,3}}(?:{occasions})\b"
    told = "|".join(sorted(words["not_call_after"] - {"on", "to", "for", "at", "in"}))
    days_parts = "|".join(sorted(words["times_of_day"]))
    hours = rf"\d|(?:[\w’'-]+ ){{0,3}}(?:{'|'.join(sorted(words['clock'] | words['hours']))})\b"
    other_sense = rf"(?! (?:{told}|for)\b)(?! on (?!{when}))(?! (?:at|in) (?!{hours}))(?! to (?:action|arms|prayer|order)\b)"
    return {
        "call": [
            Trigger(rf"call(?:s|ed|ing)?{other_sense}(?!{named})", without=figure),
            Trigger(rf"call(?:s|ed|ing)?{other_sense}(?={named})", party="after"),
            Trigger(r"calls? for", after=r"\bfrom\b"),
            Trigger(r"call(?!(?: \w+){0,4} for\b)", before=TAKEN),
            Trigger(rf"calls?(?= (?:{after_call})\b)(?! for\b)", before=rf"\b{OWNED} $", after=r"\b(?:from|with)\b", party="after"),
        ],
        "line": [
            Trigger(
                rf"lines?(?! (?:of|between)\b)(?! that (?!(?:{days_parts})\b))",
                before=r"\b(?:on|over)\W+(?:\w+\W+){0,3}$",
                without=r"\bin $",
            ),
            Trigger("lines? that", before=r"\bover (?:an? |the )?(?:\w+ )?$"),
            Trigger("lines?", before=rf"\bus(?:e|es|ed|ing)\b.*\b(?:{'|'.join(sorted(words['wire_kinds']))})\b"),
            Trigger("lines?", after=standing, around=lasting),
            Trigger("line", before=asked, after=r"\b(?:to|with)\b", party="after"),
            Trigger("lines?", around=r"\breach(?:ed|es)?\b", without=r"\bin $"),
        ],
        "link": [Trigger("links?", after=standing, around=lasting)],
        "connection": [
            Trigger("connections?", before=r"\b(?:over|on|via|by|through|establish\w*|ma[kd]e?)\b"),
            Trigger("connection", before=asked, after=r"\b(?:to|with)\b", party="after"),
            Trigger("connections?", after=rf"\b(?:establish\w*|ma[kd]e)|{standing}"),
        ],
        "wire": [Trigger("wires?", before=r"\b(?:down|over)\W+(?:\w+\W+){0,5}$")],
        "on to": [Trigger("on to", False, before=r"\b(?:was|were|been)\W+$", party="after")],
        "screen": [Trigger("screens?", before=r"\b(?:on|by|via)\W+(?:\w+\W+){0,5}$")],
        "mobile": [
            Trigger("mobiles?", before=f"{ways}|{picking}"),
            Trigger("mobile", after=talk),
        ],
        "video": [Trigger("videos?", before=r"\b(?:by|via)\W+$"), Trigger("videos?", after=talk)],
        "connect": [
            Trigger("connected", before=r"\b(?:himself|herself)\b"),
            Trigger("connected", after=r"\b(?:link|line)\b"),
            Trigger("connected", before=rf"{TWO}\W+(?:\w+\W+){{0,2}}(?:were|stayed|remained)\W+$"),
        ],
        "contact": [
            Trigger("contact(?:ed|s|ing)?", False, around=r"phone\b|\bcall|\bphon|\btelephon|\bline\b|\bvideo", party="after")
        ],
        "reach": [Trigger("reach(?:ed|es|ing)? out to", remote=False)],
        "get": [Trigger("ge?[eo]t(?:s|ting|ten)? through")],
        "got": [Trigger("got(?:ten)? through")],
        "come": [Trigger("com(?:e|es|ing) through to", party="after")],
        "came": [Trigger("came through to", party="after")],
        "through": [Trigger("through to", before=r"\b(?:was|were|been|is|are)\W+(?:\w+\W+){0,2}$")],
        "put": [Trigger(r"put(?:s|ting)?(?:\W+\w+){0,6}?\W+through")],
        "hang": [Trigger("hang(?:s|ing)? up")],
        "hung": [Trigger("hung up")],
        "pick": [Trigger(r"pick(?:s|ed|ing)?(?:\W+\w+){0,3}?\W+up(?! (?:to|from) \W?\d)", party="before")],
        "end": [Trigger("ends?", before=r"\b(?:other|far|opposite)\s$")],
        "conversations": [Trigger("conversations")],
    }


def find_triggers(lexicon: Lexicon) -> dict[str, list[Trigger]]:
    """All triggers by the beginning of words by which they are looked for."""
    company = _company(lexicon)
    alone = {*lexicon.verbs, *lexicon.remote_nouns, *lexicon.instrument_nouns, *load_words("calls.yml")["phones"]} - {*company}
    alone |= {"telephonically", "telefonically"}
    talk = rf"\b(?:{forms(lexicon.talk_nouns)})\b"
    held = rf"\b(?:{forms({'have', 'hold'})})\b"
    placed = rf"\b(?:{forms({'have', 'hold'} | lexicon.caller_verbs)}|made|gave|did|paid|in)\b"
    granted = "".join(rf"(?<!{word} )" for word in ("pleasure", "honour", "honor", "privilege", "opportunity", "chance"))
    noun = rf"\b(?:the|an?|{granted}of) $"  # "the art of speaking to X", not "had the honour of speaking to X"
    plurals = {head for head in title_heads() if head.endswith("s")}
    several = any_of({"they", "both", "and"} | load_words("people.yml")["group_nouns"] | plurals)
    found = {key: list(rows) for key, rows in company.items()}
    rows = [(lemma, Trigger(forms([lemma]))) for lemma in alone]
    rows += [(lemma, Trigger(forms([lemma]), after=talk)) for lemma in lexicon.remote_modifiers - alone]
    rows += [
        (lemma, Trigger(forms([lemma]), False, after=r"\b(?:with|to)\b", party="after", without=noun))
        for lemma in lexicon.plain_verbs
    ]
    past = r"(?<!ing)(?<!s)(?!(?: \w+){0,2} (?:at|in)\b)"
    rows += [(lemma, Trigger(rf"(?:{forms([lemma])}){past}", False, before=several, without=noun)) for lemma in lexicon.plain_verbs]
    rows += [(lemma, Trigger(lemma, False, before=held)) for lemma in lexicon.plain_nouns - {"talk"}]
    made = Trigger("(?:conversation|exchange)s?", False, before=placed, after=r"\bwith\b", party="after")
    told = Trigger(
        "(?:conversation|exchange)s?", False, after=r"\b(?:had|held)\b", party="after"
    )  # "the conversation he had with X"
    rows += [(noun, trigger) for noun in ("conversation", "exchange") for trigger in (made, told)]
    rows += [
        (noun, Trigger(f"{noun}(?: (?:that|which))?", False, before=r"\bthe $", after=r"\b(?:had|held)\b", party="after"))
        for noun in ("talk", "chat", "contact")
    ]
    posted = r"\b(?:wr[io]t\w+|post(?:s|ed)?|tweet(?:s|ed)?|report(?:s|ed)?)\b.*\b(?:of|about)\b"
    rows += [
        (n, Trigger(n, False, before=posted, after=r"\bwith\b", party="after")) for n in ("conversation", "exchange", "discussion")
    ]
    rated = rf"\b(?:{forms(load_words('calls.yml')['rating'])}|about|after|following)\b"
    owned = r"(?:\b(?:his|her|their)|['’]s?) (?:\w+ )?$"
    rows += [(n, Trigger(rf"{n}(?: on \w+)? with", False, before=owned, around=rated, party="after")) for n in lexicon.plain_nouns]
    known = r"\b(?:after|following|my|his|her|join(?:s|ed)?|[’']s)\b"
    rows += [("conversation", Trigger("conversation", False, before=known, after=r"\bwith\b", party="after"))]
    for lemma, row in rows:
        for beginning in (lemma[:-1] if lemma[-1] in "ey" else lemma, *IRREGULAR.get(lemma, ())):
            found.setdefault(beginning, []).append(row)
    return found
