# Two commands: `make lab` opens the course, `make test` proves it. Both set up what they need.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV     := $(shell command -v uv 2>/dev/null)
VENV   := .venv
BIN    := $(VENV)/bin
EXTRAS_lab  := lab
EXTRAS_test := lab,teach,test
LESSONS = $(wildcard notebooks/*.ipynb notebooks/solutions/*.ipynb notebooks/instructors/*.ipynb)

.PHONY: lab test check notebooks bench lint pins clean

lab: $(VENV)/lab
	$(BIN)/jupyter lab notebooks/00_start_here.ipynb

test: $(VENV)/test
	$(BIN)/ruff check --quiet .
	$(BIN)/python -m pytest -n 2 --dist loadfile -m 'not browser'
	$(BIN)/python -m pytest -m browser tests/browser

check: $(VENV)/lab
	$(BIN)/kapcourse check

notebooks: $(VENV)/lab
	$(BIN)/kapcourse store $(LESSONS)
	$(BIN)/kapcourse guide docs/instructor_guide.md

bench: $(VENV)/test
	$(BIN)/python tests/bench.py 2>/dev/null
	$(BIN)/python -m tests.bench_pharmacokinetics
	$(BIN)/python -m tests.bench_meta_analysis
	$(BIN)/python -m tests.bench_live 2>/dev/null
	$(BIN)/python -m tests.bench_grade

lint: $(VENV)/test
	$(BIN)/ruff check .

pins:
	uv pip compile --universal --python-version 3.11 --all-extras --no-header --no-annotate --upgrade pyproject.toml -o constraints.txt

clean:
	rm -rf $(VENV)

# uv when it is there, pip otherwise. A stamp file in the environment says which set is installed.
$(VENV)/lab $(VENV)/test: $(VENV)/%: pyproject.toml constraints.txt deploy/lab-settings.json
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The course needs Python 3.11 or newer; try: make $* PYTHON=/path/to/python3.11")'
	@echo "Setting up the course in $(VENV) (two or three minutes, once; the text below may be ignored) ..."
ifdef UV
	$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
	$(UV) pip install --python $(BIN)/python -c constraints.txt -e '.[$(EXTRAS_$*)]'
else
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on -c constraints.txt -e '.[$(EXTRAS_$*)]'
endif
	@touch $@
