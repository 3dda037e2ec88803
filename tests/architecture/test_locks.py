"""The locks: hashed, without hosts, one version of everything, and enough for `desk` to need nothing else."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

from sellerdesk.runtime import lockfiles


ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?==(\S+)", re.IGNORECASE | re.MULTILINE)


def _pins(lock: Path) -> set[tuple[str, str]]:
    return {(name.lower().replace("_", "-"), version) for name, version in PINNED.findall(lock.read_text())}


def test_locks_name_no_host() -> None:
    assert lockfiles.hosts(ROOT / "requirements") == ""


def test_a_host_in_a_lock_is_found(tmp_path: Path) -> None:
    (tmp_path / "x.lock").write_text("# from https://files.example\na==1 \\\n    --hash=sha256:0\n")

    assert "x.lock:1" in lockfiles.hosts(tmp_path)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_pin_has_a_hash(lock: Path) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", lock.read_text(), flags=re.IGNORECASE)
    pins = [block for block in blocks if PINNED.match(block)]

    assert pins
    assert [block.splitlines()[0] for block in pins if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("larger", ["embedded", "dev", "bench"])
def test_larger_locks_hold_the_base_in_the_same_versions(larger: str) -> None:
    base, lock = ROOT / "requirements" / "base.lock", ROOT / "requirements" / f"{larger}.lock"

    assert _pins(base) <= _pins(lock)


@pytest.mark.parametrize("larger", ["dev", "bench"])
def test_an_environment_of_tests_or_benches_serves_up_too(larger: str) -> None:
    """`desk` takes it for granted: it marks `embedded` as installed with them."""
    assert _pins(ROOT / "requirements" / "embedded.lock") <= _pins(ROOT / "requirements" / f"{larger}.lock")


def test_locks_hold_everything_that_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {"base": project["dependencies"], **project["optional-dependencies"]}

    for extra, wishes in asked.items():
        names = {name for name, _version in _pins(ROOT / "requirements" / f"{extra}.lock")}
        for wish in wishes:
            name = re.split(r"[\[<>=!~ ]", wish, maxsplit=1)[0].lower().replace("_", "-")
            assert name in names, f"{name} is not in {extra}.lock: make lock"


def test_desk_needs_the_standard_library_only() -> None:
    tree = ast.parse((ROOT / "desk").read_text())
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names
