"""Audit entries are chained, and nobody changes them."""

import json
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from sellerdesk import audit
from sellerdesk.commands import command
from sellerdesk.domain.actor import person
from sellerdesk.models import AuditEntry, Desk, DeskCounter
from tests.factories.kernel import NOW, make_desk


pytestmark = pytest.mark.django_db
ALICE = person(7, "alice@example.org")


@command
def act(*, desk: Desk, times: int, now: datetime) -> None:
    for number in range(times):
        audit.record(desk.pk, ALICE, "shop.changed", f"shop:{number}", {"name": "Ё 手机"}, {"name": "b", "n": [1, True, None]}, now)


def as_owner(statement: str, *parameters: Any) -> None:
    """What somebody with the owner's rights could do to the table, the triggers put aside."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE sellerdesk_auditentry DISABLE TRIGGER USER")
        cursor.execute(statement, parameters)
        cursor.execute("ALTER TABLE sellerdesk_auditentry ENABLE TRIGGER USER")


def test_entries_carry_the_hash_before_them() -> None:
    desk = make_desk()
    act(desk=desk, times=2, now=NOW)
    act(desk=desk, times=1, now=datetime(2026, 4, 1, 0, 0, 0, 123456, tzinfo=UTC))

    first, second, third = AuditEntry.objects.filter(desk=desk).order_by("number")
    assert (first.previous_hash, second.previous_hash, third.previous_hash) == ("", first.hash, second.hash)
    assert DeskCounter.objects.get(desk=desk).audit_hash == third.hash
    assert audit.verify(desk.pk) == audit.Verdict(desk.pk, 3, None)


@pytest.mark.parametrize(
    ("statement", "number", "reason"),
    [
        ("UPDATE sellerdesk_auditentry SET what = 'nothing' WHERE number = 2", 2, "hash"),
        ("UPDATE sellerdesk_auditentry SET actor_label = 'bob' WHERE number = 3", 3, "hash"),
        ('UPDATE sellerdesk_auditentry SET after = after || \'{"name": "c"}\' WHERE number = 1', 1, "hash"),
        ("UPDATE sellerdesk_auditentry SET previous_hash = hash WHERE number = 2", 2, "previous_hash"),
        ("DELETE FROM sellerdesk_auditentry WHERE number = 2", 2, "missing"),
        ("DELETE FROM sellerdesk_auditentry WHERE number = 3", 3, "end"),
        ("DELETE FROM sellerdesk_deskcounter", 4, "end"),
    ],
)
def test_verify_finds_what_was_changed(statement: str, number: int, reason: str) -> None:
    desk = make_desk()
    act(desk=desk, times=3, now=NOW)

    as_owner(statement)

    verdict = audit.verify(desk.pk)
    assert (verdict.broken_at, verdict.reason) == (number, reason)


def test_a_long_chain_is_walked_by_many_short_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk()
    act(desk=desk, times=5, now=NOW)
    monkeypatch.setattr(audit, "BATCH", 2)

    with CaptureQueriesContext(connection) as asked:
        assert audit.verify(desk.pk) == audit.Verdict(desk.pk, 5, None)

    of_entries = [one["sql"] for one in asked if '"sellerdesk_auditentry"' in one["sql"]]
    assert len(of_entries) >= 3
    assert all("LIMIT 2" in sql for sql in of_entries)


def test_audit_verify_prints_each_desk_and_fails_on_a_broken_one() -> None:
    whole, broken = make_desk("whole"), make_desk("torn")
    act(desk=whole, times=1, now=NOW)
    act(desk=broken, times=1, now=NOW)
    out = StringIO()
    call_command("audit_verify", desk="whole", stdout=out)
    assert json.loads(out.getvalue())["ok"] is True

    as_owner("UPDATE sellerdesk_auditentry SET subject = 'x' WHERE desk_id = %s", broken.pk)

    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("audit_verify", stdout=out)
    assert json.loads(out.getvalue())["desks"]["torn"] == {"entries": 0, "broken_at": 1, "reason": "hash"}
    assert json.loads(out.getvalue())["desks"]["whole"]["broken_at"] is None


@pytest.mark.parametrize("value", [1.5, date(2026, 1, 1), {1: "a"}, {"a": {"b": object()}}])
def test_record_refuses_what_would_not_come_back_the_same(value: Any) -> None:
    desk = make_desk()

    @command
    def change(*, now: datetime) -> None:
        audit.record(desk.pk, ALICE, "x", "y:1", None, {"value": value}, now)

    with pytest.raises(TypeError, match="audit entry"):
        change(now=NOW)


def run_as(role: str, statement: str) -> None:
    """Run one statement as the application or as the owner, in a savepoint."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if role == "application":
            cursor.execute("SET LOCAL ROLE sellerdesk_app")
        cursor.execute(statement)
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sellerdesk_auditentry SET what = 'nothing'",
        "DELETE FROM sellerdesk_auditentry",
        "TRUNCATE sellerdesk_auditentry",
    ],
)
@pytest.mark.parametrize(("role", "said"), [("owner", "never changed"), ("application", "permission denied")])
def test_no_role_changes_an_entry(role: str, said: str, statement: str) -> None:
    act(desk=make_desk(), times=1, now=NOW)

    with pytest.raises(ProgrammingError, match=said):
        run_as(role, statement)

    assert AuditEntry.objects.get().what == "shop.changed"


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO sellerdesk_desk (slug, name, created_at) VALUES ('a', 'A', now())",
        "UPDATE sellerdesk_desk SET name = 'B'",
        "DELETE FROM sellerdesk_notice",
        "SELECT * FROM sellerdesk_auditentry",
    ],
)
def test_the_application_writes_rows(statement: str) -> None:
    run_as("application", statement)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.mine (id int)",
        "ALTER TABLE sellerdesk_desk ADD COLUMN x int",
        "ALTER TABLE sellerdesk_auditentry DISABLE TRIGGER USER",
        "DELETE FROM django_migrations",
    ],
)
def test_the_application_touches_no_tables(statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        run_as("application", statement)


def test_a_desk_with_entries_cannot_be_deleted() -> None:
    desk = make_desk()
    act(desk=desk, times=1, now=NOW)

    with pytest.raises(ProtectedError):
        desk.delete()
