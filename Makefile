# Two commands matter: `make demo` and `make test`. The rest serves them.
PYTHON ?= python3.11
ifeq (, $(shell command -v $(PYTHON) 2>/dev/null))
PYTHON := python3
endif
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8000
CHECK  ?=
PIP    := $(BIN)/pip --disable-pip-version-check

.PHONY: demo test check lint types imports pytest bench browser postgres clean

demo: $(VENV)/.runtime
	$(BIN)/candidatheque demo --port $(PORT) $(if $(CHECK),--check)

test: $(VENV)/.dev browser postgres
	$(MAKE) check

check: lint types imports pytest

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

imports:
	$(BIN)/lint-imports

pytest:
	OMP_NUM_THREADS=1 $(BIN)/pytest -n 2

bench: $(VENV)/.dev
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.bench $(BENCH)

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# Python compiles what it imports when it imports it: compiling all of it beforehand costs
# 110 MB and a minute.
$(VENV)/.runtime: pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet --no-compile --editable .
	touch $@

# torch first and alone: where pip finds a CPU build, nothing of CUDA is downloaded.
$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet torch==2.13.0
	$(PIP) install --quiet --editable '.[dev]'
	touch $@ $(VENV)/.runtime

# The browser tests drive Debian's chromium; it is installed where that is allowed.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } || \
	  { echo "Les tests de navigateur demandent chromium : installez le paquet « chromium »." >&2; exit 1; }

# The tests start a PostgreSQL of their own; its programmes are installed where that is allowed.
postgres:
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; } || \
	  { echo "Les tests de base demandent PostgreSQL : installez le paquet « postgresql »." >&2; exit 1; }

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
