# make run     install, then start the bot (the sandbox, without a BOT_TOKEN)
# make test    install, then run every test
# make check   what CI runs: format, lint, types, import rules, tests
# make bench   throughput beside other bots (a few minutes), then the search among up to 300,000 briefings (an hour)
# make drill   crashes, outages and floods, with real processes (about half an hour); SEED=7 repeats the one of that seed

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
MANIFEST := pyproject.toml constraints.txt

.PHONY: run test check bench drill format lock clean

run: $(VENV)/installed
	@exec $(BIN)/python -m bot

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term

check: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

bench: $(VENV)/installed-dev
	$(BIN)/python -m bench
	$(BIN)/python -m bench.language
	$(BIN)/python -m bench.search

drill: $(VENV)/installed-dev
	$(BIN)/python -m drill $(if $(SEED),--seed $(SEED))

format: $(VENV)/installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Take the newest versions that pyproject.toml allows and pin them.
lock:
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --upgrade -e '.[dev]'
	$(BIN)/python -m pip freeze --exclude-editable > constraints.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage

$(VENV)/installed: $(MANIFEST)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or newer is needed: make run PYTHON=python3.12' >&2; exit 1; }
	@$(PIP) --version >/dev/null 2>&1 || $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) can't make a .venv: install its package for that (Debian, Ubuntu: apt install python3-venv)" >&2; exit 1; }
	@echo 'Installing into $(VENV) …'
	@$(PIP) --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@echo 'Installing what the tests need …'
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@
