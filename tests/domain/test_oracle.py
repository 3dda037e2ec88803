"""The oracle against cases worked out by hand: one table for each rule, to the second."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from tests.oracle import digest, report, states
from tests.oracle.cases import CASES, differences
from tests.oracle.cases.making import Case
from tests.oracle.cases.marks import AGAINST_CATEGORY, LEVELS, MARKS_NEEDED
from tests.oracle.credit import level_of
from tests.oracle.marks import against_category, marks_needed


NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_report_and_fates_are_those_of_the_rulebook(case: Case) -> None:
    found = states(case.records, rules=case.profile)

    assert {f"{record['type']} {record['id']} {record['at']}": found[digest(record)] for record, _ in case.fates} == {
        f"{record['type']} {record['id']} {record['at']}": (fate, None) if fate in {"applied", "waiting"} else ("rejected", fate)
        for record, fate in case.fates
    }
    for day, wanted in case.reports.items():
        told = report(
            case.records, rules=case.profile, time_zone=case.time_zone, window=case.window, as_of=date.fromisoformat(day), now=NOW
        )
        assert differences(wanted, told) == []


def test_cases_cover_every_rule_that_moves_a_figure() -> None:
    covered = {case.rule for case in CASES}

    assert covered == {1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21}
    assert len({case.name for case in CASES if case.rule == 13}) > 1


@pytest.mark.parametrize(("total", "count", "target", "needed"), MARKS_NEEDED)
def test_marks_needed_are_exact(total: int, count: int, target: str, needed: int | None) -> None:
    assert marks_needed(total, count, Fraction(target)) == needed


@pytest.mark.parametrize(("mean", "average", "best", "worst", "side", "percent"), AGAINST_CATEGORY)
def test_category_is_compared_exactly(mean: str, average: str, best: str, worst: str, side: str, percent: str) -> None:
    assert against_category(Fraction(mean), Fraction(average), Fraction(best), Fraction(worst)) == (side, percent)


@pytest.mark.parametrize(("score", "level"), LEVELS)
def test_level_begins_at_its_score(score: int, level: int) -> None:
    assert level_of(score) == level
