# The usual names; each calls ./desk, which explains itself with ./desk --help.
.PHONY: up test test-long check lock bench format

up:
	./desk up

test:
	./desk test

test-long:
	./desk test --long

check:
	./desk check

bench:
	./desk bench $(NAME)

format:
	./desk check --fix

# Hashed for every platform and Python from 3.11 on, and without the address of any package index.
COMPILE = uv pip compile --quiet --universal --generate-hashes --custom-compile-command "make lock" --python-version 3.11
lock:
	$(COMPILE) requirements/bootstrap.in -o requirements/bootstrap.lock
	$(COMPILE) pyproject.toml -o requirements/base.lock
	$(COMPILE) pyproject.toml --extra embedded -c requirements/base.lock -o requirements/embedded.lock
	$(COMPILE) pyproject.toml --extra embedded --extra dev -c requirements/base.lock -o requirements/dev.lock
	$(COMPILE) pyproject.toml --extra embedded --extra bench -c requirements/base.lock -o requirements/bench.lock
