# Needs python3 (3.11 or newer), make and a package registry; everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CODE := core storage mail tui ttydesk.py tests
WORKERS ?= 3

.DEFAULT_GOAL := help
.PHONY: help demo run dev test check format bench pictures lock clean

help: ## say what can be made
	@echo "make WHAT, where WHAT is one of:"
	@sed -n 's/^$$(VENV):/.venv:/; s/^\([a-z.]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F'\t' '{ printf "  %-10s %s\n", $$1, $$2 }'

# Each stamp is written last and is newer than what it was made from, so a second run does nothing.
$(VENV)/made:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ttydesk needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/runs: requirements.txt pyproject.toml | $(VENV)/made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/tests: requirements-dev.txt $(VENV)/runs
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.PHONY: $(VENV)
$(VENV): $(VENV)/tests ## the environment with all that tests and checks need

demo: $(VENV)/runs ## open a desk full of realistic tickets, thrown away after
	@$(BIN)/ttydesk demo $(ARGS)

run: $(VENV)/runs ## open your own desk
	@$(BIN)/ttydesk $(ARGS)

dev: $(VENV)/tests ## open your own desk, styles reload as you edit them
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/textual run --dev --command "ttydesk $(ARGS)"

test: $(VENV)/tests ## run the tests; ONLY=tests/core runs a part
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ONLY)

check: $(VENV)/tests ## format, lint, types and layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports

format: $(VENV)/tests ## put the code in its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/tests ## measure; ONLY=inbox runs a part, TICKETS=1000000 on so large a desk, ENGINE=sqlite on one engine, SESSIONS=20 with so many people over SSH
	$(if $(SESSIONS),SESSIONS=$(SESSIONS)) $(BIN)/python -m tests.bench $(if $(TICKETS),--tickets $(TICKETS)) $(if $(ENGINE),--engine $(ENGINE)) $(ONLY)

pictures: $(VENV)/tests ## draw the pictures of the documentation
	$(BIN)/python -m tests.pictures

LOCK = build/lock/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --custom-compile-command "make lock"

lock: build/lock/bin/uv ## choose versions anew; UPGRADE=--upgrade takes the newest
	echo hatchling | $(LOCK) $(UPGRADE) --output-file requirements.txt pyproject.toml -
	echo hatchling | $(LOCK) $(UPGRADE) --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml -

build/lock/bin/uv:
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv

clean: ## take away all that was made here
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis snapshot_report.html
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
