"""Why an article is read wrong: the least text that is still read wrong in the same way.

usage: python -m benchmarks.shrink [--words N] SET-OR-ARTICLE ...

For each call that is told and is none, and each initiator and day that is told wrong, sentences and then words are left out of the
article while the same wrong thing is still told, by delta debugging (Zeller and Hildebrandt, "Simplifying and isolating
failure-inducing input", 2002); what is left is printed. For each call, initiator and day that is not told though the text tells
it, the sentences are printed without which it would be (one at a time), and whether the sentence of its evidence is read alone.
--words: how many readings the words of one text may take (400); sentences are always tried.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from benchmarks.same import Data, find_initiators, match_calls, same_initiator
from benchmarks.score import describe_call, name_people
from benchmarks.sets import as_article, find_sets
from services.extractor.extract import Extractor, load_extractor
from services.extractor.types import Article

SENTENCE = re.compile(r".+?(?:[.!?:][\"'”’)]*(?=\s)|\n|$)\s*", re.DOTALL)
WORD = re.compile(r"\S+\s*")
Test = Callable[[list[Data]], bool]


@dataclass(frozen=True)
class Fault:
    """Something read wrong: what it is, and what asks of the calls of a text whether it is (`told`: it is told, and should not be;
    otherwise whether what should be told is); the words of the article that tell it, if it is not."""

    what: str
    test: Test
    told: bool
    evidence: str = ""


def _parties(call: Data) -> frozenset[tuple[str | None, str | None]]:
    return frozenset((person.get("name"), person.get("country")) for person in call["participants"])


def _callers(call: Data) -> frozenset[str | None]:
    return frozenset(person.get("country") for person in find_initiators(call))


def _news(calls: Sequence[Data]) -> list[Data]:
    return [call for call in calls if not call.get("background")]


def _tells(wrong: Data, *same: Callable[[Data], object]) -> Test:
    """Asks whether a call of the parties of `wrong` is told, with what `same` takes from it."""

    def test(calls: list[Data]) -> bool:
        return any(_parties(call) == _parties(wrong) and all(take(call) == take(wrong) for take in same) for call in _news(calls))

    return test


def _reads(annotated: Sequence[Data], i: int, *same: Callable[[Data, Data], object]) -> Test:
    """Asks whether call `i` of those annotated is told, with all who were on the line and what `same` compares."""

    def test(calls: list[Data]) -> bool:
        gold, news = annotated[i], _news(calls)
        pairs = match_calls(annotated, news)
        found = news[pairs[i]] if i in pairs else None
        return found is not None and len(found["participants"]) == len(gold["participants"]) and all(s(gold, found) for s in same)

    return test


def _same_day(gold: Data, found: Data) -> bool:
    return bool(gold.get("date") == found.get("date"))


def find_faults(row: Data, calls: Sequence[Data]) -> Iterator[Fault]:
    """What is wrong in the calls found in a gold article; topics and outcomes aside."""
    found = _news(calls)
    pairs = match_calls(row["calls"], found)
    for j in set(range(len(found))) - set(pairs.values()):
        yield Fault(f"FALSE {describe_call(found[j])}", _tells(found[j]), told=True)
    for i, gold in enumerate(row["calls"]):
        if gold.get("background"):
            continue
        if i not in pairs or len(found[pairs[i]]["participants"]) != len(gold["participants"]):
            got = f", but {name_people(found[pairs[i]]['participants'])}" if i in pairs else ""
            yield Fault(f"MISSED {describe_call(gold)}{got}", _reads(row["calls"], i), told=False, evidence=gold["evidence"])
            continue
        mine = found[pairs[i]]
        if not same_initiator(gold, mine):
            what = (
                f"INITIATOR {name_people(find_initiators(mine))}, not {name_people(find_initiators(gold))}: {describe_call(gold)}"
            )
            told = bool(find_initiators(mine))
            test = _tells(mine, _callers) if told else _reads(row["calls"], i, same_initiator)
            yield Fault(what, test, told, gold["evidence"])
        if not _same_day(gold, mine):
            told = bool(mine.get("date"))
            test = _tells(mine, lambda call: call.get("date")) if told else _reads(row["calls"], i, _same_day)
            what = f"DAY {mine.get('date')}, not {gold.get('date')} ({gold.get('date_text')}): {describe_call(gold)}"
            yield Fault(what, test, told, gold["evidence"])


def shrink(parts: list[str], holds: Callable[[str], bool], readings: int) -> list[str]:
    """The parts that are left when runs of them, ever shorter ones, are left out while `holds` of the rest; after so many
    readings it stays with what it has."""
    size, made = max(1, len(parts) // 2), count(1)
    while parts:
        start, cut = 0, False
        while start < len(parts):
            rest = parts[:start] + parts[start + size :]
            if next(made) > readings:
                return parts
            if rest and holds("".join(rest)):
                parts, cut = rest, True
            else:
                start += size
        if size == 1 and not cut:
            return parts
        size = max(1, size // 2) if not cut or size > 1 else size
    return parts


def _explain(extractor: Extractor, article: Article, fault: Fault, readings: int) -> Iterator[str]:
    """The lines that tell where a fault comes from."""

    def read(text: str) -> bool:
        return fault.test(extractor.extract(replace(article, text=text)).calls)

    sentences = SENTENCE.findall(article.text)
    if fault.told:
        few = shrink(sentences, read, len(sentences) ** 2)
        words = shrink(WORD.findall("".join(few)), read, readings)
        yield f"  sentences: {''.join(few).strip()}"
        yield f"  words: {''.join(words).strip()}"
        return
    yield f"  told by: {fault.evidence}" + ("   (is read alone)" if read(fault.evidence) else "")
    for k, sentence in enumerate(sentences):
        if read("".join(sentences[:k] + sentences[k + 1 :])):
            yield f"  read without: {sentence.strip()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="+", metavar="SET-OR-ARTICLE")
    parser.add_argument("--words", type=int, default=400)
    args = parser.parse_args()
    extractor = load_extractor()
    for gold in find_sets():
        for row in gold.articles:
            if not {gold.name, row["id"]} & set(args.names):
                continue
            article = as_article(row)
            for fault in find_faults(row, extractor.extract(article).calls):
                print(f"{row['id']} ({row.get('published_at')}): {fault.what}", flush=True)
                for line in _explain(extractor, article, fault, args.words):
                    print(line, flush=True)


if __name__ == "__main__":
    main()
