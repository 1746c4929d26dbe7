# paylib: every command sets up what it needs first; `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help report test test-quick test-slow test-cluster bench lab lines notebooks data pictures lock clean

# Byte code is kept, also on a machine that says otherwise: every test of the command and every kernel is a new
# Python, and to compile pandas anew takes it three seconds.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BENCH_READY := $(VENV)/.bench-ready

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Set up once; again when the lock or the project's metadata changes. What was killed half-way has no $(READY), and the
# next one begins anew.
$(READY): requirements.lock pyproject.toml
	@echo "Setting up $(VENV) (once; about a minute) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "paylib needs Python 3.11 or newer")'
	@test -e $@ && $(BIN)/python -c "" || $(PYTHON) -m venv --clear $(VENV)
	@rm -f $@
	@$(BIN)/python -m pip install -qq --disable-pip-version-check "uv>=0.9,<1"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

# Spark and what else only benchmarks and clusters need, once they are asked for.
$(BENCH_READY): $(READY) requirements-bench.lock
	@echo "Adding Spark and what else benchmarks need (once) ..."
	@rm -f $(READY)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements-bench.lock
	@touch $(READY) $@

report: $(READY) ## run the notebooks on the real figures and write reports/
	@$(BIN)/paylib report

test: $(READY) ## run every test
	@$(BIN)/python -m ruff check --quiet .
	@$(BIN)/python -m ruff format --quiet --check .
	@$(BIN)/python -m pytest --nbval

test-quick: $(READY) ## run the tests of the arithmetic and the claims: for work at the desk
	@$(BIN)/python -m pytest tests/figures tests/findings tests/test_house.py tests/test_prices.py tests/test_periods.py tests/test_offers.py tests/disputes/test_files.py

test-slow: $(READY) ## try heavy tests on all their cases, of which test takes a sample
	@PAYLIB_SLOW=1 $(BIN)/python -m pytest -m "slow or hypothesis"

test-cluster: $(BENCH_READY) ## run large frames on Spark (needs Java 17) and on a Dask cluster
	@PAYLIB_CLUSTER=1 $(BIN)/python -m pytest -n 0 tests/cluster

bench: $(BENCH_READY) ## measure against other ways of doing it, into tests/benchmarks/ (some minutes; a part: only=engines)
	@PAYLIB_STALE=quiet $(BIN)/python -m tests.benchmarks $(if $(only),--only $(only))

lab: $(READY) ## open JupyterLab on notebooks/
	@$(BIN)/jupyter lab --notebook-dir=notebooks --ContentsManager.pre_save_hook=paylib.report.run.notebooks.before_saving

lines: $(READY) ## count the lines of code of notebooks/ and paylib/
	@$(BIN)/python -m tests.lines

notebooks: $(READY) ## run the notebooks again and store their outputs in place
	@$(BIN)/paylib notebooks

data: $(READY) ## after an edit in data/: bring hashes, counts and coverage up to date
	@$(BIN)/paylib data seal

pictures: report ## take the pictures of README from the built pages (needs Chromium)
	@$(BIN)/python -m tests.pictures

lock: $(READY) ## renew the two locks from pyproject.toml
	@$(BIN)/uv lock --quiet --upgrade
	@$(BIN)/uv export --quiet --extra lab --extra test --no-emit-project --no-header --format requirements-txt --output-file requirements.lock
	@$(BIN)/uv export --quiet --all-extras --no-emit-project --no-header --format requirements-txt --output-file requirements-bench.lock
	@rm -f uv.lock

clean: ## remove the virtual environment, reports and caches
	@rm -rf $(VENV) reports .pytest_cache .ruff_cache .hypothesis
