"""Where the title of a minister ends who has several portfolios: "Minister of Foreign Affairs, African Cooperation and Moroccan
Expatriates". No name begins in such a list, and no state in it is on the line."""

from __future__ import annotations

from services.extractor.people.chunk import Chunk
from services.extractor.people.tape import Tape
from services.extractor.rules.word_lists import load_words

# The last words of a portfolio.
PORTFOLIOS = load_words("people.yml")["portfolios"] | {
    *("abroad", "affairs", "cooperation", "emigrants", "emigration", "francophonie", "nationals", "partnership", "partnerships"),
    *("relations", "solidarity", "trade", "worship"),
}
MINISTERS = {"foreign_minister", "defence_minister"}
LONGEST = 4  # words of one portfolio
REACH = 14  # words of a list


def end_of_portfolios(tape: Tape, chunk: Chunk) -> int:
    """Where a title ends with the further portfolios that are listed right behind it and that "and" closes."""
    words, start = tape.words, chunk.end
    k, limit = start, min(len(words), start + REACH) if chunk.offices & MINISTERS else start
    while k < limit and tape.gap(k).strip() in ("", ","):
        last = words[k].folded == "and"
        if not last and tape.gap(k).strip() != ",":
            break
        end = _end_of_one(tape, k + last, limit)
        if end is None or last:
            return start if end is None else end
        k = end
    return start


def _end_of_one(tape: Tape, start: int, limit: int) -> int | None:
    """Where the portfolio ends that begins at word `start`: at the last word for one among few capitals in a row."""
    end = None
    for k in range(start, min(limit, start + LONGEST)):
        if (k > start and tape.gap(k).strip()) or not tape.words[k].written[0].isupper():
            break
        if tape.words[k].folded in PORTFOLIOS:
            end = k + 1
    return end
