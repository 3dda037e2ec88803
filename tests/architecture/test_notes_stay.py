"""Private notes never leave the house: nothing on the way out can read one."""

import ast
from pathlib import Path

import pytest


ROOT = Path(__file__).resolve().parents[2]
OUT = [
    "chat/outbound.py",
    "chat/services/delivering.py",
    "chat/services/owing.py",
    "chat/services/sending.py",
    "chat/services/withdrawing.py",
    # The off-hours answer owes a message as any other, with words of the shop's setting: it too is kept from notes.
    "chat/services/automatic.py",
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "chat" / "api").glob("*.py"))),
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "sellerdesk" / "marketplaces").rglob("*.py"))),
]
WORDS = {"Note", "noting", "chat_note"}


def names(source: str) -> set[str]:
    """Every name, attribute, import and table that a module speaks of."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                found |= set(name.split("."))
            case ast.ImportFrom(module=str(module)):
                found |= set(module.split("."))
            case ast.Constant(value=str(text)):
                found |= {word for word in WORDS if word in text.split()}
    return found


@pytest.mark.parametrize("file", OUT)
def test_nothing_on_the_way_out_reads_notes(file: str) -> None:
    assert names((ROOT / file).read_text()) & WORDS == set()


@pytest.mark.parametrize(
    "line",
    [
        "from chat.models import Note",
        "from chat.services import noting",
        "import chat.services.noting",
        "m.Note",
        'x = "SELECT * FROM chat_note"',
    ],
)
def test_control_reading_one_is_found(line: str) -> None:
    assert names(line) & WORDS


def test_what_sends_is_all_named_here() -> None:
    """Whoever owes or carries a message is in the list above."""
    senders = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "chat").rglob("*.py")
        if {"enqueue", "MessageOut", "owe", "owe_again"} & names(path.read_text())
    }
    assert senders <= set(OUT)
