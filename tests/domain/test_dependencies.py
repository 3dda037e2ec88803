"""What we depend on is held to account without a network."""

import json
import shutil
from pathlib import Path

import pytest

from sellerdesk.runtime import dependencies


ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def change(file: Path, was: str, now: str) -> None:
    text = file.read_text()
    assert was in text
    file.write_text(text.replace(was, now, 1))


def test_what_we_have_is_well() -> None:
    assert dependencies.problems(ROOT) == ""


@pytest.mark.parametrize(
    ("file", "was", "now", "said"),
    [
        ("pyproject.toml", "# structured logs with request and task ids", "", "structlog has no reason"),
        ("pyproject.toml", '"segno>=1.6",', '"nothing-of-ours>=1",', "nothing-of-ours is in no lock"),
        ("requirements/base.lock", "pillow==", "pillow==9.0.0  # ", "pillow 9.0.0 is vulnerable (CVE-2025-48379)"),
        ("requirements/dev.lock", "structlog==", "structlog==0.", "is installed, the lock says 0."),
    ],
)
def test_what_is_wrong_is_said(copy: Path, file: str, was: str, now: str, said: str) -> None:
    change(copy / file, was, now)

    assert said in dependencies.problems(copy)


def test_a_package_without_a_hash_is_refused(copy: Path) -> None:
    lock = copy / "requirements" / "base.lock"
    lock.write_text(lock.read_text() + "unhashed==1.0\n    # via nobody\n")

    assert "unhashed 1.0 has no hash" in dependencies.problems(copy)


@pytest.mark.parametrize("lock", ["base", "embedded", "dev", "bench"])
def test_the_bill_names_every_package_once_and_no_host(lock: str) -> None:
    bill = dependencies.bill(ROOT, lock)
    names = [one["bom-ref"] for one in bill["components"]]
    pinned = dependencies.locked(ROOT / "requirements" / f"{lock}.lock")

    assert len(names) == len(set(names)) == len(pinned)
    assert {need for one in bill["dependencies"] for need in one["dependsOn"]} <= set(names)
    assert "://" not in json.dumps(bill)
    assert bill == dependencies.bill(ROOT, lock)
    (own,) = [one for one in bill["dependencies"] if one["ref"] == "sellerdesk"]
    assert any(need.startswith("pkg:pypi/django@") for need in own["dependsOn"])
