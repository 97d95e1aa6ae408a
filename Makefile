# `make run` shows the dashboard, `make test` proves it; each does all its own set-up first.
# `make help` lists the rest.

VENV   := .venv
# The frameworks that `make bench` compares the pages to.
BENCH  := .venv-bench
PYTHON := $(VENV)/bin/python
PORT   ?= 8501
# Servers behind nginx, and the address it listens on: 0.0.0.0 for everybody.
REPLICAS ?= 3
LISTEN ?= 127.0.0.1
# Tests run at once.
JOBS   ?= 2
# Where `make pictures` puts them.
OUT    ?= pictures

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help run serve hosting test lint format unit journeys coverage browser slow pictures docs bench score lock sbom clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp ## the dashboard in a browser; PORT=8501
	$(PYTHON) -m streamlit run serve.py --server.address localhost --server.port $(PORT)

serve: $(VENV)/run.stamp ## the same as a public server, with limits and its interface; PORT=8501
	$(PYTHON) -m streamlit run serve.py --server.headless true --server.port $(PORT)

hosting: $(VENV)/run.stamp ## as many servers as you like behind nginx, on this machine; PORT=8501 REPLICAS=3
	@command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || $(call debian,nginx-light) || true
	$(PYTHON) deploy/hosting.py --listen $(LISTEN):$(PORT) --replicas $(REPLICAS)

test: lint unit journeys ## everything but the slow suites

lint: $(VENV)/test.stamp ## ruff, mypy and bandit
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(PYTHON) -m bandit --quiet --recursive exposure pages deploy app.py serve.py

format: $(VENV)/test.stamp ## mend what ruff can mend
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

unit: $(VENV)/test.stamp ## tests without a browser, doctests
	$(PYTHON) -m pytest -n $(JOBS) -m "not browser and not slow"

journeys: $(VENV)/test.stamp browser ## tests in a browser
	$(PYTHON) -m pytest -n $(JOBS) -m "browser and not slow" tests/browser

coverage: $(VENV)/test.stamp ## the same tests as unit, and how much of the program they run
	$(PYTHON) -m pytest -n $(JOBS) -m "not browser and not slow" --cov

slow: $(VENV)/test.stamp browser ## the suites that take minutes
	$(PYTHON) -m pytest -n $(JOBS) -m "slow and not browser" --hypothesis-profile=slow
	$(PYTHON) -m pytest -n $(JOBS) -m "slow and browser" tests/browser

pictures: $(VENV)/test.stamp browser ## every page, both themes, three widths; OUT=pictures
	$(PYTHON) tests/browser/pictures.py $(OUT)

score: $(VENV)/test.stamp ## how well drafts are checked: recall and false alarms as a table
	$(PYTHON) -m benchmarks.score

bench: $(VENV)/test.stamp $(BENCH)/peers.stamp browser ## speed beside other frameworks; PARTS="repaint cold"
	$(PYTHON) -m benchmarks $(PARTS)

docs: $(VENV)/test.stamp browser ## the pictures of the README
	$(PYTHON) tests/browser/pictures.py docs --window --width 1280 --theme light --page home
	$(PYTHON) tests/browser/pictures.py docs --window --width 1280 --theme dark --page LTV \
		--query "new_investment_usd_bn=30&round_others_usd_bn=80"
	$(PYTHON) tests/browser/pictures.py docs --window --width 1280 --theme light --page Check_a_draft \
		--draft docs/draft.md

lock: $(VENV)/test.stamp ## requirements.lock anew: every package with its hashes
	$(PYTHON) -m uv pip compile requirements.txt --universal --python-version 3.11 --generate-hashes \
		--no-annotate --quiet --custom-compile-command "make lock" --output-file requirements.lock

sbom: $(VENV)/test.stamp ## the bill of materials of what is installed, CycloneDX: sbom.json
	$(PYTHON) -m cyclonedx_py requirements --output-reproducible --output-file sbom.json requirements.lock

clean: ## forget the virtual environment and every cache
	rm -rf $(VENV) $(BENCH) $(OUT) .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

# ---------------------------------------------------------------------------------------- set-up
# Each stamp is made once its step has worked, so a second run is quick and a broken one starts again.
# What is imported is compiled then: to compile all that is installed takes as long as the rest.

# uv needs a third of the time of pip, which takes over where uv has no wheel or finds no index.
UV := $(shell grep '^uv==' requirements-dev.txt)
install = $(PYTHON) -m pip install --quiet --no-compile $(UV) 2>/dev/null && \
	$(PYTHON) -m uv pip install --quiet --python $(PYTHON) $(1) 2>/dev/null || \
	$(PYTHON) -m pip install --quiet --no-compile $(1)

$(VENV)/run.stamp: $(VENV)/python.stamp requirements.txt
	@echo "Installing requirements.txt"
	@$(call install,-r requirements.txt)
	@touch $@

$(VENV)/test.stamp: $(VENV)/python.stamp requirements.txt requirements-dev.txt
	@echo "Installing requirements-dev.txt"
	@$(call install,-r requirements-dev.txt)
	@touch $(VENV)/run.stamp $@

$(BENCH)/peers.stamp: $(VENV)/python.stamp benchmarks/requirements.txt
	@echo "Installing benchmarks/requirements.txt"
	@[ -x $(BENCH)/bin/python ] || $(PYTHON) -m venv $(BENCH)
	@$(BENCH)/bin/python -m pip install --quiet -r benchmarks/requirements.txt
	@touch $@

# A Python is run before it is believed: a version manager's stub answers to python3.13 with nothing
# behind it, and Debian's python3 comes without the part that makes virtual environments.
SUPPORTED := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
FIND = for python in python3.13 python3.12 python3.11 python3; do \
		$$python -c '$(SUPPORTED)' >/dev/null 2>&1 && break; python=; done; [ -n "$$python" ]

$(VENV)/python.stamp:
	@if $(PYTHON) -c 'import pip; $(SUPPORTED)' 2>/dev/null; then touch $@; exit; fi; \
	$(FIND) || { $(call debian,python3 python3-venv) && $(FIND); } || { \
		echo "No Python 3.11, 3.12 or 3.13 that can make a virtual environment was found." >&2; \
		echo "On Debian 12 or later: apt-get install python3 python3-venv" >&2; exit 1; }; \
	echo "Making $(VENV) with $$($$python --version)"; \
	$$python -m venv --clear $(VENV) && touch $@

# The driver of the browser is a Node.js that needs libatomic1, which a bare Debian lacks. The shell
# is chromium without its window: tests prefer it, and it is asked for where they run unattended.
BROWSER := chromium chromium-headless-shell fonts-noto-cjk libatomic1
browser: $(VENV)/test.stamp
	@$(PYTHON) tests/browser/harness.py 2>/dev/null | grep -q "$${CI:+shell}" || $(call debian,$(BROWSER)) || true
	@$(PYTHON) tests/browser/harness.py

# Install Debian packages where that is allowed: as root, or by a sudo that asks for no password.
debian = ( as=; [ "$$(id -u)" = 0 ] || as="sudo -n"; \
	command -v apt-get >/dev/null && $$as true 2>/dev/null && echo "Installing $(1)" && \
	$$as apt-get -qq update && $$as env DEBIAN_FRONTEND=noninteractive \
		apt-get -qq -y --no-install-recommends install $(1) >/dev/null )
