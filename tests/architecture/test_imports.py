"""The directions of import hold, and each contract really breaks when it is broken."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest


ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("sellerdesk", "reviews", "ratings", "chat", "returns")


def _lint(folder: Path) -> "subprocess.CompletedProcess[str]":
    program = str(Path(sys.executable).parent / "lint-imports")
    return subprocess.run([program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the house, for planting wrong imports in."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_directions_hold() -> None:
    done = _lint(ROOT)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("reviews/services/writing.py", "import ratings.queries", "The apps do not know one another"),
        ("sellerdesk/reports.py", "import ratings.queries", "The kernel does not know the apps"),
        ("reviews/models.py", "import reviews.services", "Inside an app"),
        ("reviews/leftovers.py", "", "Inside an app"),
        ("ratings/domain/__init__.py", "import django", "Rules are pure"),
        ("sellerdesk/domain/__init__.py", "import sellerdesk.models", "Rules are pure"),
        ("sellerdesk/demo/year.py", "import sellerdesk.feed.schema", "The demo's year is told without tables and clocks"),
        ("sellerdesk/runtime/up.py", "import sellerdesk.models", "What starts processes knows no tables"),
        ("ratings/tasks.py", "import ratings.models", "Edges reach tables only through services and queries"),
        ("returns/queries/letters.py", "import returns.templatetags.lettered", "Inside an app"),
        ("ratings/api/notes.py", "import ratings.models", "Pages and the API of a room ask its services and queries"),
        ("returns/views/together.py", "import sellerdesk.setwise", "Pages and forms hold no SQL"),
        ("ratings/services/ledger.py", "import celery", "Commands know neither HTTP nor the queue"),
    ],
)
def test_wrong_import_breaks_its_contract(house: Path, file: str, line: str, contract: str) -> None:
    with (house / file).open("a", encoding="utf-8") as content:
        content.write(f"\n{line}\n")

    done = _lint(house)

    assert done.returncode == 1
    assert f"{contract} BROKEN" in done.stdout, done.stdout[-3000:]
