"""What is let off a check says why on its own line: the next reader need not find out whether it is still owed."""

import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest


ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("sellerdesk", "reviews", "ratings", "chat", "returns", "tests", "bench", "tools")
LET_OFF = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover)")
WITH_WHY = re.compile(r"# (noqa: [A-Z0-9]+(, [A-Z0-9]+)* - |type: ignore\[[a-z-]+(, ?[a-z-]+)*\]  # )\w")


def _bare(path: Path) -> Iterator[str]:
    """The comments of a file that let something off without a word."""
    with tokenize.open(path) as content:
        for token in tokenize.generate_tokens(content.readline):
            if token.type == tokenize.COMMENT and LET_OFF.match(token.string) and not WITH_WHY.match(token.string):
                yield f"{path.name}:{token.start[0]}: {token.string}"


def test_every_line_that_is_let_off_a_check_says_why() -> None:
    paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts]

    assert len(paths) > 1000
    assert [one for path in paths for one in _bare(path)] == []


@pytest.mark.parametrize(
    ("line", "passes"),
    [
        ("x = 1  # noqa: S101 - it narrows a type", True),
        ("x = 1  # noqa: FBT001, FBT002 - Django's signature", True),
        ("x = 1  # type: ignore[override]  # the stubs say str", True),
        ("x = 1  # type: ignore[arg-type,index]  # both are told below", True),
        ("x = '# noqa'", True),
        ("x = 1  # noqa", False),
        ("x = 1  # noqa: S101", False),
        ("x = 1  # noqa: S101 -", False),
        ("x = 1  # type: ignore", False),
        ("x = 1  # type: ignore[override]", False),
        ("x = 1  # pragma: no cover", False),
    ],
)
def test_a_line_without_a_word_is_found(tmp_path: Path, line: str, *, passes: bool) -> None:
    path = tmp_path / "one.py"
    path.write_text(f"{line}\n")

    assert (list(_bare(path)) == []) is passes
