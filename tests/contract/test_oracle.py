"""The oracle itself against the worked examples and against real figures: it may judge others only while it passes."""

import json
import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests import real_ratings
from tests.oracle import Record, report, states
from tests.oracle.vectors import names, vector


NOW = datetime(2026, 11, 1, tzinfo=UTC)


def shuffled(records: list[Record]) -> list[Record]:
    return random.Random(20260331).sample(records, len(records))


def reversed_(records: list[Record]) -> list[Record]:
    return records[::-1]


def doubled(records: list[Record]) -> list[Record]:
    return shuffled([*records, *records])


@pytest.mark.parametrize("name", names())
def test_report_of_a_vector_is_the_one_expected(name: str) -> None:
    example = vector(name)

    for expected in example.reports:
        day = date.fromisoformat(expected["as_of"])
        told = report(
            example.records, rules=example.rules, time_zone=example.time_zone, window=expected["window"]["kind"], as_of=day, now=NOW
        )
        assert told == expected


@pytest.mark.parametrize("arrange", [reversed_, shuffled, doubled])
@pytest.mark.parametrize("name", names())
def test_report_does_not_depend_on_the_order_of_lines(name: str, arrange: Callable[[list[Record]], list[Record]]) -> None:
    example = vector(name)
    arranged = arrange(example.records)
    expected = example.reports[2]

    told = report(
        arranged,
        rules=example.rules,
        time_zone=example.time_zone,
        window=expected["window"]["kind"],
        as_of=date.fromisoformat(expected["as_of"]),
        now=NOW,
    )

    assert told == expected
    assert states(arranged, rules=example.rules) == states(example.records, rules=example.rules)


@real_ratings.needed
def test_report_of_real_ratings_is_exact_under_both_windows(tmp_path: Path) -> None:
    feeds = real_ratings.feeds(tmp_path)

    for seller, expected in real_ratings.expected().items():
        records = [json.loads(line) for line in feeds[seller].read_text(encoding="utf-8").splitlines()]
        for row in expected:
            told = report(records, rules="standard", time_zone="UTC", window=row["window"], as_of=date.fromisoformat(row["day"]), now=NOW)
            described = told["dimensions"]["described"]
            assert told["window"]["first"] == row["first_day"]
            assert (described["count"], described["sum"]) == (int(row["count"]), int(row["sum"]))
            assert list(described["stars"].values()) == [int(row[f"n{star}"]) for star in range(1, 6)]
