"""The demo desk in the product: filled once through the feed, never mixed with anything, with work in it today."""

import contextlib
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count

from chat.models import Message
from chat.services import replaying as talk
from ratings.services import replaying as marks
from reviews.services import flagging, replaying as credit
from sellerdesk import audit, demo_desk, panels, shops
from sellerdesk.demo import year
from sellerdesk.demo.plans import DESK, OPEN_WORK, PLANS, Plan
from sellerdesk.domain.actor import COMMAND_LINE
from sellerdesk.models import Buyer, Desk, FeedLoad, FeedRecord, Membership, Shop, User, WorkItem
from sellerdesk.panels import AsOf
from sellerdesk.privacy import buyers
from tests.architecture.asking import undone
from tests.feeding import answer_of, make_shop, reported
from tests.oracle import report


every_plan = pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.slug)


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """The demo desk, filled once for the questions of this file; each of them sees it as it was, and nobody after them."""
    with django_db_blocker.unblock(), undone():
        User.objects.create_superuser("keeper@example.com", "secret")
        told = answer_of("demo_fill")
        for plan in PLANS:
            while flagging.judge(shop=shops.named(plan.slug), now=datetime.now(UTC)):
                pass
        yield told


@pytest.fixture
def demo(filled: dict[str, Any], db: None) -> dict[str, Any]:
    """What `demo_fill` said."""
    return filled


def test_everything_is_loaded_but_what_is_meant_to_be_rejected(demo: dict[str, Any]) -> None:
    for plan, shop in zip(PLANS, demo["shops"], strict=True):
        codes: dict[str, int] = {}
        for code in FeedRecord.objects.filter(shop__slug=plan.slug, state=FeedRecord.State.REJECTED).values_list("code", flat=True):
            codes[code] = codes.get(code, 0) + 1

        assert codes == dict(plan.meant)
        assert shop["rejected"] == sum(plan.meant.values())
        assert shop["read"] == shop["applied"] + shop["waiting"] + shop["rejected"]
        waiting = FeedRecord.objects.filter(shop__slug=plan.slug, state=FeedRecord.State.WAITING)
        assert set(waiting.values_list("code", flat=True)) <= {"room_not_open"}


def test_the_desk_has_the_promised_work_and_no_other(demo: dict[str, Any]) -> None:
    until = Desk.objects.get(slug=DESK).demo_at
    assert until is not None
    for plan in PLANS:
        items = WorkItem.objects.filter(shop__slug=plan.slug, state=WorkItem.State.OPEN, kind=flagging.KIND)
        due = sorted(round((item.due_at - until).total_seconds() / 60) for item in items if item.due_at)
        assert due == sorted(plan.open_due)
    assert WorkItem.objects.filter(desk__slug=DESK, state=WorkItem.State.OPEN, kind=flagging.KIND).count() == OPEN_WORK
    minutes = sorted(minute for plan in PLANS for minute in plan.open_due)
    assert [minute < 0 for minute in minutes].count(True) >= 4
    assert [0 <= minute <= 60 for minute in minutes].count(True) >= 5
    assert [minute > 24 * 60 for minute in minutes].count(True) >= 2


@every_plan
def test_the_oracle_agrees_on_the_demo(demo: dict[str, Any], plan: Plan) -> None:
    until = datetime.fromisoformat(demo["until"])
    records = list(year.records(plan, until=until, doubted=demo_desk.doubted))
    for back in (0, 9, 47, 170):
        day = until.astimezone(plan.zone).date() - timedelta(days=back)
        expected = report(records, rules=plan.rules, time_zone=plan.time_zone, window="6_months", as_of=day, now=until)
        assert reported(day.isoformat(), slug=plan.slug) == expected


def test_one_dimension_of_one_shop_is_about_to_cross(demo: dict[str, Any]) -> None:
    plan = next(plan for plan in PLANS if plan.crisis)
    today = datetime.fromisoformat(demo["until"]).astimezone(plan.zone).date()
    means = [
        float(reported((today + timedelta(days=days)).isoformat(), slug=plan.slug)["dimensions"]["logistics"]["mean"])
        for days in (-30, 0, 30)
    ]

    assert means[0] > means[1] > 4.60 > means[2]
    assert means[1] < 4.66


def test_the_keeper_owns_it(demo: dict[str, Any]) -> None:
    member = Membership.objects.get(desk__slug=DESK)

    assert (member.user.email, member.role) == ("keeper@example.com", "owner")


def test_filling_twice_adds_nothing(demo: dict[str, Any]) -> None:
    before = FeedRecord.objects.count(), FeedLoad.objects.count(), audit.verify(Desk.objects.get(slug=DESK).pk)

    told = answer_of("demo_fill")

    assert told["until"] == demo["until"]
    assert {shop["left"] for shop in told["shops"]} == {"same"}
    assert (FeedRecord.objects.count(), FeedLoad.objects.count(), audit.verify(Desk.objects.get(slug=DESK).pk)) == before


def test_a_year_that_was_cut_off_is_completed(demo: dict[str, Any]) -> None:
    shop = shops.named(PLANS[2].slug)
    FeedLoad.objects.filter(shop_id=shop.id).update(finished_at=None)
    before = FeedRecord.objects.count()

    told = answer_of("demo_fill")["shops"][2]

    assert told["unchanged"] == told["read"] > 2_000
    assert FeedRecord.objects.count() == before


def test_a_year_of_another_version_is_left_as_it_is(demo: dict[str, Any]) -> None:
    FeedLoad.objects.update(source="demo 0123456789abcdef")
    before = FeedRecord.objects.count()

    told = answer_of("demo_fill")

    assert {shop["left"] for shop in told["shops"]} == {"other_version"}
    assert FeedRecord.objects.count() == before


def test_no_real_shop_comes_into_the_demo_desk(demo: dict[str, Any]) -> None:
    with pytest.raises(CommandError, match="no other shop belongs there"):
        call_command("shop_create", "tea", "--rules", "standard", "--time-zone", "UTC", "--desk", DESK, stdout=io.StringIO())

    assert not Shop.objects.filter(slug="tea").exists()


def test_a_shop_of_others_in_the_demo_desk_stops_it(demo: dict[str, Any]) -> None:
    Shop.objects.filter(slug=PLANS[0].slug).update(slug="mine")

    with pytest.raises(CommandError, match="holds the shop mine"):
        call_command("demo_fill", stdout=io.StringIO(), stderr=io.StringIO())


@pytest.mark.long
def test_removing_takes_everything_of_the_demo_and_nothing_else(demo: dict[str, Any]) -> None:
    make_shop(rules="standard", time_zone="UTC", window="6_months")

    assert answer_of("demo_remove")["rows"] > 10_000

    desk = Desk.objects.get(slug=DESK)
    for model in demo_desk._tables():
        assert not model._base_manager.filter(desk_id=desk.pk).exists(), model
    assert Shop.objects.get().slug == "tea"
    assert audit.verify(desk.pk).broken_at is None


@pytest.mark.long
def test_a_removed_demo_can_be_made_anew(demo: dict[str, Any]) -> None:
    later = datetime.fromisoformat(demo["until"]) + timedelta(days=3, hours=5)
    demo_desk.remove_demo(actor=COMMAND_LINE, now=later)

    until = demo_desk.open_demo(actor=COMMAND_LINE, now=later)

    assert until == later
    assert Shop.objects.filter(desk__slug=DESK).count() == len(PLANS)
    assert Membership.objects.filter(desk__slug=DESK, role="owner").count() == 1


@pytest.mark.long
def test_a_buyer_of_the_demo_is_erased_and_every_report_stays(demo: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each shop the buyer who said most: afterwards their id stands nowhere, and each report of a year is what it was."""
    for module in (marks, credit):
        # A snapshot needs a transaction of its own; here everything is inside the test's.
        monkeypatch.setattr(module, "snapshot", contextlib.nullcontext)
    until = datetime.fromisoformat(demo["until"])
    for plan in PLANS:
        shop = shops.named(plan.slug)
        days = [AsOf(shop.day(until) - back, until if not back else None) for back in (0, 30, 200)]
        before = [panels.report(shop, day, "6_months") for day in days]
        said = Message.objects.filter(shop_id=shop.id).values("buyer_id").annotate(number=Count("pk")).order_by("-number", "buyer_id")
        buyer = Buyer.objects.get(pk=said[0]["buyer_id"])

        buyers.erase(desk_id=shop.desk_id, shop_ids=[shop.id], buyer_id=buyer.pk, actor=COMMAND_LINE, now=datetime.now(UTC))

        assert holding(buyer.outside_id, shop.id) == []
        assert [panels.report(shop, day, "6_months") for day in days] == before
        assert marks.check(shop_id=shop.id, now=until)
        assert credit.check(shop_id=shop.id, now=until)
        assert talk.check(shop_id=shop.id, now=datetime.now(UTC))


def holding(word: str, shop_id: int) -> list[str]:
    """Tables in which a word stands, in rows of a shop or of none; but those of the simulated marketplace, which is the outside."""
    found = []
    where = "position(%s IN t::text) > 0 AND t::text ~ %s AND coalesce(to_jsonb(t)->>'shop_id', %s) = %s"
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'")
        for (table,) in cursor.fetchall():
            values = [word, rf"\m{word}\M", str(shop_id), str(shop_id)]
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}" AS t WHERE {where})', values)
            found += [table] if cursor.fetchone()[0] and "simulated" not in table else []
    return found
