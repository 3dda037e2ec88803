"""The worked examples through the product itself: loaded in any arrangement they end in the reports expected."""

import random
from collections.abc import Callable

import pytest

from tests.feeding import fates, load, make_shop, reported
from tests.oracle import Record, digest, states
from tests.oracle.vectors import names, vector


Arrangement = Callable[[list[Record]], list[list[Record]]]


def as_given(records: list[Record]) -> list[list[Record]]:
    return [records]


def reversed_(records: list[Record]) -> list[list[Record]]:
    return [records[::-1]]


def shuffled(records: list[Record]) -> list[list[Record]]:
    return [random.Random(7).sample(records, len(records))]


def in_several_loads(records: list[Record]) -> list[list[Record]]:
    lines = random.Random(11).sample(records, len(records))
    return [lines[:1], lines[1:90], lines[90:700], lines[700:]]


def twice(records: list[Record]) -> list[list[Record]]:
    return [records, random.Random(13).sample(records, len(records))]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("arrange", [as_given, reversed_, shuffled, in_several_loads, twice])
@pytest.mark.parametrize("name", names())
def test_vector_ends_in_its_reports(name: str, arrange: Arrangement) -> None:
    example = vector(name)
    make_shop(rules=example.rules, time_zone=example.time_zone, window=example.window)

    answers = [load(lines) for lines in arrange(example.records)]

    found = [reported(expected["as_of"], window=expected["window"]["kind"]) for expected in example.reports]
    assert found == example.reports
    judged = states(example.records, rules=example.rules)
    assert fates(example.records) == [judged[digest(record)] for record in example.records]
    read = sum(answer["read"] for answer in answers)
    assert read == sum(answer[name] for answer in answers for name in ("applied", "unchanged", "waiting", "rejected"))
    assert read == len(example.records) * (2 if arrange is twice else 1)
