"""The audit page: words, filters, paging, CSV, who sees it, the nightly check, and entries that outlive their people."""

import ast
import csv
import inspect
import io
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from sellerdesk import audit, audit_checking, audit_words, commands
from sellerdesk.audit_reading import PAGE
from sellerdesk.domain.actor import SYSTEM, person
from sellerdesk.domain.traces import trace
from sellerdesk.models import AuditCheck, AuditEntry, Notice
from sellerdesk.web import account_events
from tests.factories.kernel import NOW, Cast, join, make_person


pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
VERB = re.compile(r"[a-z_]+\.[a-z_]+")
ROOMS = ("sellerdesk", "reviews", "chat", "returns", "ratings")


@commands.command
def _entered(*, desk_id: int, told: tuple[tuple[Any, ...], ...], now: datetime) -> None:
    for actor, what, subject, before, after in told:
        audit.record(desk_id, actor, what, subject, before, after, now)


def entered(desk_id: int, *told: tuple[Any, ...], now: datetime = NOW) -> None:
    """Entries of (actor, verb, subject, before, after)."""
    _entered(desk_id=desk_id, told=told, now=now)


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
            found |= {str(one.value) for one in ast.walk(node.value) if isinstance(one, ast.Constant) and VERB.fullmatch(str(one.value))}
    return found


def rule_verbs() -> set[str]:
    """The rules of shops put the name of their table before the verb."""
    tables: set[str] = set()
    verbs: set[str] = set()
    for file in [ROOT / "sellerdesk/shop_rules.py", *(ROOT / f"{room}/services/automatic_rules.py" for room in ("reviews", "returns"))]:
        for call in (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name in {"tell", "Table"}:
                argument = call.args[{"tell": 3, "Table": 2}[name]]
                words = {one.value for one in ast.walk(argument) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
                (verbs if name == "tell" else tables).update(words)
    assert len(tables) == 2
    return {f"{table}.{verb}" for table in tables for verb in verbs}


def written_verbs() -> set[str]:
    found: set[str] = set()
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            text = file.read_text()
            if "audit" in text or "telling" in text or "sending" in text:
                found |= verbs_in(ast.parse(text))
    return found


def account_verbs() -> set[str]:
    """What people do to their own accounts: the library's signals tell of it, and a table says by which verb."""
    found = set(re.findall(r'"(person\.\w+)"', inspect.getsource(account_events)))
    assert len(found) >= 4
    return found


def test_every_verb_in_the_code_has_words_and_every_word_a_verb() -> None:
    told = written_verbs() | account_verbs()
    ruled = rule_verbs()
    worded = {what for group in audit_words.groups() for what in group.verbs}

    # What the desk's log is told goes by the same shape: those are events, and no verbs of entries.
    assert worded - told - ruled == set()
    assert told - worded - EVENTS == set()
    assert ruled - worded == {"claim_rule.asked"}, "only rules for answers are asked to answer what waits"
    assert written_verbs() != set()


EVENTS = {"reviews.offered", "reviews.appeal", "reviews.appealed"}


def test_an_unknown_verb_and_subject_are_shown_as_they_are() -> None:
    assert audit_words.verb("gone.away") == "gone.away"
    assert audit_words.subject("gone:7") == "gone:7"
    assert audit_words.page("harbor", "gone:7") == ""
    assert audit_words.subject("claim:7") == "Claim 7"
    assert audit_words.page("harbor", "claim:7") == "/desks/harbor/returns/7/"


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.alice)
    return client


def page(client: Client, cast: Cast, **asked: Any) -> str:
    answer = client.get(f"/desks/{cast.desk.slug}/settings/audit/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_entries_are_told_in_words_with_what_was_before_and_after(desk: Client, cast: Cast) -> None:
    alice = person(cast.alice.pk, cast.alice.email)
    entered(
        cast.desk.pk,
        (alice, "person.role_changed", f"user:{cast.bob.pk}", {"role": "agent"}, {"role": "manager"}),
        (SYSTEM, "claim.found", "claim:7", None, {"words": trace("Torn at the seam"), "photos": 2}),
    )

    text = page(desk, cast)

    assert "Gave a person another role" in text
    assert "bob@example.org" in text
    assert "manager" in text
    assert "16 characters" in text
    assert 'href="/desks/harbor/returns/7/"' in text
    assert AuditEntry.objects.get(number=2).hash[:12] in text


def test_filters_choose_by_who_what_of_what_and_when(desk: Client, cast: Cast) -> None:
    alice = person(cast.alice.pk, cast.alice.email)
    entered(cast.desk.pk, (alice, "claim.found", "claim:7", None, {"photos": 1}))
    entered(cast.desk.pk, (SYSTEM, "claim.decided", "claim:8", None, {"photos": 1}), now=NOW + timedelta(days=3))

    def numbers(**asked: Any) -> list[int]:
        return [int(number) for number in re.findall(r'id="entry-(\d+)"', page(desk, cast, **asked))]

    assert numbers() == [2, 1]
    assert numbers(actor=alice.key) == [1]
    assert numbers(what="claim.decided") == [2]
    assert numbers(subject="claim:7") == [1]
    assert numbers(to=NOW.date().isoformat()) == [1]
    assert numbers(**{"from": (NOW + timedelta(days=2)).date().isoformat()}) == [2]
    assert numbers(**{"from": "0001-01-01", "to": "never", "after": "x"}) == [2, 1]
    assert numbers(subject="claim:" + "9" * 400) == []


def test_pages_go_on_behind_a_number(desk: Client, cast: Cast) -> None:
    entered(cast.desk.pk, *[(SYSTEM, "chat.done", f"thread:{at}", None, None) for at in range(PAGE + 1)])

    first = re.findall(r'id="entry-(\d+)"', page(desk, cast))
    assert (len(first), "after=2" in page(desk, cast)) == (PAGE, True)
    assert re.findall(r'id="entry-(\d+)"', page(desk, cast, after=first[-1])) == ["1"]


def test_the_table_holds_the_filtered_entries_and_no_formula(desk: Client, cast: Cast) -> None:
    entered(
        cast.desk.pk,
        (person(1, "=cmd()@example.org"), "chat.done", "thread:1", None, {"seen": 3}),
        (SYSTEM, "chat.done", "thread:2", None, None),
    )

    answer: Any = desk.get(f"/desks/{cast.desk.slug}/settings/audit/entries.csv", {"subject": "thread:1"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    every: Any = desk.get(f"/desks/{cast.desk.slug}/settings/audit/entries.csv")

    # Two entries are one piece: a slow reader is waited for once.
    assert len(list(every.streaming_content)) == 2

    assert len(rows) == 2
    assert rows[1][2:7] == ["'=cmd()@example.org", "user:1", "Marked a conversation as done", "chat.done", "thread:1"]


def test_only_who_sees_every_shop_with_audit_see_reads_it(client: Client, cast: Cast) -> None:
    addresses = [f"/desks/{cast.desk.slug}/settings/audit/{end}" for end in ("", "entries.csv")]
    manager = make_person("manager@example.org")
    member = join(cast.desk, manager, "manager", every_shop=False)
    for who, status in ((cast.bob, 404), (cast.carol, 404), (manager, 404), (cast.alice, 200)):
        client.force_login(who)
        assert [client.get(address).status_code for address in addresses] == [status] * 2, who

    member.every_shop = True
    member.save()
    client.force_login(manager)
    text = client.get(addresses[0]).content.decode()
    assert "Is the log whole?" not in text, "that is for owners"
    assert "History" in client.get(f"/desks/{cast.desk.slug}/settings/shops/of/{cast.shop.slug}/").content.decode()


def test_entries_outlive_their_people(desk: Client, cast: Cast) -> None:
    gone = make_person("gone@example.org")
    entered(cast.desk.pk, (person(gone.pk, gone.email), "chat.done", "thread:1", None, None))
    key = f"user:{gone.pk}"
    gone.delete()

    text = page(desk, cast, actor=key)

    assert text.count("gone@example.org") >= 2, "in the entry, and in the filter that still offers them"
    assert audit.verify(cast.desk.pk).broken_at is None


def test_the_nightly_check_is_kept_and_owners_hear_of_a_broken_chain(desk: Client, cast: Cast) -> None:
    entered(cast.desk.pk, *[(SYSTEM, "chat.done", f"thread:{at}", None, None) for at in range(3)])
    audit_checking.check(desk_id=cast.desk.pk, now=NOW)
    assert "All 3 entries fit together" in page(desk, cast)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE sellerdesk_auditentry DISABLE TRIGGER auditentry_rows_are_final")
        cursor.execute("UPDATE sellerdesk_auditentry SET what = 'chat.reopened' WHERE number = 2")
        cursor.execute("ALTER TABLE sellerdesk_auditentry ENABLE TRIGGER auditentry_rows_are_final")
    audit_checking.check(desk_id=cast.desk.pk, now=NOW + timedelta(days=1))

    assert "From entry 2 on" in page(desk, cast)
    assert (AuditCheck.objects.get().broken_at, AuditCheck.objects.get().reason) == (2, "hash")
    notice = Notice.objects.get(kind=audit_checking.BROKEN)
    assert (notice.user_id, notice.subject) == (cast.alice.pk, "audit:2")
    assert "entry 2" in desk.get(f"/desks/{cast.desk.slug}/notices/").content.decode()


def test_the_number_of_somebody_elses_people_tells_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)

    def history(number: int) -> str:
        return client.get("/desks/harbor/settings/audit/", {"subject": f"user:{number}"}).content.decode()

    assert cast.carol.email not in history(cast.carol.pk)
    nobody = history(999_999_999).replace("999999999", "")
    assert history(cast.carol.pk).replace(str(cast.carol.pk), "").count("History of") == nobody.count("History of")
    assert f"History of {cast.bob.email}" in history(cast.bob.pk)
    # Who has left is still called as before, since entries of the desk are about them.
    entered(cast.desk.pk, (SYSTEM, "person.removed", f"user:{cast.carol.pk}", {"role": "agent"}, None))
    assert f"History of {cast.carol.email}" in history(cast.carol.pk)
