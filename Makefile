# mutualgeo: the commands of the project. `make` alone lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup setup-python setup-qgis setup-test setup-test-engine setup-bench venv venv-dev venv-bench venv-fuzz dev demo roundtrip \
        test test-engine test-qgis test-e2e lint package bench bench-assembly bench-assembly-truth bench-quality bench-commits soak fuzz wheels requirements clean

ROOT := $(CURDIR)
VENV := $(ROOT)/build/venv
# Debian's QGIS is built for this Python, whatever comes first on PATH.
QGIS_PYTHON := /usr/bin/python3
# The folders that the user may choose.
DATA ?=
OUT ?=
NETWORK_A ?=
NETWORK_B ?=
WHEELS ?= build/wheels
# How long readers are fuzzed, on how many cores.
MINUTES ?= 60
PROCESSES ?= $(shell nproc)
# The commit that this one is compared with, and what the bench of commits is asked besides.
BASE ?= HEAD^
ASK ?=

# QGIS wants a UTF-8 locale, no screen, the plugin's folder and the engine's Python.
export LC_ALL := C.UTF-8
export QT_QPA_PLATFORM := offscreen
export QGIS_PLUGINPATH := $(ROOT)/build/plugins
export MUTUALGEO_ENGINE_PYTHON := $(VENV)/bin/python
# A Python path of the caller's would reach QGIS and the tests.
unexport PYTHONPATH PYTHONHOME

help:
	@echo "make demo          run the whole chain on a small fictional commune; DATA=<folder of PCRS GML> for real lots,"
	@echo "                   OUT=<folder>, NETWORK_A= and NETWORK_B=<file|layername=...> for networks to compare"
	@echo "make test          every test: engine, QGIS, end to end"
	@echo "make test-engine   the engine's tests alone (no QGIS needed)"
	@echo "make setup         QGIS (on Debian, as root, where it is absent), the engine's environment, the linked plugin"
	@echo "make roundtrip     receive each lot of DATA= and export it again unchanged under OUT="
	@echo "make lint          ruff and mypy on the sources; bandit, detect-secrets and flake8 on the built plugin"
	@echo "make package       the plugin's zip under dist/"
	@echo "make dev           the linked plugin under build/plugins (QGIS_PLUGINPATH)"
	@echo "make bench         speed against ogr2ogr on the same generated file"
	@echo "make bench-assembly  100 and 1,000 lots received and assembled, beside ogr2ogr and QGIS's own tools"
	@echo "make bench-assembly-truth  what an assembly makes of planted truth: the same line cut otherwise, tiles anew,"
	@echo "                   ground delivered again, doubtful copies, small objects, line ends at a limit; ASK=<its options>"
	@echo "make bench-quality  precision and recall of every check on the defects of two generators, false alarms on clean"
	@echo "                   ground, speed beside DuckDB, PostGIS and QGIS (PostgreSQL is installed where it is absent)"
	@echo "make bench-commits BASE=<commit>  what this working copy loses of a commit (nothing), and how its speed compares;"
	@echo "                   ASK=<options of benchmarks/bench_commits.py>, --speed among them"
	@echo "make soak          50 runs killed at seeded moments, also inside COMMIT"
	@echo "make fuzz          every reader of files fuzzed for MINUTES= (60), on all cores or PROCESSES=; ASK=<options>"
	@echo "make wheels        the engine's wheels into WHEELS=, for machines without network"
	@echo "make requirements  pin what the .in files name, with the hashes of every platform's wheels (asks the index)"
	@echo "make clean         remove build/ and dist/"

setup: setup-qgis venv dev

setup-python:
	@sh tools/setup_qgis.sh python

setup-qgis:
	@sh tools/setup_qgis.sh qgis

setup-test:
	@sh tools/setup_qgis.sh test

setup-bench:
	@sh tools/setup_qgis.sh bench

setup-test-engine:
	@sh tools/setup_qgis.sh test-engine

venv:
	@sh tools/make_venv.sh $(VENV) mutualgeo_plugin/requirements.txt

venv-dev: venv
	@sh tools/make_venv.sh $(VENV) requirements-dev.txt

venv-bench: venv-dev
	@sh tools/make_venv.sh $(VENV) requirements-bench.txt

venv-fuzz: venv-dev
	@sh tools/make_venv.sh $(VENV) requirements-fuzz.txt

dev:
	@$(QGIS_PYTHON) tools/build_tree.py link build/plugins

demo: setup
	@$(QGIS_PYTHON) tools/demo.py --data "$(DATA)" --out "$(or $(OUT),build/demo)" --network-a "$(NETWORK_A)" --network-b "$(NETWORK_B)"

roundtrip: setup-python venv
	@$(VENV)/bin/python tools/roundtrip.py --data "$(DATA)" --out "$(or $(OUT),build/roundtrip)"

test: setup-test venv-dev dev
	@sh tools/run_tests.sh engine qgis e2e

test-engine: setup-test-engine venv-dev
	@sh tools/run_tests.sh engine

test-qgis: setup-test venv-dev dev
	@sh tools/run_tests.sh qgis

test-e2e: setup-test venv-dev dev
	@sh tools/run_tests.sh e2e

lint: setup-qgis venv-dev
	@$(VENV)/bin/python tools/lint.py

package: setup-qgis
	@$(QGIS_PYTHON) tools/package.py dist

bench: setup-test venv-dev
	@$(VENV)/bin/python benchmarks/bench.py

bench-assembly: setup-test venv-dev
	@$(VENV)/bin/python benchmarks/bench_assembly.py

bench-assembly-truth: setup-test-engine venv-dev
	@$(VENV)/bin/python benchmarks/bench_assembly_truth.py $(ASK)

bench-quality: setup-bench venv-bench
	@$(VENV)/bin/python benchmarks/bench_quality_truth.py
	@$(VENV)/bin/python benchmarks/bench_independent_truth.py
	@$(VENV)/bin/python benchmarks/bench_quality.py

bench-commits: setup-test-engine venv-dev
	@$(VENV)/bin/python benchmarks/bench_commits.py $(BASE) $(ASK)

soak: setup-test-engine venv-dev
	@MUTUALGEO_KILLS=50 $(VENV)/bin/python -m pytest tests/engine/test_soak.py -q -s

fuzz: setup-test-engine venv-fuzz
	@$(VENV)/bin/python -W ignore -m tests.fuzz.fuzz --minutes $(MINUTES) --processes $(PROCESSES) $(ASK)

wheels: setup-python venv
	@$(VENV)/bin/python -m pip download --quiet --dest "$(WHEELS)" -r mutualgeo_plugin/requirements.txt
	@echo "$(WHEELS)"

requirements: setup-python venv
	@$(VENV)/bin/python tools/pin_requirements.py

clean:
	rm -rf build dist
