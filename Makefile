# Every target does its own set-up: Python 3.11 or later (with venv) and make are enough.
#   make demo   a fictional centre of 120 learners, from the workbook to the calendars, in demo/
#   make test   the tests          make lint   format, style and types
#   make bench  the measures       make lock   write requirements.lock again (needs pip-tools)
#   make a11y   the pages of demo/ in a real browser    make images  the pictures of the guide (both need Node, Chromium)
#   make board-test  the board in a real browser (needs them too)
#   make clean  remove what the other targets made
# PYTHON names the interpreter that makes the environment: make test PYTHON=/path/to/python3

PYTHON ?= python3
PIP_COMPILE ?= pip-compile
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench a11y board-test images lock clean

help:
	@sed -n '2,8s/^# *//p' Makefile

# The environment is made anew whenever the pinned packages or the project's metadata change.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed: make $(MAKECMDGOALS) PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(READY)
	@mkdir -p demo
	@rm -f demo/classeur.xlsx
	$(BIN)/barrette new demo/classeur.xlsx --sample small --seed 1
	$(BIN)/barrette solve demo/classeur.xlsx --out demo
	$(BIN)/barrette verify demo
	@echo
	@echo "L'emploi du temps est prêt. À ouvrir :"
	@echo "  demo/classeur.xlsx                  le classeur qui a été lu"
	@echo "  demo/interne/index.html             chercher une personne, une classe, une salle, semaine par semaine"
	@echo "  demo/interne/emploi-du-temps.xlsx   tout l'emploi du temps, les groupes, les heures dues, les alertes"
	@echo "  demo/diffusion/                     les pages à afficher, par classe, formateur et salle"
	@echo "  demo/ics/apprentices/               un calendrier par apprenant"
	@echo "  demo/csv/unplaced.csv               ce qui n'est pas placé, et pourquoi"
	@echo "Pour le voir et le modifier dans le navigateur : $(BIN)/barrette serve demo"

test: $(READY)
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m mypy

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)
	$(BIN)/python -m benchmarks

# axe-core and a driver of browsers go into an ignored folder; A11Y_DIR is the folder whose pages are checked.
A11Y_DIR ?= demo

.a11y/package.json: tests/a11y/package.json
	@mkdir -p .a11y
	cp tests/a11y/package.json .a11y/package.json
	npm install --prefix .a11y --no-package-lock --ignore-scripts --no-fund --no-audit --loglevel=error
	@touch $@

a11y: .a11y/package.json
	@test -d $(A11Y_DIR)/interne || $(MAKE) demo
	@test -d $(A11Y_DIR)/interne/rapports || $(MAKE) $(A11Y_DIR)/interne/rapports
	@test -d $(A11Y_DIR)/public || $(MAKE) $(A11Y_DIR)/public
	node tests/a11y/check.mjs $(A11Y_DIR)

# What `barrette report` writes, of everybody, and an audit of some.
$(A11Y_DIR)/interne/rapports: $(READY)
	$(BIN)/barrette report $(A11Y_DIR)
	$(BIN)/barrette report $(A11Y_DIR) --sample 2

# The pages beside the published calendars.
$(A11Y_DIR)/public: $(READY)
	$(BIN)/barrette publish $(A11Y_DIR)

# On a small centre of its own, which it solves first.
board-test: $(READY) .a11y/package.json
	rm -rf build/board
	$(BIN)/python -m tests.serve.centre build/board
	node tests/board/check.mjs build/board/edt $(BIN)/barrette

# From the example of the guide itself.
images: $(READY) .a11y/package.json
	rm -rf build/guide
	mkdir -p build/guide docs/images
	$(BIN)/python -m tests.whole.guide_example build/guide
	node docs/images.mjs build/guide/resultat docs/images $(BIN)/barrette

lock:
	CUSTOM_COMPILE_COMMAND="make lock" $(PIP_COMPILE) --quiet --generate-hashes --allow-unsafe --strip-extras \
		--extra board --extra cluster --extra dev --all-build-deps --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--no-emit-options --output-file requirements.lock pyproject.toml
	@! grep -n -E '://|^-|file:/' requirements.lock || { echo "requirements.lock names an address"; exit 1; }

clean:
	rm -rf $(VENV) .a11y demo build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis bench-*.json
