# Every command that people and machines use. Nothing but python3, make and the package registries is needed.
PYTHON ?= python3
UV := .uv/bin/uv
RUN := .venv/bin
export UV_PROJECT_ENVIRONMENT := .venv
export UV_PYTHON := $(PYTHON)
# What is not compiled when it is installed is compiled at each start, where bytecode may not be written.
export UV_COMPILE_BYTECODE := 1

.PHONY: help serve install install-dev test bench soak screenshots format clean

help: ## say what each command does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

serve: install ## install, load what ships if the store is empty, and serve
	@$(COMPILE)
	@$(RUN)/policygraph serve

$(UV):
	@$(PYTHON) -m venv .uv
	@.uv/bin/pip install --quiet --disable-pip-version-check 'uv>=0.9'

COMPILE := $(RUN)/python -m compileall -q ontology shapes data graph api
WEB := web/package-lock.json web/vite.config.js $(wildcard web/src/*)

.venv/.installed: $(UV) pyproject.toml uv.lock $(WEB)
	@$(UV) sync --quiet --locked --no-dev --inexact
	@$(COMPILE)
	@touch $@

.venv/.installed-dev: $(UV) pyproject.toml uv.lock $(WEB)
	@$(UV) sync --quiet --locked
	@$(COMPILE)
	@touch $@ .venv/.installed

install: .venv/.installed ## make .venv with the locked dependencies

install-dev: .venv/.installed-dev ## the same with what the tests need

test: install-dev ## run every check and every test
	@$(RUN)/python tests/run_all.py

bench: install-dev ## run all benchmarks, which takes hours, or one: NAME=load, alignment, pages, import, endpoint, proposals, million
	@$(COMPILE)
	@$(RUN)/python -m bench $(NAME)

soak: install-dev ## run the fault tests in full length
	@POLICYGRAPH_SOAK=true $(RUN)/python -m pytest -m soak

screenshots: install-dev ## take the pictures of the pages in docs/screenshots anew
	@$(RUN)/python tests/browser_screenshots.py

format: install-dev ## format the code and mend what the linter can
	@$(RUN)/ruff format .
	@$(RUN)/ruff check --fix .

clean: ## remove what was built, never the store in var/
	@rm -rf .venv .uv .sssom dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
