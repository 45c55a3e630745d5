# Everything there is to do here. `make` alone lists it.
#
# Needs Python 3.11 or newer and nothing else: packages go into .venv and node_modules, Node.js comes
# from a Python wheel where the machine has none. Nothing here names where packages come from, so
# your own mirror works. A second call does only what changed.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# A machine's own pip settings may send packages elsewhere; ours always go into .venv.
export PIP_USER := 0
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

BIN := .venv/bin
# Python compiles what is used when it is first used; compiling everything costs a fifth of the first run.
PIP := $(BIN)/python -m pip --quiet install --no-compile
NODE := tools/with-node
VITE := $(NODE) node_modules/.bin/vite
DIST := server/footbridge/static/dist
WEB := $(shell find web service-worker -type f -not -name '*.test.ts' -not -name '*.test.tsx' 2>/dev/null)
CODE := server tests tools

.PHONY: help run test check build dev screenshots bench-sync bench-push format lock clean
.PHONY: run-python dev-python check-python check-web browsers

help:
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## start a demo program on http://127.0.0.1:8000 (FOOTBRIDGE_PORT)
	@$(MAKE) --silent --no-print-directory --jobs=2 run-python build
	@exec $(BIN)/footbridge demo

test: dev-python build browsers ## run every test, on SQLite and PostgreSQL and in real browsers
	$(NODE) node_modules/.bin/vitest run
	PYTHONPATH=tools $(BIN)/pytest -p no_skips

check: dev-python node_modules/.package-lock.json ## run what is quick: formats, lint, types, layers, quick tests
	@tools/check-locks
	@$(MAKE) --no-print-directory --jobs=2 check-python check-web

build: $(DIST)/sw.js ## build the app for phones into the server's static folder

dev: run-python node_modules/.package-lock.json ## server and web with reload, on http://127.0.0.1:5173
	@$(BIN)/python tools/dev.py

screenshots: dev-python build browsers ## take the README's screenshots again, from a demo program
	$(BIN)/python tools/screenshots.py

bench-sync: dev-python build ## measure sync; the last line is JSON
	@$(BIN)/python -m tests.bench.sync

bench-push: dev-python build ## measure push against its own floor and its peers; the last line is JSON
	@$(NODE) npm ci --prefix tests/bench/peers --loglevel=error
	@$(NODE) $(BIN)/python -m tests.bench.push

format: dev-python node_modules/.package-lock.json ## put code and imports in order
	$(BIN)/ruff check --fix-only --quiet $(CODE)
	$(BIN)/ruff format $(CODE)
	$(NODE) node_modules/.bin/biome check --write

lock: dev-python ## write the lock files anew after a change of requirements/*.in or package.json
	tools/lock

clean: ## remove what make made; your data in instance/ stays
	rm -rf .venv node_modules $(DIST) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# What the targets above stand on.

run-python: .venv/.run-ready
dev-python: .venv/.dev-ready

check-python:
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest --quiet tests/rules

check-web:
	$(NODE) node_modules/.bin/tsc --build
	$(NODE) node_modules/.bin/biome ci --colors=off
	$(NODE) node_modules/.bin/vitest run --exclude '**/storm.test.ts'

browsers:
	@tools/browsers

.venv/bin/pip:
	@tools/make-venv

.venv/.run-ready: requirements/run.txt pyproject.toml | .venv/bin/pip
	@echo 'Installing Python packages…'
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev-ready: requirements/dev.txt pyproject.toml | .venv/bin/pip
	@echo 'Installing Python packages, for tests too…'
	@$(PIP) --require-hashes -r requirements/dev.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch .venv/.run-ready $@

# npm writes this file last, so it tells both that all is there and since when.
node_modules/.package-lock.json: package-lock.json package.json .npmrc | .venv/bin/pip
	@echo 'Installing web packages…'
	@$(NODE) npm ci --loglevel=error
	@touch $@

$(DIST)/sw.js: node_modules/.package-lock.json $(WEB)
	@echo 'Building the app…'
	@$(VITE) build --config web/vite.config.ts --logLevel warn
	@$(VITE) build --config service-worker/vite.config.ts --logLevel warn
	@touch $@
