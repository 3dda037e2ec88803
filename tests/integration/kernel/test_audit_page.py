"""The audit page: words, filters, paging, CSV, who sees it, the nightly check, and entries that outlive their people."""

import ast
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from sellerdesk import audit, audit_checking, audit_words, commands
from sellerdesk.domain.actor import SYSTEM, person
from sellerdesk.models import AuditCheck, AuditEntry, Membership, Notice, User
from tests.factories.kernel import NOW, Cast


pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
VERB = re.compile(r"[a-z_]+\.[a-z_]+")
ROOMS = ("sellerdesk", "reviews", "chat", "returns", "ratings")


@commands.command
def entered(desk_id: int, *told: tuple[Any, ...], now: Any = NOW) -> None:
    """Entries of (actor, verb, subject, before, after)."""
    for actor, what, subject, before, after in told:
        audit.record(desk_id, actor, what, subject, before, after, now)


def verbs_in(tree: ast.Module) -> set[str]:
    """What a file gives to audit.record, and to functions of its that take the verb as `what`."""
    found: set[str] = set()
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name not in {"record", "_tell", "tell", "audited", "_close"}:
            continue
        for argument in call.args:
            texts = [node.value for node in ast.walk(argument) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
            found |= {text for text in texts if VERB.fullmatch(text) and not isinstance(argument, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "what" for target in node.targets):
            found |= {one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant) and VERB.fullmatch(str(one.value))}
    return found


def written_verbs() -> set[str]:
    found: set[str] = set()
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            text = file.read_text()
            if "audit" in text or "telling" in text or "sending" in text:
                found |= verbs_in(ast.parse(text))
    return found


def test_every_verb_in_the_code_has_words_and_every_word_a_verb() -> None:
    told = written_verbs()
    worded = {what for group in audit_words.groups() for what in group.verbs}

    # What the desk's log is told goes by the same shape: those are events, and no verbs of entries.
    assert worded - told == set()
    assert {what for what in told - worded if not _is_event(what)} == set()


def _is_event(what: str) -> bool:
    """Whether the code notes it or tells it as an event of the desk's log, and nowhere records it."""
    return what in {"reviews.offered", "reviews.appeal", "reviews.appealed"}
