"""forecast_backtest FOLDER: how good the forecast would have been on real ratings, as one JSON object."""

import csv
import json
from argparse import ArgumentParser
from collections import defaultdict
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ratings.domain.forecast_backtest import EVERY, HALVES, Mark, Score, score


AHEAD = (30, 60, 90)
LEAST = (10, 20, 50)
FULL_WINDOW, LAST_MONTH = 180, 30
DIGITS = 4
CELL_LIMIT = 10**9


class Command(BaseCommand):
    """Reads ratings.csv (seller_ids, review_score, review_creation_date) and keeps nothing."""

    help = "Measure the forecast on real ratings: mean error and coverage, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the real ratings lie."""
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="a folder with ratings.csv")

    def handle(self, **options: Any) -> None:
        """Measure and print."""
        try:
            marks = read(options["folder"] / "ratings.csv")
        except OSError as problem:
            raise CommandError(
                f"{options['folder']} holds no readable ratings.csv: {problem.strerror}. Name the folder that does."
            ) from None
        first, last = bounds(marks)
        answer = {
            "first": date.fromordinal(first).isoformat(),
            "last": date.fromordinal(last).isoformat(),
            "every_days": EVERY,
            "scores": [
                {"half": half, "days_ahead": ahead, "least_marks": least, **_said(found)}
                for half in HALVES
                for ahead in AHEAD
                for least in LEAST
                if (found := score(marks, first=first, last=last, ahead=ahead, half=half, least=least)) is not None
            ],
        }
        self.stdout.write(json.dumps(answer))


def read(path: Path) -> dict[str, list[Mark]]:
    """Seller -> (day, stars) of each rating; a rating of several sellers' order is one of each."""
    csv.field_size_limit(CELL_LIMIT)
    found: dict[str, list[Mark]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            day = date.fromisoformat(row["review_creation_date"][:10]).toordinal()
            for seller in row["seller_ids"].split("|"):
                found[seller].append((day, int(row["review_score"])))
    return dict(found)


def bounds(marks: dict[str, list[Mark]]) -> tuple[int, int]:
    """The first day on which sellers of the first busy month have a full window, and the last one whose month ahead is told."""
    days = sorted(day for given in marks.values() for day, _ in given)
    busy = days[len(days) // 100]
    return busy + FULL_WINDOW, days[-1] - LAST_MONTH


def _said(found: Score) -> dict[str, Any]:
    figures = {name: round(value, DIGITS) for name, value in asdict(found).items()}
    return {
        **figures,
        "better_than_today": round(found.better_than_today, DIGITS),
        "better_than_average": round(found.better_than_average, DIGITS),
    }
