"""Real ratings that lie beside some checkouts and are never part of one: the feeds made of them, and the figures they must give."""

import csv
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest


SHARED = Path(__file__).resolve().parents[2] / "shared"
needed = pytest.mark.skipif(not (SHARED / "data" / "olist").is_dir(), reason="the real ratings are not beside this checkout")

Row = dict[str, str]


def feeds(folder: Path) -> dict[str, Path]:
    """One feed file a seller, made in `folder`."""
    subprocess.run([sys.executable, str(SHARED / "tools" / "olist_feed.py"), str(folder)], check=True, capture_output=True)
    return {path.stem: path for path in sorted(folder.glob("*.jsonl"))}


def expected() -> dict[str, list[Row]]:
    """Seller -> the rows of sums and star counts, a row for each day and window."""
    by_seller = defaultdict(list)
    with (SHARED / "data" / "olist" / "expected_windows.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            by_seller[row["seller_id"]].append(row)
    return dict(by_seller)
