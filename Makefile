# Kaname: `make` alone lists what can be made. Every target does its own set-up.
.DEFAULT_GOAL := help
.PHONY: help demo test check bench format lock messages vendor
PY := .venv/bin/python
SOURCES := src tests bench

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: .stamps/run ## serve the demo organisation at http://127.0.0.1:8000
	@.venv/bin/kaname demo

# What never touches the ledger, what pages share and do in a browser, commands, and the demo, which is served from
# SQLite, are the same on either database.
ONCE := tests/measures tests/connectors tests/facts tests/browser tests/web tests/demo tests/config/test_commands.py

# A file's tests stay in one process, in our order: what they share is made once, and what takes longest begins first.
PYTEST := $(PY) -m pytest -n auto --dist loadscope --no-loadscope-reorder

test: .stamps/dev ## run every test on SQLite, and those of the ledger on PostgreSQL, the first of many cases
	$(PYTEST)
	scripts/with-postgres $(PYTEST) $(ONCE:%=--ignore=%)

check: .stamps/dev ## lint, types, import contracts, templates, translations
	scripts/check

bench: .stamps/dev ## measure speed; the figures stand in bench/README.md
	$(PY) -m bench

format: .stamps/dev ## format code and templates
	.venv/bin/ruff format $(SOURCES)
	.venv/bin/ruff check --fix $(SOURCES)
	git ls-files -z 'src/**.html' | xargs -0 .venv/bin/djade --target-version 5.2

lock: .stamps/dev ## renew the locked dependencies
	scripts/lock

messages: .stamps/dev ## collect texts to translate into each slice's catalogue
	scripts/messages

vendor: ## renew the browser assets from npm
	scripts/vendor

.stamps/run: requirements.lock pyproject.toml $(wildcard src/kaname/*/locale/*/LC_MESSAGES/*.po)
	@scripts/setup run

.stamps/dev: requirements-dev.lock pyproject.toml $(wildcard src/kaname/*/locale/*/LC_MESSAGES/*.po)
	@scripts/setup dev
