# Two commands on a fresh machine: `make demo` and `make test`. Everything they need is installed here.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help demo test chaos lint bench fuzz deb train install system-packages

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(INSTALLED): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@$(BIN)/python -m compileall -q config rules connectors daemon
	@touch $@

install: $(INSTALLED) ## install into .venv, with what the tests need

demo: $(INSTALLED) ## build a small mailbox, live through some days of it, and show what was kept and what forgotten
	$(BIN)/prometido demo demo

system-packages: # the real servers and mail clients the tests talk to; as root they are installed, else the tests name what is missing
	@sh tests/install-system-packages

lint: $(INSTALLED) ## ruff, mypy strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: $(INSTALLED) system-packages lint ## everything that must hold before a change lands, the same examples each time
	$(BIN)/pytest -n 2 --dist loadgroup --hypothesis-profile=ci

chaos: $(INSTALLED) system-packages ## crashes and faults by the thousand, on twins and on real servers: an hour or two
	CHAOS=1 $(BIN)/pytest tests/chaos tests/property --hypothesis-show-statistics

bench: $(INSTALLED) system-packages ## speed, as ratios beside notmuch, mu and imaplib
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.imap

fuzz: $(INSTALLED) ## a million broken messages; SEEDS=FOLDER takes mail of your own besides
	$(BIN)/python -m tests.fuzz 1000000 $(if $(SEEDS),--seeds $(SEEDS))

deb: $(INSTALLED) ## a Debian package with everything it needs, in dist/
	PYTHON=$(BIN)/python sh deb/build-deb dist

train: $(INSTALLED) ## train the second reader from rules/corpus: same corpus, same weights
	$(BIN)/python -m rules.model.train
