# make map: reports in, map out · make test: the gate · make lock: renew requirements.txt
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
REPORTS ?= data/reports
OUT ?= build

.PHONY: map test lint types tests notebooks bench-gazetteer bench-lookup bench-corroboration bench-map lock browser clean

map: $(VENV)/.installed
	$(BIN)/strikemap gazetteer build --if-missing
	$(BIN)/strikemap run $(REPORTS) -o $(OUT)

test: $(VENV)/.installed-dev browser
	$(BIN)/strikemap gazetteer build --if-missing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	scripts/test-js.sh
	$(BIN)/pytest -n $(WORKERS) --doctest-modules tests geo

# Python >= 3.11 with venv; pip gets what requirements.txt locks, checked by hash; bytecode of what is used comes by use
$(VENV)/bin/pip:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml | $(VENV)/bin/pip
	$(BIN)/pip install -q --no-compile --require-hashes -r requirements.txt
	$(BIN)/pip install -q --no-deps -e .
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/pip install -q --no-compile --require-hashes -r requirements-dev.txt
	touch $@

browser:
	scripts/need-browser.sh

bench-gazetteer: $(VENV)/.installed
	$(BIN)/python benchmarks/bench_gazetteer.py $(BENCH)

# merging 100,000 claims in 60 s of one core and 2 GB, twice as many in 2.3 times the time
bench-corroboration: $(VENV)/.installed
	$(BIN)/python benchmarks/bench_corroboration.py $(BENCH)

# look-ups a second, time and memory of opening
bench-lookup: $(VENV)/.installed
	$(BIN)/python benchmarks/gazetteer_lookup.py

# BENCH="1000 1000000 --alone" chooses; what other ways link comes from npm, the ways beyond Folium are tried where installed
bench-map: $(VENV)/.installed-dev browser
	npm install --prefix benchmarks --silent --no-package-lock --no-audit --no-fund
	$(BIN)/python benchmarks/bench_map.py $(BENCH)

lock: $(VENV)/bin/pip
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make lock" pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make lock" --extra dev --extra scale -c requirements.txt pyproject.toml -o requirements-dev.txt

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache
