# Each target sets up what it needs in a private .venv, and is quick when nothing has changed.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: venv demo test quick bench format

venv: .venv/ready

.venv/ready: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev]'
	touch $@

# A sample class of 24, graded with nbgrader's own commands; fails if a score is not as known.
demo: venv
	$(BIN)/grader demo

# Everything that is promised. `make quick` leaves the slow tests out.
test: venv
	$(BIN)/python -m pytest

quick: venv
	$(BIN)/python -m pytest -m 'not slow'

bench: venv
	$(BIN)/python -m benchmarks

format: venv
	$(BIN)/ruff format
	$(BIN)/ruff check --fix
