"""How fast: each figure beside the plain way of doing the same, measured in one run, both in turn. `python -m benchmarks.bench`."""
