# Each target does all its own set-up: a machine with Python, pip and make is enough.
PYTHON ?= python3
BIN := .venv/bin
ORGANISATION ?= college

# Else every program that a test starts compiles the product anew, and every run the tests.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check bench clean

# What decides, and what of it can be seen without running anything: for while one is working.
DECISIONS := tests/schema tests/deadlines tests/matching tests/people tests/documents/test_names.py tests/documents/test_phrases.py \
	tests/roadmaps tests/jobs/runner/test_deciding.py tests/jobs/matching/test_trials.py

demo: .venv/installed
	$(BIN)/nastavnik demo --data demo --organisation $(ORGANISATION)

check: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/deptry .
	$(BIN)/pytest -n auto --dist worksteal $(DECISIONS)

test: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/deptry .
	$(BIN)/pytest -n auto --dist worksteal

bench: .venv/plotting .venv-peers/installed
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv .venv-peers demo .mypy_cache .ruff_cache .pytest_cache

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	touch $@

.venv/plotting: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]'
	touch $@

# Apart, so that what only a comparison needs stays out of what the product runs with.
.venv-peers/installed: constraints.txt
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt mentor-match
	touch $@
