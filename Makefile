# Two commands: make run, make test. Everything else helps those who change the house.
PYTHON ?= python3
PORT ?= 8000
DB ?= sqlite:///tongguan.db
MINUTES ?= 60
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test check bench fuzz pictures docs lock clean

help: ## what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

.stamps/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "The venv module is missing; on Debian: apt install python3-venv"; exit 1; }
	@mkdir -p .stamps && touch $@

.stamps/run: .stamps/python requirements/run.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing the locked dependencies"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.stamps/dev: .stamps/run requirements/dev.txt
	@echo "installing the locked tools of development"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

run: .stamps/run ## set up, load the demo office, serve the workbench (PORT=8000)
	@if [ -e .stamps/demo-unfinished ]; then echo "the last load of the demo office was cut off: loading afresh"; \
		$(BIN)/tongguan demo --db $(DB) --reset; else touch .stamps/demo-unfinished; $(BIN)/tongguan demo --db $(DB); fi
	@rm -f .stamps/demo-unfinished
	@$(BIN)/tongguan serve --db $(DB) --port $(PORT)

test: .stamps/dev ## set up and run every test
	@sh scripts/system-packages
	@$(BIN)/python -m pytest -n auto --dist loadfile

check: .stamps/dev ## format, lint, types, import contract
	@$(BIN)/ruff format --check src tests bench
	@$(BIN)/ruff check src tests bench
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: .stamps/dev ## the tables of measures, side by side in one run
	@$(BIN)/python -m bench

fuzz: .stamps/dev ## damaged files for every reader (MINUTES=60); what is answered badly lies in build/fuzz
	@$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

pictures: .stamps/dev ## the pictures of the documents anew, from the demo office
	@TONGGUAN_PICTURES=1 $(BIN)/python -m pytest tests/web/test_pictures.py

docs: .stamps/dev ## the reference made from data, and the site of all documents in build/site
	@$(BIN)/python -m docs.make
	@$(BIN)/sphinx-build -W --keep-going -q -c docs/site . build/site

lock: .stamps/dev ## new locked versions with hashes
	@cd requirements && for each in run dev; do ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade $$each.in -o $$each.txt; done

clean: ## remove what set-up made (databases stay)
	@rm -rf .venv .stamps .mypy_cache .ruff_cache .import_linter_cache .pytest_cache .hypothesis
