# Two commands: `make lab` opens the course, `make test` proves it. Both set up what they need.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV     := $(shell command -v uv 2>/dev/null)
VENV   := .venv
BIN    := $(VENV)/bin
EXTRAS_lab  := lab
EXTRAS_test := lab,teach,test
unexport PYTHONDONTWRITEBYTECODE  # compiled modules are kept: every kernel starts twice as fast
LAB := deploy/lab/settings.json $(wildcard deploy/lab/extension/*)
LESSONS = $(wildcard notebooks/*.ipynb notebooks/solutions/*.ipynb notebooks/instructors/*.ipynb)

.PHONY: lab test check notebooks bench lint pins hub hub-load hub-test clean

lab: $(VENV)/lab
	$(BIN)/jupyter lab notebooks/00_start_here.ipynb

test: $(VENV)/test
	$(BIN)/ruff check --quiet .
	$(BIN)/python -m pytest -n 2 --dist loadfile -m 'not browser'
	$(BIN)/python -m pytest -m 'browser and not long' tests/browser

# The long tests in Chromium: every lesson whole (about eight minutes) and every lesson by keyboard alone (one to three
# minutes each on a busy machine), the test and the screening room by keyboard, markup.
.PHONY: test-lessons
test-lessons: $(VENV)/test
	$(BIN)/python -m pytest -m 'browser and long' tests/browser

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

# A hub to try on this machine: any name, no password. Needs Node.js (npm) for the hub's proxy.
hub: .hub/ready
	deploy/hub/try.sh

# Twenty trainees on it, and faults (about five minutes); the hub's own tests, with what they need installed.
hub-load: .hub/ready
	.hub/venv/bin/python deploy/hub/load_test.py

hub-test: .hub/ready
	.hub/venv/bin/python -m pip install --disable-pip-version-check --quiet -c constraints.txt '.[test]'
	KAPCOURSE_HUB_TESTS=1 .hub/venv/bin/python -m pytest tests/hub

# The trainees' folder is what a release holds: no solutions, no withheld keys, and read-only.
.hub/ready: pyproject.toml constraints.txt deploy/hub/package.json $(LAB) $(wildcard notebooks/*.ipynb)
	@echo "Setting up a hub to try in .hub (about two minutes, once) ..."
	$(PYTHON) -m venv .hub/venv
	.hub/venv/bin/python -m pip install --disable-pip-version-check --quiet -c constraints.txt '.[lab,hub]'
	if [ -e .hub/course ]; then chmod -R u+w .hub/course && rm -r .hub/course; fi
	.hub/venv/bin/python -m kapcourse release .hub/course
	chmod -R a-w .hub/course/notebooks
	mkdir -p .hub/proxy && cp deploy/hub/package.json .hub/proxy
	npm install --silent --no-fund --no-audit --prefix .hub/proxy
	@touch $@

# The whole site: one folder, .site/public, for any static host. KAPCOURSE_SITE_LITE is the door to the live course.
.PHONY: site
site: export KAPCOURSE_SITE_LITE ?= lite
site: site-read site-lite

# The reading site, in an environment of its own (deploy/site/read/README.md); its tests in Chromium.
.PHONY: site-read site-test
site-read: .site/read/ready
	.site/read/bin/python -m deploy.site.read.build .site/public

site-test: $(VENV)/test site-read
	KAPCOURSE_SITE_TESTS=1 $(BIN)/python -m pytest tests/site

.site/read/ready: pyproject.toml constraints.txt
	@echo "Setting up the reading site in .site/read (about a minute, once) ..."
ifdef UV
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .site/read
	$(UV) pip install --quiet --python .site/read/bin/python -c constraints.txt -e '.[site]'
else
	$(PYTHON) -m venv .site/read
	.site/read/bin/python -m pip install --disable-pip-version-check --quiet -c constraints.txt -e '.[site]'
endif
	@touch $@

# The browser-only course (deploy/site/lite/README.md). PYODIDE: a folder or archive of Pyodide's distribution.
.PHONY: site-lite
site-lite: .site/lite/ready
	.site/lite/bin/python -m deploy.site.lite.build .site/public/lite --work .site/lite-work \
		--runtime .site/lite/node_modules/pyodide $(if $(PYODIDE),--pyodide '$(PYODIDE)')

# Its own tests, which `make site-test` runs, need this; and lessons with pictures on an older Pyodide, optional.
.PHONY: site-old
site-test: .site/lite/ready

site-old: $(VENV)/test .site/old/ready
	.site/old/bin/python -m deploy.site.lite.build .site/old/public/lite --work .site/old/work \
		--runtime .site/old/node_modules/pyodide --pyodide .site/old/pyodide --also ssl,sqlite3,pyodide_kernel
	KAPCOURSE_SITE_OLD=1 $(BIN)/python -m pytest tests/site/test_lite_old.py

.site/old/ready: tests/site/old_pairing.py $(LAB)
	$(PYTHON) -m venv .site/old
	.site/old/bin/python -m pip install --disable-pip-version-check --quiet -e . 'jupyterlite-core[contents]==0.6.4' \
		jupyterlite-pyodide-kernel==0.6.1 ipywidgets==8.1.7 jupyterlab_widgets==3.0.15
	npm install --silent --no-fund --no-audit --prefix .site/old pyodide@0.27.7
	rm -rf .site/old/pyodide
	.site/old/bin/python -m tests.site.old_pairing .site/old/pyodide .site/old/node_modules/pyodide
	@touch $@

.site/lite/ready: pyproject.toml constraints.txt deploy/site/lite/package.json $(LAB)
	@echo "Setting up the browser-only course in .site/lite (about a minute, once; it needs Node.js) ..."
ifdef UV
	$(UV) venv --quiet --allow-existing --seed --python $(PYTHON) .site/lite
	$(UV) pip install --quiet --python .site/lite/bin/python -c constraints.txt -e '.[lite]'
else
	$(PYTHON) -m venv .site/lite
	.site/lite/bin/python -m pip install --disable-pip-version-check --quiet -c constraints.txt -e '.[lite]'
endif
	cp deploy/site/lite/package.json .site/lite
	npm install --silent --no-fund --no-audit --prefix .site/lite
	@touch $@

clean:
	if [ -e .hub/course ]; then chmod -R u+w .hub/course; fi
	rm -rf $(VENV) .hub .site

# uv when it is there, pip otherwise. A stamp file in the environment says which set is installed.
$(VENV)/lab $(VENV)/test: $(VENV)/%: pyproject.toml constraints.txt $(LAB)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The course needs Python 3.11 or newer; try: make $* PYTHON=/path/to/python3.11")'
	@echo "Setting up the course in $(VENV) (two or three minutes, once; the text below may be ignored) ..."
ifdef UV
	$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
	$(UV) pip install --compile-bytecode --python $(BIN)/python -c constraints.txt -e '.[$(EXTRAS_$*)]'
else
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on -c constraints.txt -e '.[$(EXTRAS_$*)]'
endif
	@touch $@
