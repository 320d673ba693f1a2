# Everything happens inside .venv: nothing is installed outside this folder.
# A particular Python: make PYTHON=python3.12 test

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := build/demo

.DEFAULT_GOAL := help
.PHONY: help demo test test-fast lint format examples check-examples bench clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.installed ## Compile an example into build/demo and show what was made
	@$(BIN)/landbridge compile examples/complete/spec.yaml --out $(DEMO)
	@echo
	@echo "Terraform is in $(DEMO); begin with $(DEMO)/LANDBRIDGE.md and $(DEMO)/modules/kms/main.tf."
	@if command -v terraform >/dev/null; then \
	  echo "To check it, without credentials; what a plan needs besides stands in LANDBRIDGE.md:"; \
	  echo "  terraform -chdir=$(DEMO) init && terraform -chdir=$(DEMO) validate"; \
	fi

test: lint ## Run all checks and tests, those with the real terraform too
	$(BIN)/pytest

test-fast: $(VENV)/.developed ## Run the tests that need no terraform
	$(BIN)/pytest -m "not terraform"

lint: $(VENV)/.developed ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.developed ## Lay out the code and mend what can be mended by machine
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

examples: $(VENV)/.developed ## Write the schema, and compile every example into modules/
	@$(BIN)/landbridge schema > landbridge.schema.json
	@$(BIN)/python -m tests.examples

check-examples: $(VENV)/.developed ## Fail where modules/ is not what the examples compile to
	@$(BIN)/python -m tests.examples --check

bench: $(VENV)/.developed ## Measure the compiler next to its peers
	$(BIN)/python benchmarks/run.py

clean: ## Remove what was built and cached; .venv stays
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find compiler tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps make repeated calls cost nothing, and a changed pyproject.toml installs anew.
$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Landbridge needs Python 3.11 or newer, not %d.%d: make PYTHON=python3.12" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.developed: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@
