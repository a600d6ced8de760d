"""Other words for the same news: ways to rewrite an article that leave every call in it what it is.

Each kind is a function over the text of an article (its title goes through the same), as newsrooms differ: which words they take
(`rewordings.yml`), how they write days, titles and names, in which order a sentence stands, how the page sets its paragraphs. A
rewriting that finds nothing to change returns the text as it was. None looks at the annotation, except those of names, which take
from it how people are called.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import yaml

from benchmarks.same import Data

Rewriting = Callable[[str], str]

TABLES = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
LONG_MONTH = "January|February|August|September|October|November|December"
WEEKDAY = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
TITLE = r"President|Prime Minister|Foreign Minister|Chancellor|Minister|Secretary|King|Emir|Premier|Defen[cs]e Minister"
NAME = r"(?:(?:[A-Z][\w’'-]*\w|of|the|bin|al|de|el|von) )*[A-Z][\w-]*[a-z]\b"
OFFICE = re.compile(rf"(?:{TITLE}|Leader|Chief)$")
SENTENCE = re.compile(r"(?<=[a-z0-9)][.!?]) +(?=[A-Z“\"])")
SHORT = re.compile(
    rf"(?:\b(?:Mrs?|Ms|Dr|St|Lt|No|Gen|Sen|Gov|Col|Rep|Pres|[ap]\.m|Sept|{'|'.join(m[:3] for m in LONG_MONTH.split('|'))})\.)$"
)
OFFICES = "Kremlin|White House|State Department|(?:[a-z]+ ){0,3}(?:ministry|office|spokesman|spokeswoman|palace)"
PARTICLE = re.compile(r"\b(?:al|el|bin|ibn|de|da|dos|der|den|van|von|di|la|le|ben)\s$")
TIMES = re.compile(
    rf"\b(?:{WEEKDAY}|{MONTH}|yesterday|today|ago|earlier|later|morning|night|evening|afternoon|day|time|week(?:end)?|when|after|last)\b|:"
)


def by_table(table: Mapping[str, str], exact: bool = False) -> Rewriting:
    """A rewriting of whole words by others; a capital at the beginning stays one."""
    words = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w.])(?:{words})(?!\w)", re.NOFLAG if exact else re.I)

    def reword(match: re.Match[str]) -> str:
        new = table[match[0] if exact else match[0].lower()]
        return new[0].upper() + new[1:] if match[0][0].isupper() else new

    return lambda text: pattern.sub(reword, text)


def by_pattern(pattern: str, new: str | Callable[[re.Match[str]], str]) -> Rewriting:
    """A rewriting of what a regular expression finds."""
    found = re.compile(pattern, re.M)
    return lambda text: found.sub(new, text)


def by_sentence(reword: Rewriting) -> Rewriting:
    """A rewriting of each sentence for itself."""
    return lambda text: "\n".join(" ".join(map(reword, split(line))) for line in text.split("\n"))


def split(line: str) -> list[str]:
    """The sentences of a line."""
    sentences: list[str] = []
    for piece in SENTENCE.split(line):
        if sentences and SHORT.search(sentences[-1]):
            sentences[-1] += f" {piece}"
        else:
            sentences.append(piece)
    return sentences


def swap_days(text: str) -> str:
    """The American order of day and month for the British, and the other way round."""

    def swap(match: re.Match[str]) -> str:
        day, month, year, other_month, other_day, other_year = match.groups()
        if day:
            return f"{month} {day}" + (f", {year}" if year else "")
        return f"{other_day} {other_month}" + (f" {other_year}" if other_year else "")

    return re.sub(rf"\b(?:(\d\d?) ({MONTH})(?:,? (\d{{4}}))?|({MONTH}) (\d\d?)(?!\d|:)(?:, (\d{{4}}))?)(?![\w:-])", swap, text)


def add_ordinals(text: str) -> str:
    """The 6th of a month for its 6."""

    def ordinal(match: re.Match[str]) -> str:
        day = int(match["day"])
        end = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
        return match[0].replace(match["day"], f"{day}{end}")

    text = re.sub(rf"(?<=\s)(?P<day>\d\d?)(?= (?:{MONTH})\b)", ordinal, text)
    return re.sub(rf"\b(?:{MONTH}) (?P<day>\d\d?)\b(?!:|\.\d|,\d)", ordinal, text)


def turn_quotes(text: str) -> str:
    """Curly quotation marks where they were straight, straight ones where they were curly."""
    if "“" in text or "’" in text:
        return text.translate(str.maketrans("“”‘’", "\"\"''"))
    text = re.sub(r'(?<![\w.,!?])"(?=\S)', "“", text).replace('"', "”")
    return re.sub(r"(?<=\w)'", "’", text)


def turn_around(form: str) -> Callable[[re.Match[str]], str]:
    """What one did to the other, told of the other; where one of both is an office alone, whose holder comes behind it, nothing."""
    return lambda m: m[0] if OFFICE.search(m["other"]) or OFFICE.search(m["one"]) else form.format(**m.groupdict())


def tell_in_present(sentence: str) -> str:
    """ "Says" for "said" where the sentence names no day or time."""
    many = re.search(r"\b(?:had|were|they|officials|both|spokesmen|ministers|presidents)\b", sentence)
    return sentence if many or TIMES.search(sentence) else re.sub(r"\bsaid\b", "says", sentence)


def wrap(text: str) -> str:
    """Lines of 70 characters, as mail has them."""
    return "\n".join(re.sub(r"(.{1,70})(?:\s+|$)", r"\1\n", line).rstrip("\n") for line in text.split("\n"))


def insert(filler: str, place: str) -> Rewriting:
    """A paragraph about something else behind the first one, in the middle, or at the end."""

    def put(text: str) -> str:
        breaks = [m.end() for m in re.finditer(r"(?<=[.”\"])\n\n(?=[A-Z“\"])", text)]
        if not breaks:
            return text
        if place == "end":
            return f"{text.rstrip()}\n\n{filler}"
        at = breaks[0] if place == "front" else breaks[len(breaks) // 2]
        return f"{text[:at]}{filler}\n\n{text[at:]}"

    return put


def find_surnames(row: Data) -> dict[str, str]:
    """The last words of the full names that the text gives those on the line, where nobody else has the same."""
    names = {p["name"] for call in row["calls"] for p in call["participants"] if p.get("name") and " " in p["name"]}
    lasts = [name.split()[-1] for name in names]
    return {name: name.split()[-1] for name in sorted(names) if lasts.count(name.split()[-1]) == 1 and name in row["text"]}


def rename(form: str) -> Callable[[Data], Data]:
    """A rewriting of surnames that stand alone, by a form with `{name}` and `{last}`."""

    def reword_all(row: Data) -> Data:
        text = row["text"]
        for name, last in find_surnames(row).items():
            before = r"(?P<before>(?:(?<=\s)[a-z]{2,},? |[a-z]{3}[.]\s+|\n))"
            alone = re.compile(rf"{before}{re.escape(last)}\b(?![- ][A-Z])")
            text = alone.sub(partial(_rename, form.format(name=name, last=last)), text)
        return {**row, "text": text}

    return reword_all


def _rename(new: str, found: re.Match[str]) -> str:
    return found[0] if PARTICLE.search(found["before"]) else found["before"] + new


def cut_names(row: Data) -> Data:
    """The surname alone from the second time on."""
    text = row["text"]
    for name, last in find_surnames(row).items():
        first = text.find(name, max(0, text.find("\n\n")))
        if first >= 0:
            text = text[: first + len(name)] + text[first + len(name) :].replace(name, last)
    return {**row, "text": text}


def with_title(turn: Rewriting) -> Callable[[Data], Data]:
    """A rewriting of the title, also where the text opens with it."""

    def reword_title(row: Data) -> Data:
        title, text = row.get("title") or "", row["text"]
        new = turn(title)
        return {
            **row,
            "title": new or None,
            "text": (new + text[len(title) :]).lstrip() if title and text.startswith(title) else text,
        }

    return reword_title


def everywhere(turn: Rewriting) -> Callable[[Data], Data]:
    """A rewriting of title and text."""
    return lambda row: {**row, "title": turn(row["title"]) if row.get("title") else None, "text": turn(row["text"])}


def in_text(turn: Rewriting) -> Callable[[Data], Data]:
    """A rewriting of the text."""
    return lambda row: {**row, "text": turn(row["text"])}


PATTERNS = {
    "leader": by_pattern(r"(\b[A-Z][a-z]{2,}(?:n|sh|se) )(?<!ission )[Pp]resident (?=[A-Z])", r"\1leader "),
    "small-titles": by_pattern(rf"(?<=[a-z,] )(?:{TITLE})\b", lambda m: m[0].lower()),
    "large-titles": by_pattern(
        r"(?<!former )(?<=[a-z,] )(?:president|(?:prime|foreign) minister)(?= [A-Z])", lambda m: m[0].title()
    ),
    "without-mr": by_pattern(r"\b(?:Mr|Mrs|Ms|Dr|H\.?E|His Excellency)\b\.? (?=[A-Z])", ""),
    "excellency": by_pattern(r"(?<=[a-z,] )(?=(?:President|Prime Minister) [A-Z])", "H.E. "),
    "days-swapped": swap_days,
    "ordinals": add_ordinals,
    "short-months": by_pattern(rf"\b(?:{LONG_MONTH})(?= \d)|(?<=\d )(?:{LONG_MONTH})\b", lambda m: f"{m[0][:3]}."),
    "bare-weekdays": by_pattern(rf"(?<=[a-z,] )on (?=(?:{WEEKDAY})\b)", ""),
    "quotes": turn_quotes,
    "hard-spaces": by_pattern(r"(?<=\d) (?=[A-Z])|(?<=Mr|Dr) |(?<=[.,]) (?=[A-Z])", "\u00a0"),
    "says": by_sentence(tell_in_present),
    "told-reporters": by_pattern(
        r"\b(he|she|spokesman|spokeswoman|minister|president|official) said\.(?=\s|$)", r"\1 told reporters."
    ),
    "source-moved": by_sentence(
        by_pattern(rf"^((?!The |A |In |On )[A-Z][^\n“”\":]{{20,250}}), the ({OFFICES}) said\.$", r"The \2 said \1.")
    ),
    "passive": by_sentence(
        by_pattern(
            rf"^(?P<one>{NAME}) (?P<verb>phoned|telephoned|called) (?P<other>{NAME})(?= on | to |\.| late| early| yesterday| this)",
            turn_around("{other} was {verb} by {one}"),
        )
    ),
    "received": by_sentence(
        by_pattern(
            rf"^(?P<one>{NAME}) (?:phoned|telephoned|called) (?P<other>{NAME})(?= on |\.| late| early| yesterday| this)",
            turn_around("{other} received a phone call from {one}"),
        )
    ),
    "phone-last": by_pattern(rf"(spoke|spoken|talked) by ((?:tele)?phone) (with|to) ({NAME})(?=[ ,.])", r"\1 \3 \4 by \2"),
    "phone-first": by_pattern(rf"(spoke|spoken|talked) (with|to) ({NAME}) by ((?:tele)?phone)", r"\1 by \4 \2 \3"),
}
KINDS: dict[str, Callable[[Data], Data]] = {
    **{kind: everywhere(by_table(table)) for kind, table in TABLES["words"].items()},
    **{kind: everywhere(by_table(table, exact=True)) for kind, table in TABLES["exact"].items()},
    **{kind: everywhere(turn) for kind, turn in PATTERNS.items()},
    "full-names": rename("{name}"),
    "surnames": cut_names,
    "with-mr": rename("Mr {last}"),
    "sentence-lines": in_text(lambda text: "\n".join("\n\n".join(split(line)) for line in text.split("\n"))),
    "wrapped": in_text(wrap),
    "one-paragraph": in_text(by_pattern(r"(?<=[a-z][.”\"])\n\s*\n(?=[A-Z][^\n]{80,})", " ")),
    **{
        f"{what}-{place}": in_text(insert(text, place))
        for what, text in TABLES["fillers"].items()
        for place in ("front", "middle", "end")
    },
    "no-title": with_title(lambda title: ""),
    "loud-title": with_title(str.upper),
}
