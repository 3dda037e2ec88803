"""The demo's feed before the schema and the oracle: all of it is valid but what the story means to be rejected."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from sellerdesk.demo import year
from sellerdesk.demo.plans import PLANS, Plan
from sellerdesk.feed import reading
from sellerdesk.feed.fact import Fact
from tests.oracle import report, states


ENDS = (datetime(2026, 11, 25, 20, 15, tzinfo=UTC), datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2028, 2, 29, 15, 59, tzinfo=UTC))
every_plan = pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.slug)


@pytest.mark.parametrize("until", ENDS)
@every_plan
def test_every_line_passes_the_schema(plan: Plan, until: datetime) -> None:
    for number, line in enumerate(year.lines(plan, until=until), start=1):
        fact = reading.fact(number, line, shop_id=1)
        assert isinstance(fact, Fact), fact


@pytest.mark.parametrize("until", ENDS)
@every_plan
def test_the_rules_reject_what_is_meant_to_be_rejected_and_nothing_else(plan: Plan, until: datetime) -> None:
    fates = Counter(states(list(year.records(plan, until=until)), rules=plan.rules).values())
    rejected = {code: number for (state, code), number in fates.items() if state == "rejected"}

    assert rejected == dict(plan.meant)
    assert {state for state, _ in fates} == {"applied", "rejected"}


@pytest.mark.parametrize("until", ENDS)
def test_logistics_of_the_shop_in_the_crisis_crosses_within_the_month(until: datetime) -> None:
    plan = next(plan for plan in PLANS if plan.crisis)
    records, today = list(year.records(plan, until=until)), until.astimezone(plan.zone).date()
    means = []
    for days in (-30, 0, 30):
        day = today + timedelta(days=days)
        told = report(records, rules=plan.rules, time_zone=plan.time_zone, window="6_months", as_of=day, now=until)
        means.append(Fraction(told["dimensions"]["logistics"]["mean"]))

    assert means[0] > means[1] > Fraction("4.6") > means[2]
    assert means[1] < Fraction("4.66")
