"""The ratings of many shops in Parquet, and the same figures worked out from them by DuckDB, rule included, with two threads."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from sellerdesk.domain.days import leaving_day, window_first


DIMENSIONS = ("described", "service", "dispatch", "logistics")
CELLS = tuple((dimension, stars) for dimension in DIMENSIONS for stars in range(1, 6))
CAP = 3
THREADS = 2
FIRST = date(2025, 1, 1).toordinal()
DAYS = 240
"""The ratings were given over so many days: some have left both windows, some are still pending at the end."""
LAST = FIRST + DAYS - 1
SETTLES_WITHIN = 16
"""A rating takes effect up to fifteen days after it was given."""
FURTHEST = LAST + 400
_DAY = "DATE '0001-01-01' + ({} - 1)"
Row = tuple[Any, ...]


class Ledger:
    """Ratings of shops 1 to `len(sizes)`, so many of each, in one Parquet file."""

    def __init__(self, folder: Path, sizes: Sequence[int]) -> None:
        self.file = folder / f"ratings-{sum(sizes)}.parquet"
        self.folder = folder
        self._duck = duckdb.connect()
        self._duck.execute(f"SET threads = {THREADS}")
        self._duck.execute("CREATE TABLE shops (shop INTEGER, n BIGINT)")
        self._duck.executemany("INSERT INTO shops VALUES (?, ?)", list(enumerate(sizes, start=1)))
        self._duck.execute(f"COPY ({_RATINGS}) TO '{self.file}' (FORMAT parquet)")

    def figures(self, day: int) -> list[Row]:
        """What each shop's ratings say as of the end of a day, as (shop, what, six months, 180 days).

        `what` is a dimension and its stars, or one of past (the cap), gone (struck), pending.
        """
        six, half = window_first(day, "6_months"), window_first(day, "180_days")
        stars = " ".join(f"WHEN GROUPING({name}) = 0 THEN '{name}_' || {name}" for name in DIMENSIONS)
        return self._duck.execute(
            f"""
            WITH known AS (
                SELECT shop, buyer, month, instant, id, given, eff, {", ".join(DIMENSIONS)}, coalesce(struck <= {day}, false) AS gone
                FROM '{self.file}' WHERE given <= {day}
            ), judged AS MATERIALIZED (
                SELECT shop, {", ".join(DIMENSIONS)}, CASE WHEN gone THEN given ELSE eff END AS dated,
                    CASE WHEN gone THEN 'gone' WHEN eff > {day} THEN 'pending'
                        WHEN row_number() OVER (PARTITION BY shop, buyer, month, gone ORDER BY instant, id) > {CAP} THEN 'past'
                        ELSE 'counts' END AS standing
                FROM known
            )
            SELECT shop, CASE {stars} END AS what, count(*) FILTER (WHERE dated >= {six}), count(*) FILTER (WHERE dated >= {half})
            FROM judged WHERE standing = 'counts' GROUP BY GROUPING SETS ({", ".join(f"(shop, {name})" for name in DIMENSIONS)})
            UNION ALL
            SELECT shop, standing, count(*) FILTER (WHERE dated >= {six}), count(*) FILTER (WHERE dated >= {half})
            FROM judged WHERE standing <> 'counts' GROUP BY shop, standing
            """
        ).fetchall()

    def changes(self, desk_of: dict[int, int]) -> Path:
        """What the loader would have written for these ratings as days' changes, as CSV: desk, shop, day, cause, windows, numbers."""
        self._duck.execute("CREATE TABLE leaves (day INTEGER, six INTEGER, half INTEGER)")
        days = range(FIRST, FURTHEST)
        self._duck.executemany(
            "INSERT INTO leaves VALUES (?, ?, ?)", [(day, leaving_day(day, "6_months"), leaving_day(day, "180_days")) for day in days]
        )
        self._duck.execute("CREATE TABLE desks (shop INTEGER, desk BIGINT)")
        self._duck.executemany("INSERT INTO desks VALUES (?, ?)", list(desk_of.items()))
        file = self.folder / f"changes-{self.file.stem}.csv"
        cells = ", ".join(f"coalesce(sum(sign) FILTER (WHERE cause <= 5 AND {dimension} = {stars}), 0)" for dimension, stars in CELLS)
        self._duck.execute(
            f"""
            COPY (
                WITH ranked AS (
                    SELECT *, row_number() OVER (PARTITION BY shop, buyer, month ORDER BY instant, id) > {CAP} AS past FROM '{self.file}'
                ), dated AS (
                    SELECT r.*, e.six AS eff_six, e.half AS eff_half, g.six AS given_six, g.half AS given_half
                    FROM ranked r JOIN leaves e ON e.day = r.eff JOIN leaves g ON g.day = r.given
                ), changes AS ({" UNION ALL ".join(_change(*step) for step in _STEPS)})
                SELECT desk, shop, {_DAY.format("day")} AS day, cause, windows, sum(sign), {cells}
                FROM changes JOIN desks USING (shop) GROUP BY ALL ORDER BY desk, shop, day, cause, windows
            ) TO '{file}' (FORMAT csv, HEADER false)
            """
        )
        return file


_SCORES = ", ".join(
    f"[5, 5, 5, 5, 5, 5, 5, 4, 4, 4, 3, 2, 1, NULL][1 + (hash(d, {place}) % 14)::INTEGER]::TINYINT AS {name}"
    for place, name in enumerate(DIMENSIONS)
)
# Only ratings of buyers within their cap are struck, after they took effect, so that nobody is promoted: one place is one place for ever.
_RATINGS = f"""
    WITH drawn AS (
        SELECT shop, i AS id, n, hash(shop, i, 1) AS a, hash(shop, i, 2) AS b, hash(shop, i, 3) AS c, hash(shop, i, 4) AS d
        FROM (SELECT shop, n, unnest(range(n)) AS i FROM shops)
    ), given AS (
        SELECT shop, id, (a % {DAYS})::INTEGER AS day, (a % {DAYS} * 86400 + b % 86400)::BIGINT AS instant, d,
            CASE WHEN b % 10 = 0 THEN (c % (n / 400 + 1)::BIGINT)::BIGINT ELSE 1000000000 + (c % (n / 3 + 1)::BIGINT)::BIGINT END AS buyer,
            {_SCORES}
        FROM drawn
    ), dated AS (
        SELECT *, {FIRST} + day AS given, ({FIRST} + day + d % {SETTLES_WITHIN})::INTEGER AS eff, ((day - day % 30) / 30)::INTEGER AS month
        FROM given
    )
    SELECT shop, id, buyer, instant, given, eff, month, {", ".join(DIMENSIONS)},
        CASE WHEN hash(d, 9) % 100 = 0 AND count(*) OVER (PARTITION BY shop, buyer, month) <= {CAP}
            THEN (eff + 1 + hash(d, 10) % 20)::INTEGER END AS struck
    FROM dated
"""
_STEPS = (
    ("given", 6, 0, 1, "eff > given"),
    ("eff", 6, 0, -1, "eff > given"),
    ("eff", 1, 0, 1, "NOT past"),
    ("eff_six", 2, 1, -1, "NOT past AND struck IS NULL"),
    ("eff_half", 2, 2, -1, "NOT past AND struck IS NULL"),
    ("struck", 3, 0, -1, "struck IS NOT NULL"),
    ("struck", 8, 0, 1, "struck IS NOT NULL"),
    ("given_six", 8, 1, -1, "struck IS NOT NULL"),
    ("given_half", 8, 2, -1, "struck IS NOT NULL"),
    ("eff", 7, 0, 1, "past"),
    ("eff_six", 7, 1, -1, "past"),
    ("eff_half", 7, 2, -1, "past"),
)
"""(day, cause, windows, sign, which ratings): docs/mechanisms/figures.md."""


def _change(day: str, cause: int, windows: int, sign: int, which: str) -> str:
    said = f"{day} AS day, {cause} AS cause, {windows} AS windows, {sign} AS sign"
    return f"SELECT shop, {said}, {', '.join(DIMENSIONS)} FROM dated WHERE {which}"
