"""The forecast against what really came, on sellers that none of its constants was chosen on."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from tests import real_ratings


LEAST_BETTER = 0.15
MOST_OFF = 0.03


@pytest.mark.long
@real_ratings.needed
def test_the_forecast_is_better_than_both_plain_ones_and_as_sure_as_it_says() -> None:
    out = StringIO()
    call_command("forecast_backtest", str(real_ratings.SHARED / "data" / "olist"), stdout=out)
    scores = {(one["half"], one["days_ahead"], one["least_marks"]): one for one in json.loads(out.getvalue())["scores"]}
    for half in ("kept_back", "tuned"):
        month = scores[half, 30, 10]
        assert month["cases"] > 1_000
        assert month["better_than_today"] >= LEAST_BETTER, half
        assert month["better_than_average"] >= LEAST_BETTER, half
        assert abs(month["coverage_80"] - 0.80) <= MOST_OFF, half
        assert abs(month["coverage_95"] - 0.95) <= MOST_OFF, half
