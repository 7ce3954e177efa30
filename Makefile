# The commands a stranger needs. Everything is installed below this folder; data lives in var/ (LMS_DATA_DIR).
SHELL := /bin/bash
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
DATA := $(or $(LMS_DATA_DIR),var)
WORKERS ?= 1
CATALOGUES := $(wildcard lms/locale*/ko/LC_MESSAGES/*.po)
DEMO_PASSWORD ?= friendly-counter-2026
export PORT DEMO_PASSWORD WORKERS
# Our modules are compiled once, not by each of the twenty processes that the tests start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-postgresql check bench rush messages clean

run: export DJANGO_SETTINGS_MODULE ?= lms.settings.dev
run: $(VENV)/.runtime node_modules/.installed $(CATALOGUES:.po=.mo)
	@$(PY) manage.py prepare
	@echo
	@echo "  친절배움터: http://localhost:$(PORT)/"
	@echo "  Accounts: learner, manager, outsider, trainer, hr, admin; password: $(DEMO_PASSWORD)"
	@echo
	@exec $(VENV)/bin/honcho start

test: $(VENV)/.dev node_modules/.installed $(CATALOGUES:.po=.mo)
	@.ci/system test
	# Two workers have the journeys, two the rest.
	$(PY) -m pytest -n 4

test-postgresql: $(VENV)/.dev node_modules/.installed $(CATALOGUES:.po=.mo)
	DATABASE_URL=$${POSTGRES_URL:-postgres://postgres@127.0.0.1:5432/postgres} $(PY) -m pytest -n 2 -m "not browser" --ignore tests/architecture

check: $(VENV)/.dev node_modules/.installed $(CATALOGUES:.po=.mo)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/djlint templates --lint --quiet
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy lms campaigns
	DJANGO_SETTINGS_MODULE=lms.settings.test $(PY) manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=lms.settings.test $(PY) manage.py check
	$(PY) -m pytest -q tests/architecture

bench: $(VENV)/.dev node_modules/.installed $(CATALOGUES:.po=.mo)
	@$(PY) -m tests.bench $(BENCH)

rush: $(VENV)/.dev node_modules/.installed $(CATALOGUES:.po=.mo)
	@$(PY) -m tests.bench.rush $(RUSH)

messages: $(VENV)/.runtime
	$(PY) manage.py makemessages -l ko --no-location --no-wrap -i $(VENV) -i node_modules -i var -i tests -i docs

clean:
	rm -rf $(VENV) node_modules var

$(VENV)/.runtime: requirements.txt .ci/system .ci/python
	@.ci/system run
	@test -x $(PY) || "$$(.ci/python)" -m venv $(VENV)
	@echo "Installing Python packages"
	@$(VENV)/bin/pip install -q --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt
	@echo "Installing test and check tools"
	@$(VENV)/bin/pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@

node_modules/.installed: package-lock.json
	@command -v npm >/dev/null || { echo "Missing npm: install Node.js 18 or newer with its npm." >&2; exit 1; }
	@echo "Installing front-end packages"
	@npm ci --silent --ignore-scripts
	@touch $@

%.mo: %.po
	@msgfmt --check-format -o $@ $<
