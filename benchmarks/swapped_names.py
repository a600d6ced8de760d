"""Whether a reading hangs on who the people are: gold articles told of another country are to be read the same.

usage: python -m benchmarks.swapped_names [--times N] [--show] [SET ...]

In each article a country of its calls gives way to another: its name, demonyms, capital, and those of its people who held
office that day, for the holders of the same offices there, of the same gender (`swaps.py`). Of what was right in the article
as it stands (calls with all parties, initiators, days) the share that is right in the other too is printed, and how many false
calls came. --times: with how many other countries each is tried; --show: every item lost.
"""

from __future__ import annotations

import argparse
from collections import Counter

from benchmarks.same import Data, count_pairs, match_calls, same_initiator, same_person
from benchmarks.sets import as_article, find_sets
from benchmarks.swaps import find_swaps
from services.extractor.extract import load_extractor

ITEMS = ("call", "initiator", "date")


def find_right(row: Data, calls: list[Data]) -> tuple[set[tuple[str, int]], int]:
    """What of a gold article is right in the calls found, as kind and number of the call, and how many of them are none."""
    found = [c for c in calls if not c.get("background")]
    pairs, right = match_calls(row["calls"], found), set()
    for i, j in pairs.items():
        gold, mine = row["calls"][i], found[j]
        if gold.get("background"):
            continue
        people = count_pairs(gold["participants"], mine["participants"], same_person)
        told = (
            len(mine["participants"]) == len(gold["participants"]) == people,
            same_initiator(gold, mine),
            gold.get("date") == mine.get("date"),
        )
        right |= {(item, i) for item, true in zip(ITEMS, told, strict=True) if true}
    return right, len(found) - len(pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET")
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    extractor = load_extractor()
    before, kept, counts = Counter[str](), Counter[str](), Counter[str]()
    for gold in find_sets(tuple(args.sets)):
        for row in gold.articles:
            swaps = list(find_swaps(row, args.times))
            if not swaps:
                continue
            right, false = find_right(row, extractor.extract(as_article(row)).calls)
            for swap in swaps:
                told = swap.apply(row)
                still, added = find_right(told, extractor.extract(as_article(told)).calls)
                before.update(item for item, _ in right)
                kept.update(item for item, _ in right & still)
                counts.update({"told": 1, "gained": len(still - right), "added": max(0, added - false)})
                lost = sorted(right - still)
                if args.show and (lost or added > false):
                    what = ", ".join(f"{item} {i}" for item, i in lost) + f"; false {added - false:+}"
                    print(f"{gold.name} {row['id']} {swap.old.code} as {swap.new.code}: {what}")
    print(f"{counts['told']} articles told of another country: of what was right there is still right")
    print(", ".join(f"{item}s {kept[item]} of {before[item]} ({kept[item] / max(1, before[item]):.3f})" for item in ITEMS))
    print(f"false calls added: {counts['added']}; items right only there: {counts['gained']}")


if __name__ == "__main__":
    main()
