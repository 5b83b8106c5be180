# Every verb makes what it needs first: on a fresh clone `make demo` and `make test` are all there is to type.
.PHONY: setup demo test check bench prove pins
BIN = .venv/bin

setup: .venv/.ready

.venv/.ready: .ci/setup requirements/dev.txt pyproject.toml
	@sh .ci/setup

demo: setup
	@$(BIN)/tracer demo run

test: setup
	@$(BIN)/python -m pytest

check: setup
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports

bench prove: setup
	@if [ -d tests/$@ ]; then $(BIN)/python -m tests.$@; else echo "There is nothing to $@ yet."; fi

pins: # Renew requirements/*.txt from pyproject.toml with the newest versions
	@sh .ci/pins
