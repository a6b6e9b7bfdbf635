# Two commands are enough: `make run` and `make test`. The rest is for who builds on.
# Every step that was interrupted is done again: its stamp is written only at success.

PORT ?= 8000
export PORT
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
PY := .venv/bin/python
# Two at a time; a test has its own database in each.
PYTEST_ARGS ?= -n 2
export PATH := $(CURDIR)/.venv/bin:$(PATH)
BRONNEN := $(shell find assets -path assets/dist -prune -o -print 2>/dev/null)

.PHONY: run test check prestaties audit reset lock python-versie poort help
.NOTPARALLEL:
.DELETE_ON_ERROR:

run: poort .venv/.demo assets/dist/.gebouwd ## the whole portal on this machine; PORT=8001 make run for another port
	@$(PY) manage.py demo

test: .venv/.dev assets/dist/.gebouwd ## every test, on a real PostgreSQL
	$(PY) -m pytest $(PYTEST_ARGS)

check: .venv/.dev assets/dist/.gebouwd ## everything that can be checked without running the tests
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo
	$(PY) -m djlint templates --lint --quiet
	$(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run --settings wijkportaal.settings.test
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))') \
	DATABASE_URL=postgres://u:p@localhost/x REDIS_URL=redis://localhost:6379/0 \
	ALLOWED_HOSTS=wijken.example BASIS_URL=https://wijken.example \
	DJANGO_SETTINGS_MODULE=wijkportaal.settings.productie $(PY) manage.py check --deploy --fail-level WARNING
	$(PY) manage.py regels --check
	$(PY) manage.py rechten --check --settings wijkportaal.settings.test

prestaties: .venv/.dev ## how fast the ledger books; BOEKINGEN=1000000 for the whole growth
	$(PY) -m tests.prestaties.grootboek

audit: .venv/.dev ## known holes in what we depend on (asks the network)
	$(PY) -m pip_audit --require-hashes -r requirements-dev.txt

reset: .venv/.demo ## throw away the demo's data, after asking
	@$(PY) manage.py reset

lock: .venv/.dev ## pin the dependencies of pyproject.toml again
	CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) --extra dev -o requirements-dev.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) -c requirements-dev.txt -o requirements.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) -c requirements-dev.txt --extra demo -o requirements-demo.txt pyproject.toml

LOCK = $(PY) -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1 — /p' $(MAKEFILE_LIST)

python-versie:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 of nieuwer is nodig (is needed). Zet PYTHON=/pad/naar/python3.11"; exit 1; }

poort: python-versie
	@$(PYTHON) wijkportaal/poort.py $(PORT)

# An installation that was broken off may look complete to pip: without the mark `.heel` all is made anew.
define installeer
	@echo "Python-onderdelen installeren ($<) …"
	@test -f .venv/.heel || $(PYTHON) -m venv --clear .venv
	@rm -f .venv/.heel
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch .venv/.heel
endef

.venv/.demo: requirements-demo.txt | python-versie
	$(installeer)
	@touch $@

.venv/.dev: requirements-dev.txt | python-versie
	$(installeer)
	@touch .venv/.demo $@

node_modules/.geinstalleerd: package.json package-lock.json | .venv/.demo
	@echo "Stijl en scripts: onderdelen installeren …"
	@npm ci --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@

assets/dist/.gebouwd: node_modules/.geinstalleerd $(BRONNEN)
	@echo "Stijl en scripts bouwen …"
	@npm run --silent build
	@touch $@
