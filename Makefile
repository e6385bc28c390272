# make run and make test need nothing but Python 3.11 to 3.13 with pip, git and make.
# Another Python than python3: make run PYTHON=python3.13 (remove .venv first).

PYTHON ?= python3
BIN = .venv/bin
# Debian's Python may come without ensurepip; its pip can then install into .venv from outside.
PIP = $(shell test -x $(BIN)/pip && echo $(BIN)/pip || echo $(PYTHON) -m pip --python $(BIN)/python)
# The locks name every package: pip installs what they say, and resolves nothing.
RUNTIME = .venv/.runtime
DEVELOPMENT = .venv/.development
# By these tests alone, every line of app/inputs, app/model and app/answers is run.
MEASURED = tests/inputs tests/model tests/answers
BESIDE = .venv/.measured
# What writes the list of packages has packages of its own, which are none of ours.
TOOLS = .venv/tools
SBOM = sbom.cdx.json
LONG = benchmarks/scale.py benchmarks/mutants.py benchmarks/by_hand.py

# Every process of the tests would compile the app and rewrite the tests anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run setup test check docs format bench fuzz screenshots sbom lock clean

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' $(MAKEFILE_LIST)

run: $(RUNTIME) ## set up what is missing, then serve on http://127.0.0.1:8000
	$(BIN)/crossover serve

setup: $(DEVELOPMENT) ## prepare everything for run, test and check; start nothing

test: $(DEVELOPMENT) ## set up what is missing, then run every test
	@tests/install_system_packages.sh
	@echo '$(MEASURED): beside the others; what they say comes last'
	@$(BIN)/pytest $(MEASURED) --cov >$(BESIDE) 2>&1 & beside=$$!; \
	$(BIN)/pytest $(MEASURED:%=--ignore %) --numprocesses 3 --dist loadscope --no-loadscope-reorder; \
	others=$$?; wait $$beside; beside=$$?; cat $(BESIDE); exit $$((others | beside))

check: $(DEVELOPMENT) ## format, lint, strict types, import contracts, known vulnerabilities
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check
	$(BIN)/python .ci/audit.py

docs: $(DEVELOPMENT) ## write the inputs and formulas in docs/model.md anew, from the code
	$(BIN)/python docs/generate.py

format: $(DEVELOPMENT) ## rewrite the code as check wants it
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(DEVELOPMENT) ## run every benchmark but the long ones, benchmarks/scale.py and mutants.py
	@for file in $(filter-out $(LONG),$(wildcard benchmarks/*.py)); do \
		echo "== $$file"; $(BIN)/python "$$file" || exit 1; \
	done

screenshots: $(DEVELOPMENT) ## take the pictures in docs/screenshots anew
	@tests/install_system_packages.sh
	$(BIN)/python -m tests.browser.screenshots

fuzz: $(DEVELOPMENT) ## look for rare failures, for about an hour
	$(BIN)/pytest tests/fuzz tests/durability tests/model/test_reference.py \
		tests/model/test_properties.py tests/pages tests/api \
		tests/feeds tests/scenarios tests/web tests/operations --hypothesis-profile=long

sbom: $(BIN)/python ## write sbom.cdx.json, the list of what is installed to serve (CycloneDX)
	$(BIN)/python -m venv --without-pip $(TOOLS)
	$(or $(wildcard $(BIN)/pip),$(PYTHON) -m pip) --python $(TOOLS)/bin/python install --quiet \
		--requirement .ci/sbom.txt
	$(TOOLS)/bin/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml \
		--output-reproducible --output-format JSON --output-file $(SBOM)

lock: ## write both requirements files anew from pyproject.toml; needs uv
	uv lock --upgrade --quiet
	uv export --quiet --frozen --no-emit-project --no-header --no-default-groups --group build \
		--format requirements.txt --output-file requirements.lock
	uv export --quiet --frozen --no-emit-project --no-header --group build --group dev \
		--format requirements.txt --output-file requirements-dev.lock
	rm uv.lock

clean: ## remove the environment and the caches; the database stays
	find . -name __pycache__ -prune -exec rm -rf {} +
	rm -rf .coverage .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
		{ echo 'Crossover needs Python 3.11 to 3.13; choose one with: make PYTHON=python3.13'; exit 1; }
	$(PYTHON) -m venv .venv || $(PYTHON) -m venv --clear --without-pip .venv

$(RUNTIME): $(BIN)/python requirements.lock pyproject.toml
	$(PIP) install --quiet --no-deps --require-hashes --requirement requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEVELOPMENT): $(RUNTIME) requirements-dev.lock
	$(PIP) install --quiet --no-deps --require-hashes --requirement requirements-dev.lock
	@touch $@
