"""`make fuzz`: odd input to both services and the extractor for as long as it is told; exits 1 where anything was found.

usage: python -m benchmarks.fuzz [--minutes 30] [--seed N]

Rounds follow each other until the time is up, each with a seed of its own and a fresh database, in turn with keys in force and
without. What is found is told with the seed: `--seed N --minutes 1` begins with that round.
"""

from __future__ import annotations

import argparse
import faulthandler
import random
import sys
import time

from benchmarks.fuzz.bodies import post_bodies
from benchmarks.fuzz.documents import call_operations
from benchmarks.fuzz.place import open_place
from benchmarks.fuzz.reading import pump_articles, read_articles
from benchmarks.fuzz.routes import call_routes
from benchmarks.fuzz.tally import Tally
from services.extractor.extract import load_extractor

HANGS_AFTER_S = 900.0  # beyond the time it was told


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=30.0, help="how long (default 30)")
    parser.add_argument("--seed", type=int, help="of the first round; default: another each time")
    args = parser.parse_args()
    faulthandler.dump_traceback_later(60 * args.minutes + HANGS_AFTER_S, exit=True)
    first = random.randrange(10**6) * 2 if args.seed is None else args.seed
    tally, extractor, started = Tally(time.monotonic() + 60 * args.minutes, first), load_extractor(), time.monotonic()
    while not tally.is_over:
        with open_place(keys_required=tally.dice % 2 == 1, extractor=extractor) as place:
            for trial in post_bodies, call_routes, call_operations:
                trial(place, tally)
        for reading in read_articles, pump_articles:
            reading(extractor, tally)
        tally.dice += 1
        _tell(tally, tally.dice - first, time.monotonic() - started)
    for where, told in tally.findings.items():
        print(f"\nFOUND {where}\n{told}")
    sys.exit(1 if tally.findings else 0)


def _tell(tally: Tally, rounds: int, seconds: float) -> None:
    counts = ", ".join(f"{count} {name}" for name, count in tally.counts.items())
    print(f"{seconds / 60:.1f} minutes, {rounds} rounds: {counts}; {len(tally.findings)} findings", flush=True)


if __name__ == "__main__":
    main()
