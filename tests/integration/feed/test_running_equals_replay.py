"""Rulebook 21 as a machine: whatever arrives, and wherever the clock stands, running figures, replay and oracle agree."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from ratings.models import RunningFigure
from ratings.services import moving, replaying as ratings_replaying
from reviews.models import Review
from reviews.services import flagging, replaying as reviews_replaying
from sellerdesk import moments, reports, shops
from sellerdesk.domain.days import WINDOWS
from sellerdesk.feed import loading, reading
from tests.feeding import line_of, make_shop
from tests.oracle import Record, report
from tests.oracle.records import instant
from tests.oracle.strategies import HostileFeed, hostile_feeds


FRESH = count(1)
STEPS = (
    *(timedelta(seconds=s) for s in (0, 1, 59)),
    *(timedelta(minutes=m) for m in (29, 30, 31)),
    *(timedelta(hours=h) for h in (5, 23, 24, 25)),
    *(timedelta(days=d) for d in (1, 2, 14, 15, 31, 180)),
)


class Desk(RuleBasedStateMachine):
    """A shop whose facts arrive in pieces while its clock goes on; each page that could be asked for is compared with the oracle."""

    @initialize(data=st.data(), feed=hostile_feeds(most_orders=4))
    def open(self, data: st.DataObject, feed: HostileFeed) -> None:
        """A shop, a feed in some order, and a clock that stands at one of the feed's instants, a nudge before or after."""
        slug = f"machine-{next(FRESH)}"
        make_shop(rules=feed.rules, time_zone=feed.time_zone, window=feed.window, slug=slug)
        self.shop, self.feed = shops.named(slug), feed
        self.coming: list[Record] = data.draw(st.permutations(feed.records))
        self.known: list[Record] = []
        self.instants = sorted({instant(record["at"]) for record in feed.records})
        self.now = data.draw(st.sampled_from(self.instants)) + data.draw(st.sampled_from(STEPS))
        self.load = loading.start(shop=self.shop, source="machine", now=self.now)

    @precondition(lambda self: self.coming)
    @rule(many=st.integers(1, 8))
    def told(self, many: int) -> None:
        """Some facts arrive."""
        lines, self.coming = self.coming[:many], self.coming[many:]
        self._apply(lines)

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def told_again(self, data: st.DataObject) -> None:
        """A fact that was known arrives again."""
        self._apply([data.draw(st.sampled_from(self.known))])

    @precondition(lambda self: self._orders())
    @rule(data=st.data(), kind=st.sampled_from(("struck", "completed", "not completed", "another buyer")))
    def restated(self, data: st.DataObject, kind: str) -> None:
        """A trade is struck, or its order is told otherwise than before."""
        order = data.draw(st.sampled_from(self._orders()))
        at = data.draw(st.sampled_from(self.instants)) + data.draw(st.sampled_from(STEPS))
        if kind == "struck":
            void = {"type": "trade_void", "id": f"void {len(self.known)}", "at": at.isoformat(), "order": order["id"], "reason": "fake"}
            self._apply([void])
            return
        restatements: dict[str, Record] = {
            "completed": {"completed_at": at.isoformat()},
            "not completed": {"completed_at": None},
            "another buyer": {"buyer": {"id": "B9"}},
        }
        self._apply([{**order, **restatements[kind], "updated_at": (at + timedelta(days=3)).isoformat()}])

    @rule(step=st.sampled_from(STEPS))
    def time_passes(self, step: timedelta) -> None:
        """The clock goes on, and nothing has happened by itself yet."""
        self.now += step

    @rule(data=st.data())
    def time_passes_to_an_edge(self, data: st.DataObject) -> None:
        """The clock goes on to an instant of the feed, or to the shop's next midnight."""
        tomorrow = self.now.astimezone(ZoneInfo(self.feed.time_zone)).date() + timedelta(days=1)
        midnight = datetime.combine(tomorrow, time(0), tzinfo=ZoneInfo(self.feed.time_zone)).astimezone(UTC)
        self.now = data.draw(st.sampled_from([*(at for at in self.instants if at > self.now), midnight]))

    @rule()
    def beat(self) -> None:
        """What workers do by the clock: midnights, moments, thresholds, flags."""
        while moving.move_due(now=self.now):
            pass
        moments.sweep(now=self.now)
        moving.settle(shop=self.shop, now=self.now)
        while flagging.judge(shop=self.shop, now=self.now, limit=2):
            pass
        assert not Review.objects.filter(shop_id=self.shop.id, judged=False).exists()
        running = RunningFigure.objects.filter(shop_id=self.shop.id).first()
        assert running is None or running.day.toordinal() >= self.shop.day(self.now)

    @invariant()
    def stored_figures_follow_from_the_ledgers(self) -> None:
        """Running figure, days' changes and credit equal a full replay."""
        assert ratings_replaying.check(shop_id=self.shop.id, now=self.now)
        assert reviews_replaying.check(shop_id=self.shop.id, now=self.now)

    @invariant()
    def reports_are_the_rulebooks(self) -> None:
        """Of the feed's days and of this very instant, under both windows, on the records known so far."""
        for day in (*self.feed.days, None):
            for window in WINDOWS:
                found = reports.shop_report(self.shop, as_of=day, window=window, now=self.now)
                assert found == self._by_the_rulebook(day, window), f"as of {day or self.now}"

    def _by_the_rulebook(self, day: date | None, window: str) -> dict[str, Any]:
        return report(self.known, rules=self.feed.rules, time_zone=self.feed.time_zone, window=window, as_of=day, now=self.now)

    def _orders(self) -> list[Record]:
        return [record for record in self.known if record["type"] == "order"]

    def _apply(self, lines: list[Record]) -> None:
        facts = [reading.fact(number, line_of(record), self.shop.id) for number, record in enumerate(lines, start=1)]
        loading.apply_batch(load=self.load, records=facts, now=self.now)
        self.known += lines


def run(examples: int, steps: int) -> None:
    """So many histories of so many steps."""
    checks = list(HealthCheck)
    run_state_machine_as_test(
        Desk,
        settings=settings(max_examples=examples, stateful_step_count=steps, derandomize=True, deadline=None, suppress_health_check=checks),
    )


@pytest.mark.django_db(transaction=True)
def test_some_histories() -> None:
    run(12, 12)


@pytest.mark.long
@pytest.mark.timeout(1500)
@pytest.mark.django_db(transaction=True)
def test_very_many_histories() -> None:
    run(80, 25)
