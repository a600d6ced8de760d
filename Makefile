# The two commands a newcomer needs are `make run` and `make test`; both install what they need into .venv by themselves.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= $(shell for v in python3.11 python3.12 python3.13 python3; do command -v $$v && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
FAST_TESTS := -m "not e2e and not services and not stack"
# The containers take minutes to build: `make test STACK=1` tests them too, where a Docker engine is.
ALL_TESTS := $(if $(STACK),,-m "not stack")

.PHONY: help run install test check score score-accept bench chaos fuzz rules docs format lock stack clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: .venv/installed  ## build .venv, so that .venv/bin/diplowire runs

run: .venv/installed  ## start the whole system, post the samples, show their events; Ctrl-C stops it
	@exec $(BIN)/diplowire up --samples samples

test: .venv/installed-dev  ## all tests, with real Redis, SQLite, PostgreSQL, services and worker
	$(BIN)/python -m pytest -q $(ALL_TESTS)

stack: .venv/bin/python  ## the containers: build, start, post the samples, read their events back, take down (needs Docker)
	@$(BIN)/python docker/stack.py

check: .venv/installed-dev  ## format, lint, types, imports and the tests that need no service
	$(BIN)/ruff format --check shared services tests benchmarks docker docs
	$(BIN)/ruff check shared services tests benchmarks docker docs
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q $(FAST_TESTS)

score: .venv/installed-dev  ## how well articles are read: scores per field and set, calls gained and lost
	@$(BIN)/python -m benchmarks.run

score-accept: .venv/installed-dev  ## the same, and keep these scores to compare with and in docs/reference/scores.md
	@$(BIN)/python -m benchmarks.run --accept
	@$(BIN)/python -m docs.generate

bench: .venv/installed-dev  ## how fast, beside bare spaCy, Flask and Redis in the same run; one row: make bench ROWS=delivery
	@$(BIN)/python -m benchmarks.bench $(ROWS)

chaos: .venv/installed-dev  ## faults of every kind for 20 minutes and 20,000 articles, on SQLite and on PostgreSQL: what is lost or doubled
	@$(BIN)/python -m tests.chaos

fuzz: .venv/installed-dev  ## odd input to both services and to the extractor for 30 minutes: what breaks; MINUTES=5 for less
	@$(BIN)/python -m benchmarks.fuzz --minutes $(or $(MINUTES),30)

rules: .venv/installed-dev  ## sort and check the tables; tell overlaps, and rows that no test or gold article uses
	@$(BIN)/python -m benchmarks.tables

docs: .venv/installed-dev  ## write the reference in docs/reference/ anew from the code
	@$(BIN)/python -m docs.generate

format: .venv/installed-dev  ## put the code into its one shape
	$(BIN)/ruff check --fix --exit-zero shared services tests benchmarks docker docs
	$(BIN)/ruff format shared services tests benchmarks docker docs

lock: .venv/installed-dev  ## write the hashed requirements anew after pyproject.toml changed (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements.txt
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q \
	  -c requirements.txt -o requirements-dev.txt

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed."; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(not (3, 11) <= v < (3, 14) and f"Python 3.11 to 3.13 is needed, {sys.executable} is {v[0]}.{v[1]}.")'
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt pyproject.toml | .venv/bin/python
	$(PIP) install -q --require-hashes -r requirements.txt
	$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	$(PIP) install -q --require-hashes -r requirements-dev.txt
	@touch $@

clean:  ## remove .venv, var and caches
	rm -rf .venv var build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
