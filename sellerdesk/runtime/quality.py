"""`./desk check` and `./desk test`."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sellerdesk.runtime import catalogues, dependencies, lockfiles, locks, templates
from sellerdesk.runtime.failures import Failure
from sellerdesk.runtime.paths import places


PROCESSES = 2
"""Of the whole suite. Each has stores, and for journeys a browser, of its own."""


def main(command: str, arguments: list[str], root: Path) -> int:
    """Runs `test` or `check`; returns the exit status."""
    if command == "test":
        return test(arguments, root)
    if unknown := set(arguments) - {"--fix"}:
        raise Failure(f"check does not know {' '.join(sorted(unknown))}.", "Use ./desk check, or ./desk check --fix to mend the format.")
    return check(root, fix="--fix" in arguments)


def test(arguments: list[str], root: Path) -> int:
    """pytest without the long tests, or with `--long` only them; further arguments are pytest's own.

    The whole suite is divided between two processes, file by file, the journeys together. Becomes pytest, so that its closing line is
    the last one and its status ours.
    """
    marks = "long" if "--long" in arguments else "not long"
    rest = [_absolute(argument) for argument in arguments if argument != "--long"]
    limit = ["--timeout=900"] if "--long" in arguments else []
    # What is given from outside cannot be shared: tests empty it.
    is_whole = all(argument.startswith("-") for argument in rest) and not {"DATABASE_URL", "REDIS_URL"} & os.environ.keys()
    if is_whole and "-n" not in rest:
        # How, say tests/conftest.py: file by file, the most tests first, the journeys together.
        limit += ["-n", str(PROCESSES)]
    # A developer's own stores are no place for tests; DATABASE_URL, where given, is meant.
    os.environ.pop("SELLERDESK_STATE", None)
    os.environ["PYTHONPATH"] = str(root)
    os.chdir(root)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-P", "-m", "pytest", "-m", marks, *limit, *rest])


def _absolute(argument: str) -> str:
    """Paths are meant from where the person stands, not from the root."""
    path = argument.split("::", 1)[0]
    return str(Path(path).absolute()) + argument[len(path) :] if path and not path.startswith("-") and Path(path).exists() else argument


def check(root: Path, *, fix: bool) -> int:
    """Every check in turn, all of them even after one failed; returns 1 if any did."""
    os.chdir(root)
    with _scratch(root):
        failed = [name for name, run in _checks(root, fix=fix) if not _passes(name, run)]
    if failed:
        print(f"\nfailed: {', '.join(failed)}", flush=True)
        return 1
    print("\nall checks passed", flush=True)
    return 0


def _checks(root: Path, *, fix: bool) -> list[tuple[str, Callable[[], str]]]:
    sources = sorted(str(path) for path in [*root.glob("*.py"), root / "desk", root / "docker" / "secrets"] if path.is_file())
    folders = [
        name for name in ("sellerdesk", "reviews", "ratings", "chat", "returns", "tests", "bench", "tools") if (root / name).is_dir()
    ]
    return [
        ("locks name no host", lambda: lockfiles.hosts(root / "requirements")),
        ("dependencies", lambda: dependencies.problems(root)),
        ("format", lambda: _run("ruff", "format", *([] if fix else ["--check"]), *folders, *sources)),
        ("lint", lambda: _run("ruff", "check", *(["--fix"] if fix else []), *folders, *sources)),
        ("types", lambda: _run("mypy")),
        ("imports", lambda: _run("importlinter", "--no-cache", entry="lint-imports")),
        ("migrations", lambda: _run("django", "makemigrations", "--check", "--dry-run")),
        ("django", lambda: _run("django", "check", "--fail-level", "WARNING")),
        ("django as deployed", lambda: _run("django", "check", "--deploy", "--tag", "security", "--fail-level", "WARNING", tls=True)),
        ("templates", lambda: templates.problems(root, fix=fix)),
        ("catalogues", lambda: catalogues.problems(root, fix=fix)),
    ]


def _passes(name: str, run: Callable[[], str]) -> bool:
    started = time.monotonic()
    said = run()
    print(f"  {name} … {'failed' if said else 'ok'} ({time.monotonic() - started:.1f} s)", flush=True)
    if said:
        print("\n".join(f"    {line}" for line in said.splitlines()), flush=True)
    return not said


def _run(module: str, *arguments: str, entry: str = "", tls: bool = False) -> str:
    """Nothing when the tool is content, else what it said. With `tls` it runs under the settings of a desk behind TLS."""
    around = {**os.environ, "SELLERDESK_TLS": "1"} if tls else dict(os.environ)
    program = [str(Path(sys.executable).parent / entry)] if entry else [sys.executable, "-P", "-m", module]
    done = subprocess.run([*program, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, env=around)
    if done.returncode == 0:
        return ""
    return f"{done.stdout}\n{done.stderr}".strip() or f"exit status {done.returncode}"


@contextmanager
def _scratch(root: Path) -> Iterator[None]:
    """Stores and a state directory that nobody else uses: the migration check asks a database, and mypy loads settings."""
    with tempfile.TemporaryDirectory(prefix="sd-check-") as folder:
        os.environ["SELLERDESK_STATE"] = folder
        os.environ["PYTHONPATH"] = str(root)
        with locks.stores(places(Path(folder)), lambda _line: None) as (urls, _private):
            urls.put(os.environ)
            os.environ["SELLERDESK_AS_OWNER"] = "1"
            yield
