"""Rule 4: which days a window holds, to the second and across changed clocks."""

from tests.oracle.cases.making import BERLIN, Case, described, order, rating


CASES = [
    Case(
        "six calendar months back from tomorrow, clamped to the month's end",
        4,
        [],
        {
            "2026-03-31": {"as_of": "2026-03-31", "window": {"kind": "6_months", "first": "2025-10-01", "last": "2026-03-31"}},
            "2026-08-27": {"window": {"first": "2026-02-28"}},
            "2026-08-30": {"window": {"first": "2026-02-28"}},
            "2026-08-31": {"window": {"first": "2026-03-01"}},
            "2024-08-30": {"window": {"first": "2024-02-29"}},
            "2026-12-31": {"window": {"first": "2026-07-01"}},
            "2026-06-29": {"window": {"first": "2025-12-30"}},
        },
    ),
    Case(
        "180 days, both ends counted",
        4,
        [],
        {
            "2026-03-31": {"window": {"kind": "180_days", "first": "2025-10-03", "last": "2026-03-31"}},
            "2024-03-01": {"window": {"first": "2023-09-04"}},
        },
        window="180_days",
    ),
    Case(
        "the window's first second counts, the one before does not",
        4,
        [
            order("O1", "2025-09-01T00:00:00Z"),
            order("O2", "2025-09-01T00:00:00Z"),
            rating("S1", "2025-09-28T22:00:00Z", "O1", 5),
            rating("S2", "2025-09-28T21:59:59Z", "O2", 1),
        ],
        {"2026-03-28": described(1, 5, month_cap=0, pending=0, voided=0), "2026-03-27": described(2, 6)},
        profile="standard",
        time_zone=BERLIN,
    ),
    Case(
        "the day the clocks go forward ends at local midnight",
        4,
        [
            order("O1", "2026-03-01T00:00:00Z"),
            order("O2", "2026-03-01T00:00:00Z"),
            rating("S1", "2026-03-29T21:59:59Z", "O1", 5),
            rating("S2", "2026-03-29T22:00:00Z", "O2", 1),
        ],
        {"2026-03-28": described(0, 0), "2026-03-29": described(1, 5), "2026-03-30": described(2, 6)},
        profile="wildberries",
        time_zone=BERLIN,
    ),
    Case(
        "the day the clocks go back has 25 hours",
        4,
        [order("O1", "2026-10-01T00:00:00Z"), rating("S1", "2026-10-25T22:59:59Z", "O1", 5)],
        {"2026-10-24": described(0, 0), "2026-10-25": described(1, 5)},
        profile="standard",
        time_zone=BERLIN,
    ),
]
