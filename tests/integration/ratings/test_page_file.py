"""The days of the ratings page as CSV."""

import csv
import re
from datetime import date
from io import StringIO
from itertools import pairwise

import pytest
from django.test import Client

from ratings import queries
from ratings.domain.figures import DIMENSIONS, shown
from ratings.domain.opening import apart
from sellerdesk.domain.days import window_first
from sellerdesk.models import Desk
from tests.factories.feed import load
from tests.integration.ratings.page import NOW, clock, days_of, desk, rated, reader, shop_in


__all__ = ["clock", "desk", "reader"]
pytestmark = pytest.mark.django_db


def test_the_days_as_csv_are_those_of_the_report(reader: Client, desk: Desk) -> None:
    tea = shop_in(desk)
    load(tea, *(record for day in range(60) for record in rated(1 + day % 7, start=100 * day, days_ago=day, service=1 + day % 5)), now=NOW)

    rows = days_of(reader)

    first = window_first(tea.day(NOW), tea.window)
    assert len(rows) == (tea.day(NOW) - first + 1) * len(DIMENSIONS)
    nothing = {"count": "0", "sum": "0", "mean": "", "note": ""}
    assert rows[0] == {"day": "2026-03-20", "window": "6_months", "dimension": "described", **nothing}
    told_ = []
    for row in rows:
        if row["note"]:
            assert (row["count"], row["sum"], row["mean"]) == ("", "", "")
        else:
            day = date.fromisoformat(row["day"]).toordinal()
            said = queries.at_end_of(tea, day, tea.window).dimensions[row["dimension"]]
            assert (row["count"], row["sum"]) == (str(said.count), str(said.sum))
            assert row["mean"] == ("" if said.mean is None else shown(said.mean))
            told_ += [said] if row["dimension"] == "service" else []
    assert 10 < len(told_) < len(rows) / len(DIMENSIONS)
    assert all(apart(one, other) for one, other in pairwise(told_))


def test_no_cell_of_the_csv_is_a_formula(reader: Client, desk: Desk) -> None:
    load(shop_in(desk, "-1+1", name="=cmd()"), *rated(6, service=5), now=NOW)
    response = reader.get("/desks/harbor/ratings/days.csv")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9_.-]*|", cell) for row in csv.reader(StringIO(response.content.decode())) for cell in row)


def test_the_csv_is_of_one_shop(reader: Client, desk: Desk) -> None:
    shop_in(desk)
    shop_in(desk, "jade")

    assert reader.get("/desks/harbor/ratings/days.csv").status_code == 404
    assert reader.get("/desks/harbor/ratings/days.csv?shop=tea").status_code == 200
    assert reader.get("/desks/harbor/ratings/days.csv?shop=nobody").status_code == 404
