"""What the database adds up is what the rules say, round by round."""

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chat.domain import asking
from chat.domain.asking import Asked
from chat.domain.figures import NOTHING, Buyers, Round, Tally, buyers, median, tally
from chat.domain.local_days import Clock
from chat.models import Round as Row
from chat.queries import figures as queries, rounds as listing
from chat.queries.scope import Scope
from sellerdesk import shops
from sellerdesk.models import Desk
from tests.factories.kernel import make_desk, make_person, make_shop
from tests.factories.rounds import make_round


pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 2, 10, 30, 0, 5, tzinfo=UTC)
ZONES = ("Asia/Shanghai", "Europe/Berlin", "Asia/Kathmandu", "America/Havana")


@pytest.fixture
def desk() -> Desk:
    return make_desk("harbor")


def _fill(desk: Desk, seed: int, number: int = 72, *, days: int = 30) -> list[Any]:
    """Rounds around limits, ends of days and of hours, in shops whose clocks differ; Berlin's and Havana's are changed in these weeks."""
    luck = random.Random(seed)
    people = [make_person() for _ in range(3)]
    found = [
        make_shop(desk, f"shop-{seed}-{place}", time_zone=zone, reply_target_seconds=3600 - 1800 * (place % 2))
        for place, zone in enumerate(ZONES)
    ]
    for shop in found:
        for _ in range(number // len(ZONES)):
            asked = NOW - timedelta(
                hours=luck.randrange(0, days * 24), minutes=luck.choice((0, 30, 59)), microseconds=luck.choice((0, 1, 5))
            )
            if luck.random() < 0.1:
                asked = (
                    NOW
                    - luck.choice((timedelta(minutes=3), timedelta(minutes=10), shop_target(shop)))
                    - timedelta(microseconds=luck.randrange(3))
                )
            answer = luck.choice((None, 0, 179.999999, 180, 180.000001, 599, 600, 601, 1800, 3600, 3600.000001, 9000, 90000))
            automatic = luck.choice((None, None, 2, 30.5))
            row = make_round(
                shop, asked, answer, agent=luck.choice((None, *people)) if answer is not None else None, automatic=automatic,
                buyer=f"B{luck.randrange(12)}", after_sale=luck.random() < 0.4,
            )  # fmt: skip
            if answer is None and luck.random() < 0.3:
                Row.objects.filter(pk=row.pk).update(done_at=asked + timedelta(minutes=4))
    return found


def shop_target(shop: Any) -> timedelta:
    return timedelta(seconds=shop.reply_target_seconds)


def scope_of(desk: Desk, found: list[Any], **told: str) -> Scope:
    facts = [shops.facts(shop) for shop in found]
    return Scope(desk.pk, facts, asking.read(told, today=NOW.toordinal()), NOW)


def rows_in(scope: Scope) -> list[tuple[Any, Round, Row]]:
    """The rounds of a scope, one by one."""
    found = []
    for shop in scope.shops:
        for row in Row.objects.filter(shop_id=shop.id).select_related("thread"):
            one = Round(row.thread.buyer_id, row.asked_at, row.answered_at, row.agent_id, row.automatic_at, row.done_at)
            local = Clock(shop.zone).local(row.asked_at)
            if _is_asked(scope.asked, one, row, local) and row.asked_at <= scope.now:
                found.append((shop, one, row))
    return found


def _is_asked(asked: Asked, one: Round, row: Row, local: datetime) -> bool:
    return (
        asked.period.first <= local.toordinal() <= asked.period.last
        and asked.agent in {None, one.who}
        and (not asked.sale or row.after_sale == (asked.sale == "after"))
        and asked.hour in {None, local.hour}
        and asked.weekday in {None, local.isoweekday()}
    )


KEYS: dict[str, Callable[[Any, Round, Row], Any]] = {
    "all": lambda shop, one, row: None,
    "shop": lambda shop, one, row: shop.id,
    "sale": lambda shop, one, row: row.after_sale,
    "agent": lambda shop, one, row: one.who,
    "day": lambda shop, one, row: Clock(shop.zone).day(one.asked_at),
    "hour": lambda shop, one, row: (Clock(shop.zone).local(one.asked_at).isoweekday(), Clock(shop.zone).local(one.asked_at).hour),
}


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 6))])
@pytest.mark.parametrize(
    "told",
    [
        {"period": "30"},
        {"from": "2026-03-29", "to": "2026-03-29"},
        {"from": "2026-03-08", "to": "2026-04-02", "sale": "after"},
        {"period": "month", "agent": "elsewhere"},
        {"period": "30", "hour": "12", "weekday": "3"},
        {"from": "2026-05-01", "to": "2026-05-03"},
    ],
)
def test_the_database_adds_up_what_the_rules_say(desk: Desk, seed: int, told: dict[str, str]) -> None:
    scope = scope_of(desk, _fill(desk, seed), **told)
    one_by_one = rows_in(scope)

    found = queries.figures(scope, "shop", "sale", "agent", "day", "hour")

    for name, key_of in KEYS.items():
        tallies: dict[Any, Tally] = defaultdict(lambda: NOTHING)
        waits: dict[Any, list[timedelta]] = defaultdict(list)
        for shop, one, row in one_by_one:
            key = key_of(shop, one, row)
            tallies[key] += tally(one, clock=Clock(shop.zone), target=shop.reply_target, now=NOW)
            waits[key] += [one.waited] if one.waited is not None else []
        lines = found.lines[name]
        assert {key: line.tally for key, line in lines.items() if line.tally != NOTHING} == dict(tallies)
        middles = {key: median(sorted(own)[(len(own) - 1) // 2], sorted(own)[len(own) // 2]) for key, own in waits.items() if own}
        assert {key: line.median for key, line in lines.items() if line.median is not None} == middles


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.long)])
def test_buyers_are_met_on_the_day_on_which_they_asked(desk: Desk, seed: int) -> None:
    scope = scope_of(desk, _fill(desk, seed), **{"from": "2026-03-08", "to": "2026-04-02"})
    by_day: dict[int, Buyers] = defaultdict(Buyers)
    for shop in scope.shops:
        for day, met in buyers((one for own, one, _ in rows_in(scope) if own is shop), clock=Clock(shop.zone)).items():
            by_day[day] += met

    found = queries.figures(scope, "day", "shop")

    assert {day: line.buyers for day, line in found.lines["day"].items() if line.buyers != Buyers()} == by_day
    assert found.total.buyers == sum(by_day.values(), Buyers())
    assert 0 < found.total.buyers.answered < found.total.buyers.asked


@pytest.mark.parametrize(
    "told", [{"from": "2026-03-28", "to": "2026-04-02"}, {"from": "2026-03-28", "to": "2026-04-02", "agent": "nobody"}]
)
def test_the_list_behind_a_figure_has_as_many_rounds_as_it_says(desk: Desk, told: dict[str, str]) -> None:
    scope = scope_of(desk, _fill(desk, 1, 60, days=6), **told)
    line = queries.figures(scope).total
    tally_ = line.tally
    said = {
        "all": tally_.rounds, "answered": tally_.answered, "unanswered": tally_.unanswered, "done": tally_.done, "in_time": tally_.in_time,
        "late": tally_.late, "running": tally_.running, "daytime": tally_.daytime, "within_3": tally_.within_3, "over_3": tally_.over_3,
        "capped": tally_.capped, "automatic": tally_.automatic,
    }  # fmt: skip
    if line.buyers is not None:
        said |= {"buyers": line.buyers.asked, "buyers_answered": line.buyers.answered}
        said["buyers_unanswered"] = line.buyers.asked - line.buyers.answered

    for which, number in said.items():
        shown: list[int] = []
        after = None
        while True:
            page = listing.page(scope, asking.which(which), after=after, size=15)
            assert page.count == number
            shown += [row.id for row in page.rows]
            after = page.next
            if after is None:
                break
        assert len(set(shown)) == len(shown) == number


def test_a_round_at_the_same_instant_as_another_is_not_passed_over(desk: Desk) -> None:
    shop = make_shop(desk, "tea")
    for _ in range(5):
        make_round(shop, NOW - timedelta(days=2))
    scope = scope_of(desk, [shop])

    first = listing.page(scope, "all", after=None, size=3)
    rest = listing.page(scope, "all", after=first.next, size=3)

    assert len({row.id for row in (*first.rows, *rest.rows)}) == 5
    assert rest.next is None


def test_without_shops_there_is_nothing(desk: Desk) -> None:
    scope = scope_of(desk, [])

    assert queries.figures(scope, "agent", "day", "hour").total.tally == NOTHING
    assert listing.page(scope, "late", after=None).count == 0
