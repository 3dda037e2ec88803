"""The cases worked out by hand, through the product itself."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.feeding import fates, load, make_shop, reported
from tests.oracle import report
from tests.oracle.cases import CASES, differences
from tests.oracle.cases.making import order, rating


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("rule", sorted({case.rule for case in CASES}))
def test_cases_of_a_rule_end_as_worked_out(rule: int) -> None:
    wrong: list[tuple[str, str, list[str]]] = []
    for number, case in enumerate(each for each in CASES if each.rule == rule):
        for arrangement, records in (("as told", case.records), ("backwards", case.records[::-1])):
            slug = f"{arrangement.replace(' ', '-')}-{number}"
            make_shop(rules=case.profile, time_zone=case.time_zone, window=case.window, slug=slug)

            load(records, slug)

            found = [code or state for state, code in fates([record for record, _ in case.fates], slug)]
            if found != [fate for _, fate in case.fates]:
                wrong.append((case.name, arrangement, found))
            for day, wanted in case.reports.items():
                if missing := differences(wanted, reported(day, slug=slug)):
                    wrong.append((case.name, arrangement, [day, *missing]))
    assert wrong == []


def test_report_without_a_day_is_of_now() -> None:
    make_shop(rules="standard", time_zone="Asia/Shanghai", window="6_months")
    before = datetime.now(UTC)
    placed = (before - timedelta(days=2)).isoformat()
    records = [
        order("O1", placed),
        order("O2", placed),
        rating("S1", (before - timedelta(minutes=1)).isoformat(), "O1", 5),
        rating("S2", (before + timedelta(hours=1)).isoformat(), "O2", 1),
    ]
    load(records)

    told = reported(None)

    after = datetime.now(UTC)
    assert told["dimensions"]["described"] == {"count": 1, "sum": 5, "stars": {"1": 0, "2": 0, "3": 0, "4": 0, "5": 1}, "mean": "5.0000"}
    # Both moments, for a midnight between them.
    assert told in [
        report(records, rules="standard", time_zone="Asia/Shanghai", window="6_months", as_of=None, now=moment)
        for moment in (before, after)
    ]
