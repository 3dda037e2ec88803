"""Every code that a record can be given has its sentence, and no sentence is left over."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from returns.domain.axes import TOLD_CODES
from sellerdesk.feed.fact import MALFORMED
from sellerdesk.feed.sentences import CODES, FAULTS, sentence


ROOT = Path(__file__).resolve().parents[2]
JUDGES = (
    *sorted((ROOT / "reviews" / "domain").glob("*.py")),
    *sorted((ROOT / "reviews" / "services").glob("*.py")),
    *sorted((ROOT / "ratings" / "domain").glob("*.py")),
    *sorted((ROOT / "ratings" / "services").glob("*.py")),
    *sorted((ROOT / "returns" / "services").glob("*.py")),
    ROOT / "returns" / "domain" / "folding.py",
    *sorted((ROOT / "sellerdesk" / "feed").glob("*.py")),
    *sorted((ROOT / "sellerdesk" / "upload").glob("*.py")),
)
CODE_NAMES = {
    "ACCEPTED",
    "APPLIED",
    "WAITING",
    "PARENT_REJECTED",
    "ALREADY_RATED",
    "MALFORMED",
    "CONFLICT",
    "NOT_KNOWN_YET",
    "BEFORE_CLAIM",
}
"""Constants that hold a code."""


def texts(node: ast.AST | None) -> Iterator[str]:
    """The string constants that an expression may have as its value: itself, the branches of a choice, an item of a list or call."""
    match node:
        case ast.Constant(value=str(word)):
            yield word
        case ast.IfExp(body=body, orelse=orelse):
            yield from texts(body)
            yield from texts(orelse)
        case ast.BoolOp(values=values):
            for value in values:
                yield from texts(value)


def rulings_in(tree: ast.Module) -> Iterator[str]:
    """Codes: what `why_not_…` returns, what is assigned to a ruling, and the named constants."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("why_not_"):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return):
                    yield from texts(inner.value)
        if isinstance(node, ast.Assign):
            target = ast.unparse(node.targets[0])
            if target in CODE_NAMES or target.partition("[")[0].rpartition(".")[2] in {"ruling", "rulings"}:
                yield from texts(node.value)


def faults_in(tree: ast.Module) -> Iterator[str]:
    """Kinds of faults: the first word of each Fault(…)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Fault":
            yield from texts(node.args[0])


def found(reader: object) -> set[str]:
    assert callable(reader)
    return {word for path in JUDGES for word in reader(ast.parse(path.read_text(encoding="utf-8"))) if word}


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    assert found(rulings_in) | TOLD_CODES == CODES | {MALFORMED}


def test_every_fault_has_a_sentence_and_every_sentence_a_fault() -> None:
    assert found(faults_in) == FAULTS


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_codes_sentence_is_one(code: str) -> None:
    said = sentence(code)

    assert said[0].isupper()
    assert said.endswith(".")
    assert "%" not in said
    assert code not in said


@pytest.mark.parametrize("kind", sorted(FAULTS))
def test_a_faults_sentence_names_the_place_and_what_came(kind: str) -> None:
    said = sentence(MALFORMED, {"kind": kind, "field": "lines.2.quantity", "got": "seven"})

    assert said.endswith(".")
    assert "%(" not in said
    assert "lines.2.quantity" in said or said.startswith(("The line", "A review", "A message"))
    assert sentence(MALFORMED, {"kind": kind, "field": "", "got": ""})[0].isupper()


def test_the_rulebooks_codes_are_all_there() -> None:
    """Each code that the rulebook and the feed's page put in backquotes and that looks like one."""
    named = set()
    for page in ("rulebook.md", "feed.md"):
        path = ROOT / "docs" / "contract" / page
        words = path.read_text(encoding="utf-8").split("`")[1::2]
        named |= {word for word in words if word in CODES or word.startswith(("already_", "order_not", "line_un", "line_miss"))}

    assert named <= CODES
    assert len(named) > 15
