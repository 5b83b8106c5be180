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

bench: setup # BENCH_KIT=FOLDER lets tracer join another kit
	@$(BIN)/python -m tests.benchmarks $(ARGS)

# Long proofs. Each fault many times: ARGS="--times 50 --seed 1 --only kills_browser"; PROOF=neighbours: many tests of
# other plugins of pytest beside journeys.
prove: setup
	@$(BIN)/python -m tests.proofs$(if $(PROOF),.$(PROOF)) $(ARGS)

pins: # Renew requirements/*.txt from pyproject.toml with the newest versions
	@sh .ci/pins
