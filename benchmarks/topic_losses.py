"""Where topics are lost or wrongly found, with the calls of the annotation given.

usage: python -m benchmarks.topic_losses [--show] [SET ...]

A topic that is missed was in no sentence that was read (`unread`), in one but under no phrase that says the same (`no phrase`),
there but thought unlikely (`unlikely`), or likely but given up for another (`given up`). `ceiling` is the recall of a choice that
makes no mistakes. --show lists what was missed and what was found beside it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator

from benchmarks.same import find_words, same_topic
from benchmarks.sets import find_sets
from benchmarks.topic_lessons import Lesson, from_article
from benchmarks.topic_training import figures
from services.extractor.topics.judge import FURTHER, choose, load_weights, weigh

KINDS = ("hit", "unlikely", "given up", "no phrase", "unread")


def fates(lesson: Lesson, chosen: list[str]) -> Iterator[tuple[str, str]]:
    """Yields each annotated topic with what became of it."""
    weighed = [(c.span.text, weigh(c, load_weights())) for c in lesson.candidates]
    read = {word for c in lesson.candidates for word in find_words(c.span.sent.text)}
    for topic in lesson.topics:
        same = [weight for text, weight in weighed if same_topic(topic, text)]
        if any(same_topic(topic, text) for text in chosen):
            yield topic, "hit"
        elif same:
            yield topic, "given up" if max(same) >= FURTHER else "unlikely"
        else:
            yield topic, "no phrase" if set(find_words(topic)) <= read else "unread"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET")
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    for gold in find_sets(tuple(args.sets)):
        counts: Counter[str] = Counter()
        found = []
        for lesson in (lesson for row in gold.articles for lesson in from_article(row)):
            chosen = [c.span.text for c in choose(lesson.candidates, load_weights())]
            found.append((lesson.topics, chosen))
            for topic, fate in fates(lesson, chosen):
                counts[fate] += 1
                if args.show and fate != "hit":
                    print(f"{lesson.source}: {fate}: {topic}")
            for text in chosen:
                if args.show and not any(same_topic(topic, text) for topic in lesson.topics):
                    print(f"{lesson.source}: found beside: {text}")
        ceiling = 1 - (counts["no phrase"] + counts["unread"]) / max(1, counts.total())
        told = "  ".join(f"{kind} {counts[kind]}" for kind in KINDS)
        print(f"{gold.name:8} {figures(found)}  ceiling {ceiling:.3f}  {told}")


if __name__ == "__main__":
    main()
