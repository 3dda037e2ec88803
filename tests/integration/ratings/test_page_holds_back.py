"""What the ratings page and its CSV hold back, so that nobody learns of a single rating."""

import re

import pytest
from django.test import Client

from ratings import queries
from sellerdesk.models import Desk
from tests.factories.feed import load, told
from tests.integration.ratings.page import NOW, clock, days_of, desk, figure, page_of, rated, reader, shop_in


__all__ = ["clock", "desk", "reader"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 4])
def test_below_five_marks_the_figure_opens_nothing(reader: Client, desk: Desk, count: int) -> None:
    load(shop_in(desk), *rated(count, service=2), now=NOW)

    page = page_of(reader, "?dim=service")

    assert figure("2.0000") in page
    assert "hbars" not in page
    assert "comes about" not in page
    assert 'class="plot"' not in page
    assert all(not row["mean"] for row in days_of(reader) if row["dimension"] == "service")


def test_from_five_marks_on_it_opens(reader: Client, desk: Desk) -> None:
    load(shop_in(desk), *rated(5, service=2), now=NOW)

    page = page_of(reader, "?dim=service")

    assert "(5 × 0 + 4 × 0 + 3 × 0 + 2 × 5 + 1 × 0) ÷ 5 = <b" in page
    assert 'class="plot"' in page
    assert "5 raters" in page
    assert "100.0%" in page


def test_windows_that_are_a_mark_apart_do_not_tell_that_mark(reader: Client, desk: Desk) -> None:
    load(shop_in(desk), *rated(9, service=5), *rated(1, start=9, days_ago=180, service=1), now=NOW)

    own, other = page_of(reader, "?dim=service"), page_of(reader, "?dim=service&window=180_days")

    assert figure("4.6000") in own
    assert "5.0000" not in own
    assert "5.0000" not in other
    assert "under 5 marks apart" in other
    assert "hbars" not in other
    rows = [row for row in days_of(reader, "?window=180_days") if row["dimension"] == "service" and row["day"] == "2026-03-20"]
    assert [(row["mean"], row["note"]) for row in rows] == [("", "fewer_than_5_marks")]


def test_the_other_window_of_yesterday_does_not_tell_the_mark_of_today(reader: Client, desk: Desk) -> None:
    """Yesterday's 180 days and today's 6 months begin on one day: they differ by what was given today, a single one."""
    old, middle = rated(6, days_ago=180, service=5), rated(20, start=6, days_ago=90, service=4)
    tea = shop_in(desk)
    load(tea, *old, *middle, *rated(1, start=26, days_ago=0, service=1), now=NOW)
    today = tea.day(NOW)
    official, yesterday = queries.current(tea, "6_months", now=NOW), queries.at_end_of(tea, today - 1, "180_days")
    assert official.dimensions["service"].stars == (1, 0, 0, 20, 6)
    assert yesterday.dimensions["service"].stars == (0, 0, 0, 20, 6)

    told_ = {
        window: [row for row in days_of(reader, f"?window={window}") if row["dimension"] == "service" and not row["note"]]
        for window in ("6_months", "180_days")
    }

    assert [row["count"] for row in told_["6_months"]][:2] == ["27", "6"]
    assert [row["count"] for row in told_["180_days"]][:2] == ["21", "6"]


def test_the_csv_holds_back_what_the_page_does(reader: Client, desk: Desk) -> None:
    """Today's other window is a mark apart, days long ago are not: neither is told."""
    long_ago = [*rated(1, days_ago=180, service=1), *rated(10, start=1, days_ago=120, service=5)]
    load(shop_in(desk), *long_ago, *rated(40, start=11, days_ago=90, service=5), now=NOW)

    page = page_of(reader, "?dim=service&window=180_days")
    rows = [row for row in days_of(reader, "?window=180_days") if row["dimension"] == "service"]

    assert 'class="plot"' not in page
    assert {row["note"] for row in rows} == {"fewer_than_5_marks"}


def test_what_does_not_count_names_nobody(reader: Client, desk: Desk) -> None:
    tea = shop_in(desk, rules="standard")
    voids = [told("trade_void", f"V{number}", NOW.isoformat(), order=f"O{number}", reason="x") for number in range(6)]
    load(tea, *rated(12, service=5), *voids[:4], now=NOW)
    closed = page_of(reader)
    load(tea, *voids, now=NOW)
    opened = page_of(reader)

    assert "The marketplace struck the trade" in closed
    assert "Days are told from 5 ratings of one kind on." in closed
    assert "Given, the trade was struck" not in closed
    assert "Given, the trade was struck" in opened
    assert "17 Mar" in opened
    for page in (closed, opened):
        assert not re.search(r"\b[OBSV]\d+\b", re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL))


def test_no_row_of_what_does_not_count_is_of_a_single_rating(reader: Client, desk: Desk) -> None:
    tea = shop_in(desk, rules="standard")
    given = [record for number in range(7) for record in rated(1, start=number, days_ago=3 + 2 * number, service=5)]
    voids = [told("trade_void", f"V{number}", NOW.isoformat(), order=f"O{number}", reason="x") for number in range(7)]
    load(tea, *given, *voids, now=NOW)

    for query in ("", "?days=all"):
        page = page_of(reader, query)
        (body,) = re.findall(r"<caption.*?<tbody>(.*?)</tbody>", page, flags=re.DOTALL)
        assert re.findall(r'<td class="r num">(\d+)</td>', body) == ["7"]
        assert re.findall(r">(\d+ \w+)<", body) == ["5 Mar", "17 Mar"]
        assert "Days with fewer than 5 are put together." in page
