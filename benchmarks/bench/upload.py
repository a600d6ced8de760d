"""Row `upload`: articles posted one by one, beside a bare Flask view on the same server that parses the same JSON; and as a batch.

Both servers run gunicorn with the settings of `diplowire up`, SQLite that is durable before each answer, and Redis; nobody reads
the articles, so that uploads alone are measured. Each round posts articles that neither has seen.
"""

from __future__ import annotations

import itertools
import time

from benchmarks.bench.delivery import find_port
from benchmarks.bench.figures import Figure, compare, take_turns
from benchmarks.bench.news import write_news
from benchmarks.bench.posting import Article, post_batch, post_singly
from benchmarks.bench.progress import Progress
from benchmarks.bench.servers import await_ports, make_plan, plan_bare, run_parts
from services.cli.parts import plan_parts

ROUNDS, SINGLE, BATCH = 5, 1500, 5000
WANTED = 3000.0  # articles a second, as a batch


def run(progress: Progress) -> list[Figure]:
    """Returns requests a second beside the bare view's, and articles a second in a batch beside those wanted."""
    rounds, single, batch = (1, 100, 400) if progress.quick else (ROUNDS, SINGLE, BATCH)
    seeds = itertools.count(10)

    def write(count: int) -> list[Article]:
        return list(write_news(count, seed=next(seeds), calls_every=50))

    with make_plan(workers=1) as plan:
        bare_port = find_port()
        (upload,) = (part for part in plan_parts(plan) if part.name == "upload")
        with run_parts([upload, plan_bare(bare_port)]):
            await_ports(plan.upload_port, bare_port)
            for port in (plan.upload_port, bare_port):
                post_singly(port, write(50))

            def post_all() -> float:
                articles = write(batch)
                begun = time.perf_counter()
                return post_batch(plan.upload_port, articles) / (time.perf_counter() - begun)

            progress.begin("one by one", 2 * rounds)
            ours, bare = take_turns(
                lambda: post_singly(plan.upload_port, write(single)),
                lambda: post_singly(bare_port, write(single)),
                rounds,
                progress.advance,
            )
            progress.begin("as a batch", 2 * rounds)
            taken, wanted = take_turns(post_all, lambda: WANTED, rounds, progress.advance)
    return [
        compare("upload", "one by one, beside a bare Flask view", ours, bare, "requests/s", "≥ 0.4"),
        compare("upload", "as a batch, beside what is wanted", taken, wanted, "articles/s", "≥ 1"),
    ]
