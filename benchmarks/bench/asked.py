"""What the row `reads` asks for: kinds of reads in groups, each a template whose gaps are drawn anew for every read.

Gaps: `c`, `d` countries, `g` a given name, `label` a topic's, `w` and `v` words that many events have, `rare` one that few have,
`unique` one of one event, `year`, `day`, `n` the number of an event, `article` one that reports an event, `lately` a cursor a few
hundred changes ago.
"""

from __future__ import annotations

from random import Random

from benchmarks.bench import store

FULL = 20  # events of a page
PAGE = "/v1/events?limit={limit}&"
FREQUENT = store.COUNTRIES[:30]

GROUPS: dict[str, tuple[str, ...]] = {
    "list pages": tuple(
        PAGE + told
        for told in (
            "order=-created", "order=created", "order=-updated", "order=updated", "order=-date", "order=date",
            "order=-created&after=-created~{n}", "order=created&after=created~{n}",
            "order=-updated&after=-updated~{n}", "order=updated&after=updated~{n}",
            "order=-date&after=-date~{day}~{n}", "order=date&after=date~{day}~{n}",
        )
    ),
    "filters": tuple(
        PAGE + told
        for told in (
            "country={c}", "country={c}&country={d}", "country={c}&order=date", "country={c}&order=-date",
            "country={c}&order=-date&after=-date~{day}~{n}", "country={c}&country={d}&order=-date", "country={c}&order=-updated",
            "initiator={c}", "initiator={c}&order=-date", "participant={g}", "participant={g}%20{c}sona",
            "participant={c}sonb&country={d}", "participant={g}&order=-date", "participant={c}sonb&order=-date",
            "topic={label}", "topic={label}&country={c}", "topic={label}&order=-date", "topic={label}&country={c}&order=-date",
            "topic={w}", "topic={w}&order=-date",
            "from={year}-01-10&to={year}-11-20", "from={year}-01-10&to={year}-11-20&order=-date", "to={year}-03-31&order=-date",
            "from={year}-05-01&country={c}", "from={year}-05-01&country={c}&order=date",
            "from={year}-02-01&topic={label}", "from={year}-02-01&to={year}-04-20&topic={label}&order=-date",
            "article={article}", "updated_after={lately}", "updated_after={lately}&country={c}",
            "updated_after={lately}&order=-created", "updated_after={lately}&country={c}&topic={label}&order=-updated",
        )
    ),
    "words": tuple(
        PAGE + told
        for told in (
            "q={w}", "q={w}%20{v}", "q={rare}", "q={w}%20{rare}", "q={unique}", "q={unique}%20{w}",
            "q={w}&country={c}", "q={rare}&country={c}", "q={w}&from={year}-02-01&to={year}-04-20",
            "q={w}&order=-date", "q={w}%20{v}&order=-date", "q={rare}&order=-date", "q={w}&country={c}&order=-date",
            "q={w}&order=-updated", "updated_after={lately}&q={w}",
        )
    ),
    "one event": ("/v1/events/e{n:025}",),
    "the page": ("/", "/?country={c}", "/?q={w}"),
}  # fmt: skip


def fill_in(template: str, nth: int, count: int, limit: int = FULL) -> str:
    """Returns the `nth` path of a kind, for a database of `count` events, of pages with at most `limit` of them; what does not
    depend on their number is the same."""
    draw = Random(f"{template} {nth}")
    one, other = draw.sample(FREQUENT, 2)
    share = draw.random()  # of the way from the first event to the last
    number = 1 + int(share * (count - 1))
    return template.format(
        limit=limit, c=one, d=other, g=draw.choice(store.GIVEN), label=draw.choice(store.LABELS),
        w=f"w{draw.randrange(30)}", v=f"w{draw.randrange(30, 60)}", rare=f"w{draw.randrange(100, 2000)}",
        unique=f"unique{number}", year=draw.randrange(1996, 2023), day=store.find_day(share), n=number,
        article=f"a{(count - draw.randrange(900)) // 20 * 20:025}", lately=count - draw.randrange(900),
    )  # fmt: skip
