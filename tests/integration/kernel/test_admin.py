"""The admin: behind two factors, shows and does not write, calls commands, asks a fixed number of queries."""

from datetime import datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.contrib.admin import site as djangos
from django.contrib.admin.utils import label_for_field
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from sellerdesk import audit, outbox, task_runs
from sellerdesk.celery import app
from sellerdesk.commands import command
from sellerdesk.domain import actor
from sellerdesk.models import (
    AuditEntry,
    Desk,
    FeedLoad,
    FeedRecord,
    Membership,
    Notice,
    Outbound,
    Shop,
    TaskRun,
    User,
    WorkItem,
)
from sellerdesk.web import admin_words
from sellerdesk.web.admin_site import site
from sellerdesk.web.admin_tables import COUNTED, Bounded, ReadOnly
from tests.factories.kernel import NOW, Cast, make_person


pytestmark = pytest.mark.django_db

ACTIONS = {
    "user": {"close_account", "open_account"},
    "outbound": {"send_again", "call_off"},
    "feedrecord": {"judge_again"},
}
SECRET = {
    "payload", "raw", "order_key", "buyer_key", "order_ref", "line_ref", "secret", "secret_hash", "password", "text", "title", "pros",
    "cons", "words", "excerpt", "reason_text", "told_reason", "statement", "note", "buyer", "order", "content_hash", "claim_key",
}  # fmt: skip


@pytest.fixture
def root() -> User:
    return User.objects.create_superuser("root@example.org")


@pytest.fixture
def inside(client: Client, root: User) -> Client:
    client.force_login(root)
    return client


def tables() -> list[tuple[str, Any]]:
    return [(model._meta.model_name or "", table) for model, table in site._registry.items()]


def test_a_password_alone_does_not_open_it(client: Client, root: User, settings: Any) -> None:
    settings.SECOND_FACTOR = "required"
    client.force_login(root)

    # Without a second factor: to where one is set up.
    for address in ("/admin/", "/admin/sellerdesk/user/", "/admin/workers/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_activate_totp")), address

    # With one that this session has not proved: to where it is asked for, and back.
    secret = generate_totp_secret()
    TOTP.activate(root, secret)
    answer = client.get("/admin/sellerdesk/user/")
    assert answer["Location"] == reverse("mfa_reauthenticate") + "?next=%2Fadmin%2Fsellerdesk%2Fuser%2F"
    assert client.post("/admin/sellerdesk/user/", {"action": "close_account"})["Location"].endswith("?next=%2Fadmin%2F")

    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    proved = client.post(answer["Location"], {"code": code})
    assert (proved.status_code, proved["Location"]) == (302, "/admin/sellerdesk/user/")
    assert client.get("/admin/sellerdesk/user/").status_code == 200

    # A factor that is gone proves nothing any more.
    Authenticator.objects.all().delete()
    assert client.get("/admin/").status_code == 302


def test_no_table_adds_changes_or_deletes(inside: Client) -> None:
    request = inside.get("/admin/").wsgi_request
    for name, table in tables():
        assert isinstance(table, ReadOnly), name
        allowed = (table.has_add_permission(request), table.has_change_permission(request), table.has_delete_permission(request))
        assert allowed == (False, False, False), name
        assert set(table.get_actions(request)) == ACTIONS.get(name, set()), name
        assert (table.show_full_result_count, table.paginator, table.inlines) == (False, Bounded, ()), name
    assert not set(site._actions) - {"delete_selected"}
    assert not set(site._registry) & {model for model in djangos._registry if model.__name__ in {"Group", "Permission"}}


def test_no_table_tells_who_gave_a_store_rating_or_what_somebody_wrote(inside: Client, cast: Cast) -> None:
    labels = {model._meta.label for model in site._registry}
    assert not {label for label in labels if label.startswith("ratings.")}
    assert not labels & {"sellerdesk.OrderMark", "sellerdesk.Order", "sellerdesk.Buyer", "sellerdesk.Moment"}
    for name, table in tables():
        assert table.fields, f"{name} names what it shows"
        shown = {*table.fields, *table.list_display, *(column.split("__")[0] for column in getattr(table, "within", ()))}
        assert not shown & SECRET, name
        assert {str(one) for one in table.list_filter} <= {
            field.name
            for field in table.model._meta.get_fields()
            if getattr(field, "choices", None) or field.get_internal_type() == "BooleanField" or field.name in table.codes
        }, name

    rating = _record(cast, "store_rating", "told-by-nobody")
    other = _record(cast, "review", "told-by-somebody")
    page = inside.get("/admin/sellerdesk/feedrecord/").content.decode()
    assert other.outside_id in page
    assert rating.outside_id not in page
    assert inside.get(f"/admin/sellerdesk/feedrecord/{rating.pk}/change/").status_code == 302
    # What no filter offers is not answered either: an address could guess at what no page shows.
    assert inside.get("/admin/sellerdesk/feedrecord/?raw__order=O1").status_code in {302, 400}
    assert inside.get("/admin/sellerdesk/outbound/?payload__text=a").status_code in {302, 400}


def test_every_table_and_column_has_a_name_in_the_readers_language() -> None:
    with translation.override("ru"):
        untold = {
            f"{name}.{column}: {words}"
            for name, table in tables()
            for column, codes in table.codes.items()
            for words in codes().values()
            if str(words).isascii() and str(words) not in {"webhook"}
        }
        untold |= {
            f"{name}.{column}"
            for name, table in tables()
            for column in {*table.list_display, *table.fields} - {"id"}
            if str(label_for_field(column, table.model, table)).isascii()
        }
        untold |= {name for name, table in tables() if str(table.model._meta.verbose_name_plural).isascii()}
        untold |= {
            f"{name}.{field.name}: {label}"
            for name, table in tables()
            for field in table.model._meta.fields
            if field.name in {*table.list_display, *table.fields, *table.list_filter} and field.choices
            for _value, label in field.flatchoices
            if str(label).isascii() and label not in {"Taobao", "Wildberries"}
        }
        untold |= {name for name in app.conf.beat_schedule if str(admin_words.TASKS.get(name, name)).isascii()}
        untold |= {one["name"] for one in site.get_app_list(_asked_by_root()) if one["name"].isascii()} - {"SellerDesk"}
    assert untold == set()


def _asked_by_root() -> Any:
    request = RequestFactory().get("/admin/")
    request.user = User(is_superuser=True, is_active=True)
    return request


def _record(cast: Cast, kind: str, name: str) -> FeedRecord:
    load = FeedLoad.objects.create(desk=cast.desk, shop=cast.shop, source="test", started_at=NOW)
    return FeedRecord.objects.create(
        desk=cast.desk, shop=cast.shop, load=load, line=1, type=kind, outside_id=name, content_hash=name.encode()[:32], state=2,
        code="order_unknown", raw={"order": "O1"},
    )  # fmt: skip


def _fill(cast: Cast, number: int) -> None:
    """So many rows of what the lists join most."""
    for at in range(number):
        key = f"{number}-{at}"
        person = make_person(f"p{key}@example.org")
        desk = Desk.objects.create(slug=f"d{key}", name=key, created_at=NOW)
        Membership.objects.create(desk=desk, user=person, role="agent", created_at=NOW)
        shop = Shop.objects.create(desk=desk, slug=f"s{key}", name=key, time_zone="UTC", created_at=NOW)
        Outbound.objects.create(desk=desk, shop=shop, kind="reply", dedupe_key=key, not_before=NOW, created_at=NOW)
        WorkItem.objects.create(desk=desk, kind="reply", subject=f"review:{at}", opened_at=NOW, assignee=person)
        Notice.objects.create(desk=desk, user=person, kind="work", subject=f"work:{at}", at=NOW)
        load = FeedLoad.objects.create(desk=desk, shop=shop, source="t", started_at=NOW)
        FeedRecord.objects.create(
            desk=desk, shop=shop, load=load, line=1, type="review", outside_id=key, content_hash=b"x", state=3, code="order_unknown", raw={}
        )


def test_each_list_asks_as_much_for_forty_rows_as_for_two(inside: Client, cast: Cast) -> None:
    def asked() -> dict[str, int]:
        found = {}
        for name, table in tables():
            with CaptureQueriesContext(connection) as queries:
                answer = inside.get(reverse(f"admin:{table.model._meta.app_label}_{name}_changelist"))
            assert answer.status_code == 200, name
            found[name] = len(queries)
        return found

    _fill(cast, 2)
    few = asked()
    _fill(cast, 38)
    assert asked() == few


def test_a_list_counts_no_further_than_it_leads() -> None:
    assert f"LIMIT {COUNTED}" in _counting(Bounded(Outbound.objects.order_by("-pk"), 50))


def _counting(pages: Bounded) -> str:
    with CaptureQueriesContext(connection) as queries:
        assert pages.count == 0
    return queries[0]["sql"]


def test_the_search_leads_with_the_desk(inside: Client, cast: Cast) -> None:
    WorkItem.objects.create(desk=cast.desk, kind="reply", subject="review:1", opened_at=NOW)
    WorkItem.objects.create(desk=cast.desk, kind="reply", subject="review:12", opened_at=NOW)

    def found(words: str) -> tuple[bool, bool]:
        text = inside.get("/admin/sellerdesk/workitem/", {"q": words}).content.decode()
        return "review:1<" in text, "review:12<" in text

    assert found(cast.desk.slug) == (True, True)
    assert found(f"{cast.desk.slug} review:12") == (False, True)
    assert found(f"{cast.desk.slug} review:") == (False, False)
    assert found("elsewhere review:12") == (False, False)


def _acted(client: Client, table: str, name: str, *rows: int, confirmed: bool = True) -> Any:
    facts: dict[str, Any] = {"action": name, "_selected_action": list(rows)}
    return client.post(f"/admin/sellerdesk/{table}/", facts | ({"confirmed": "yes"} if confirmed else {}), follow=True)


def test_a_delivery_is_sent_again_and_called_off_by_the_desks_commands(inside: Client, cast: Cast) -> None:
    dead = Outbound.objects.create(
        desk=cast.desk, shop=cast.shop, kind="reply", dedupe_key="a", state="dead", not_before=NOW, created_at=NOW, settled_at=NOW
    )
    asked = _acted(inside, "outbound", "send_again", dead.pk, confirmed=False)
    assert "Send these again?" in asked.content.decode()
    assert Outbound.objects.get(pk=dead.pk).state == "dead"

    _acted(inside, "outbound", "send_again", dead.pk)
    assert Outbound.objects.get(pk=dead.pk).state == "queued"
    _acted(inside, "outbound", "call_off", dead.pk)
    assert Outbound.objects.get(pk=dead.pk).state == "cancelled"
    assert "Done for" not in _acted(inside, "outbound", "call_off", dead.pk).content.decode()
    entries = AuditEntry.objects.filter(desk=cast.desk, subject=outbox.subject(dead.pk)).order_by("number")
    assert [(one.what, one.actor_label) for one in entries] == [
        ("delivery.sent_again", "root@example.org"), ("delivery.called_off", "root@example.org"),
    ]  # fmt: skip


def test_an_account_is_closed_by_a_command_and_each_desk_hears_of_it(inside: Client, cast: Cast, root: User) -> None:
    _acted(inside, "user", "close_account", cast.bob.pk, root.pk)

    assert not User.objects.get(pk=cast.bob.pk).is_active
    assert User.objects.get(pk=root.pk).is_active, "nobody closes their own"
    entry = AuditEntry.objects.get(what="person.account_closed")
    assert (entry.desk_id, entry.subject, entry.before, entry.after) == (
        cast.desk.pk,
        f"user:{cast.bob.pk}",
        {"active": True},
        {"active": False},
    )

    _acted(inside, "user", "open_account", cast.bob.pk)
    assert User.objects.get(pk=cast.bob.pk).is_active


def test_a_record_is_judged_again_through_the_feed(inside: Client, cast: Cast) -> None:
    record = _record(cast, "review", "R1")
    _acted(inside, "feedrecord", "judge_again", record.pk)
    assert AuditEntry.objects.get(what="records.judged").after == {"judged": 1, "released": 0}


def test_the_workers_page_shows_queues_and_last_runs(inside: Client) -> None:
    task_runs.started("ratings.check", now=NOW)
    task_runs.ended("ratings.check", began=NOW, error="OperationalError", now=NOW)
    text = inside.get("/admin/workers/").content.decode()
    assert "OperationalError" in text
    assert "figures against replay" in text
    assert {name for name, _length in task_runs.queue_lengths()} == {"now", "bulk"}


def test_a_task_of_the_beat_table_leaves_its_last_run(monkeypatch: pytest.MonkeyPatch) -> None:
    from sellerdesk import moments, tasks

    tasks.sweep_moments.apply()
    run = TaskRun.objects.get(task="sellerdesk.moments")
    assert (run.outcome, run.error, run.ended_at is not None) == ("done", "", True)

    def breaks(**_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(moments, "sweep", breaks)
    tasks.sweep_moments.apply()
    run.refresh_from_db()
    assert (run.outcome, run.error, run.failed_at is not None) == ("failed", "ZeroDivisionError", True)
    tasks.share_out.apply(kwargs={"desk_id": 1})
    assert TaskRun.objects.count() == 1, "of what the beat table does not name nothing is kept"


def test_djangos_own_password_form_is_not_there(inside: Client) -> None:
    assert inside.post("/admin/password_change/", {"new_password1": "x"})["Location"] == reverse("account_change_password")


def test_what_somebody_asked_for_is_not_the_planned_run() -> None:
    from ratings import tasks

    tasks.check.apply(kwargs={"shop_id": 0})
    assert not TaskRun.objects.filter(task="ratings.check").exists()


@command
def _entered(*, desk_id: int, now: datetime) -> None:
    audit.record(desk_id, actor.SYSTEM, "shop.changed", "shop:7", {"name": "Old"}, {"name": "New", "every_shop": True}, now)


def test_codes_are_shown_in_the_readers_words_and_found_by_them(client: Client, cast: Cast) -> None:
    root = User.objects.create_superuser("root@example.org", language="ru")
    client.force_login(root)
    item = WorkItem.objects.create(desk=cast.desk, kind="dead_delivery", subject="outbound:7", opened_at=NOW)
    _entered(desk_id=cast.desk.pk, now=NOW)
    entry = AuditEntry.objects.get(what="shop.changed")

    def page(address: str, **asked: str) -> str:
        return client.get(f"/admin/sellerdesk/{address}", asked).content.decode()

    # In the list, as the filter and on the row's page.
    listed = page("workitem/")
    assert (listed.count("Не отправлено"), ">dead_delivery<" in listed) == (2, False)
    assert "Не отправлено" in page("workitem/", kind__exact="dead_delivery")
    assert "outbound:7" not in page("workitem/", kind__exact="question")
    assert "Не отправлено" in page(f"workitem/{item.pk}/change/")

    # The search takes the verb and its words; what was before and after stands in fields, not in braces.
    for said in ("shop.changed", "Изменён магазин", "изменён МАГАЗИН"):
        assert "Изменён магазин" in page("auditentry/", q=f"{cast.desk.slug} {said}").partition("result_list")[2], said
    assert "result_list" not in page("auditentry/", q=f"{cast.desk.slug} Создан магазин")
    opened = page(f"auditentry/{entry.pk}/change/")
    assert "Изменён магазин" in opened
    assert "Магазин 7" in opened
    assert "{&#x27;name&#x27;" not in opened
    assert "{&quot;name&quot;" not in opened
