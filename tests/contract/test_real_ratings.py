"""The product against real ratings of a marketplace, both windows, loaded as anybody would load them."""

from pathlib import Path

import pytest

from tests import real_ratings
from tests.feeding import answer_of, make_shop, reported


@real_ratings.needed
@pytest.mark.django_db(transaction=True)
def test_twelve_sellers_are_exact_on_six_days_under_both_windows(tmp_path: Path) -> None:
    feeds = real_ratings.feeds(tmp_path)

    for number, (seller, expected) in enumerate(real_ratings.expected().items()):
        slug = f"seller-{number}"
        make_shop(rules="standard", time_zone="UTC", window="6_months", slug=slug)
        answer = answer_of("feed_load", str(feeds[seller]), "--shop", slug)
        assert answer["applied"] + answer["unchanged"] == answer["read"] > 0
        for row in expected:
            assert _told(slug, row) == _asked(row), (seller, row["day"], row["window"])


def _told(slug: str, row: real_ratings.Row) -> list[object]:
    told = reported(row["day"], window=row["window"], slug=slug)
    described = told["dimensions"]["described"]
    return [told["window"]["first"], described["count"], described["sum"], *described["stars"].values()]


def _asked(row: real_ratings.Row) -> list[object]:
    return [row["first_day"], int(row["count"]), int(row["sum"]), *(int(row[f"n{star}"]) for star in range(1, 6))]
