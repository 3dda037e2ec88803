"""Rules 1 to 3, 5 and 6: which store ratings stand, when they count, and what their mean is."""

from tests.oracle.cases.making import Case, by_shop, delete, described, order, rating, review, void


PLAIN = order("O", "2026-01-05 12:00:00", "2026-01-10 12:00:00")
"""Completed at noon of 10 January: 15 days later is noon of the 25th."""
EARLY = rating("S1", "2026-01-11 09:00:00")
SECOND = rating("S0", "2026-01-11 09:00:01", described=1)
TWIN = rating("S2", "2026-01-11 09:00:00", described=1)
BLANK = rating("S1", "2026-01-11 09:00:00", described=None, service=4)
LATE_EVENING = order("O", "2026-01-05 12:00:00", "2026-01-10 23:45:00")
IN_TIME = by_shop("R2", "2026-01-25 23:45:00", "good")
TOO_LATE = by_shop("R2", "2026-01-25 23:45:01", "good")
FOUR = [
    order("O1", "2026-01-01 10:00:00", "2026-01-04 10:00:00"),
    order("O2", "2026-01-02 10:00:00", "2026-01-03 10:00:00"),
    order("O3", "2026-01-03 10:00:00", "2026-01-05 10:00:00"),
    order("O4", "2026-01-04 10:00:00", "2026-01-31 23:59:59"),
]
FOUR_RATED = [
    rating("S1", "2026-02-01 10:00:04", "O1", 1),
    rating("S2", "2026-02-01 10:00:03", "O2", 5),
    rating("S3", "2026-02-01 10:00:02", "O3", 5),
    rating("S4", "2026-02-01 10:00:02", "O4", 4),
]
"""By (at, id): S3, S4, S2 and last S1. O4's one-sided rating takes effect on 15 February, 23:59:59; the others' at their `at`."""
FEBRUARY = order("O4", "2026-01-04 10:00:00", "2026-02-01 00:00:00")


def reviewed(number: int) -> list[dict[str, object]]:
    """An order of January that both sides reviewed on the 11th, and its rating of the same noon."""
    return [
        order(f"O{number}", "2026-01-05 12:00:00", "2026-01-10 12:00:00"),
        review(f"R{number}", "2026-01-11 10:00:00", "good", f"O{number}"),
        by_shop(f"T{number}", "2026-01-11 11:00:00", "good", f"O{number}"),
        rating(f"S{number}", "2026-01-11 12:00:00", f"O{number}"),
    ]


ONE_EACH = [
    Case(
        "the earliest rating of an order stands",
        1,
        [PLAIN, SECOND, EARLY],
        {"2026-02-01": described(1, 5)},
        [(EARLY, "applied"), (SECOND, "already_rated")],
    ),
    Case("at one instant the smaller id stands", 1, [PLAIN, TWIN, EARLY], fates=[(EARLY, "applied"), (TWIN, "already_rated")]),
    Case(
        "a rating waits for its order",
        1,
        [EARLY],
        {"2026-02-01": described(0, 0, pending=0, voided=0, month_cap=0)},
        [(EARLY, "waiting")],
    ),
    Case(
        "before its order was placed a rating is unknown to the report",
        1,
        [order("O", "2026-01-12 00:00:00"), EARLY],
        {"2026-01-11": described(0, 0, pending=0), "2026-01-12": described(1, 5)},
        profile="standard",
    ),
    Case(
        "a missing score adds nothing to its dimension",
        2,
        [PLAIN, BLANK],
        {
            "2026-01-11": {
                "dimensions": {
                    "described": {"count": 0, "sum": 0, "mean": None},
                    "service": {"count": 1, "sum": 4, "mean": "4.0000", "stars": {"4": 1, "5": 0}},
                    "logistics": {"count": 0, "sum": 0, "mean": None},
                }
            }
        },
        profile="standard",
    ),
    Case(
        "a rating without any score still is one",
        2,
        [PLAIN, rating("S1", "2026-01-11 09:00:00", described=None), SECOND],
        {"2026-01-24": described(0, 0, pending=1), "2026-01-25": described(0, 0, pending=0)},
        [(SECOND, "already_rated")],
    ),
]

EFFECT = [
    Case("no success, no effect", 3, [order("O", "2026-01-05 12:00:00"), EARLY], {"2026-06-01": described(0, 0, pending=1)}),
    Case(
        "standard counts from the rating's own time, success or not",
        3,
        [order("O", "2026-01-05 12:00:00"), EARLY],
        {"2026-01-10": described(0, 0, pending=0), "2026-01-11": described(1, 5, pending=0)},
        profile="standard",
    ),
    Case(
        "a success after the day is not known on the day",
        3,
        [order("O", "2026-01-05 12:00:00", "2026-01-26 00:00:00"), EARLY],
        {"2026-01-25": described(0, 0, pending=1), "2026-02-09": described(0, 0, pending=1), "2026-02-10": described(1, 5, pending=0)},
    ),
    Case(
        "one-sided, 15 days to the second: midnight belongs to the new day",
        3,
        [order("O", "2026-01-05 12:00:00", "2026-01-10 00:00:00"), EARLY],
        {"2026-01-24": described(0, 0, pending=1), "2026-01-25": described(1, 5, pending=0)},
    ),
    Case(
        "one-sided, a second before midnight belongs to the old day",
        3,
        [order("O", "2026-01-05 12:00:00", "2026-01-09 23:59:59"), EARLY],
        {"2026-01-23": described(0, 0, pending=1), "2026-01-24": described(1, 5, pending=0)},
    ),
    Case(
        "both sides, 30 minutes reach midnight",
        3,
        [PLAIN, EARLY, review("R1", "2026-01-11 10:00:00", "bad"), by_shop("R2", "2026-01-12 23:30:00", "neutral")],
        {"2026-01-12": described(0, 0, pending=1), "2026-01-13": described(1, 5, pending=0)},
    ),
    Case(
        "both sides, 30 minutes end a second before midnight",
        3,
        [PLAIN, EARLY, review("R1", "2026-01-12 23:29:59", "bad"), by_shop("R2", "2026-01-11 10:00:00", "neutral")],
        {"2026-01-11": described(0, 0, pending=1), "2026-01-12": described(1, 5, pending=0)},
    ),
    Case(
        "the first review of each side, on whichever line",
        3,
        [
            order("O", "2026-01-05 12:00:00", "2026-01-10 12:00:00", lines="L1:P1 L2:P2"),
            EARLY,
            review("R1", "2026-01-11 10:00:00", "good", line="L1"),
            review("R3", "2026-01-12 23:45:00", "good", line="L2"),
            by_shop("R2", "2026-01-12 10:00:00", "good", line="L2"),
        ],
        {"2026-01-11": described(0, 0, pending=1), "2026-01-12": described(1, 5)},
    ),
    Case(
        "a deleted review was given all the same",
        3,
        [
            PLAIN,
            EARLY,
            by_shop("R2", "2026-01-11 10:00:00", "neutral"),
            delete("R2", "2026-01-12 10:00:00"),
            review("R1", "2026-01-13 10:00:00", "good"),
        ],
        {"2026-01-12": described(0, 0, pending=1), "2026-01-13": described(1, 5)},
    ),
    Case(
        "a review exactly 15 days after success delays the rating",
        3,
        [LATE_EVENING, EARLY, review("R1", "2026-01-11 10:00:00", "good"), IN_TIME],
        {"2026-01-25": described(0, 0, pending=1), "2026-01-26": described(1, 5)},
        [(IN_TIME, "applied")],
    ),
    Case(
        "a rejected review is none",
        3,
        [LATE_EVENING, EARLY, review("R1", "2026-01-11 10:00:00", "good"), TOO_LATE],
        {"2026-01-24": described(0, 0, pending=1), "2026-01-25": described(1, 5)},
        [(TOO_LATE, "review_window_closed")],
    ),
    Case(
        "a default good is no review",
        3,
        [PLAIN, EARLY, by_shop("R2", "2026-01-12 10:00:00", "good")],
        {"2026-01-24": described(0, 0, pending=1), "2026-01-25": described(1, 5)},
    ),
    Case(
        "never before the rating itself",
        3,
        [*reviewed(1)[:3], rating("S1", "2026-01-20 00:00:00", "O1")],
        {"2026-01-19": described(0, 0, pending=0), "2026-07-19": described(1, 5), "2026-07-20": described(0, 0, pending=0)},
    ),
]

CAP = [
    Case(
        "three of a buyer and month count, by the ratings' own order",
        5,
        [*FOUR, *FOUR_RATED],
        {"2026-02-14": described(2, 10, month_cap=1, pending=1), "2026-02-15": described(3, 14, month_cap=1, pending=0)},
    ),
    Case("standard has no cap", 5, [*FOUR, *FOUR_RATED], {"2026-02-15": described(4, 15, month_cap=0)}, profile="standard"),
    Case(
        "the month is that of the success, to the second",
        5,
        [*FOUR[:3], FEBRUARY, *FOUR_RATED],
        {"2026-02-28": described(4, 15, month_cap=0)},
    ),
    Case(
        "another buyer has three of his own",
        5,
        [*FOUR[:3], FOUR[3] | {"buyer": {"id": "B2"}}, *FOUR_RATED],
        {"2026-02-28": described(4, 15, month_cap=0)},
    ),
    Case(
        "without a success the rating's own month is taken, and a place in it",
        5,
        [
            *FOUR[:3],
            order("O4", "2026-01-04 10:00:00"),
            rating("S1", "2026-01-20 10:00:01", "O1", 1),
            rating("S2", "2026-01-20 10:00:02", "O2", 2),
            rating("S3", "2026-01-20 10:00:03", "O3", 3),
            rating("S4", "2026-01-20 10:00:00", "O4", 4),
        ],
        {"2026-02-28": described(2, 3, month_cap=1, pending=1)},
    ),
    Case(
        "a success that is not known yet moves the rating to another month, and the others' places with it",
        5,
        [
            *FOUR[:3],
            order("O4", "2026-01-04 10:00:00", "2026-02-05 12:00:00"),
            rating("S1", "2026-01-21 10:00:01", "O1", 1),
            rating("S2", "2026-01-21 10:00:02", "O2", 2),
            rating("S3", "2026-01-21 10:00:03", "O3", 3),
            rating("S4", "2026-01-20 10:00:00", "O4", 4),
        ],
        {
            "2026-01-31": described(2, 3, month_cap=1, pending=1),
            "2026-02-05": described(3, 6, month_cap=0, pending=1),
            "2026-02-20": described(4, 10, month_cap=0, pending=0),
        },
    ),
    Case(
        "when one of the three is struck the fourth moves up",
        5,
        [*FOUR, *FOUR_RATED, void("V", "2026-02-21 00:00:00", "O3")],
        {"2026-02-20": described(3, 14, month_cap=1, voided=0), "2026-02-21": described(3, 10, month_cap=0, voided=1)},
    ),
    Case(
        "the three keep their places after they left the window",
        5,
        [
            *reviewed(1),
            *reviewed(2),
            *reviewed(3),
            order("O4", "2026-01-05 12:00:00", "2026-01-20 12:00:00"),
            rating("S4", "2026-01-21 12:00:00", "O4"),
        ],
        {
            "2026-02-03": described(3, 15, pending=1, month_cap=0),
            "2026-02-04": described(3, 15, pending=0, month_cap=1),
            "2026-08-01": described(0, 0, month_cap=1),
            "2026-08-04": described(0, 0, month_cap=0),
        },
    ),
]

MEANS = [
    Case(
        "the mean is rounded half up",
        6,
        [order(f"O{n}", "2026-01-05 12:00:00", buyer=f"B{n}") for n in range(32)]
        + [rating(f"S{n}", "2026-01-11 09:00:00", f"O{n}", 5 if n == 7 else 4) for n in range(32)],
        {"2026-01-11": {"dimensions": {"described": {"count": 32, "sum": 129, "stars": {"4": 31, "5": 1, "1": 0}, "mean": "4.0313"}}}},
        profile="standard",
    ),
    Case(
        "what left the window leaves no mean behind",
        6,
        [PLAIN, EARLY],
        {"2026-07-10": described(1, 5), "2026-07-11": {"dimensions": {"described": {"count": 0, "mean": None}}}},
        profile="standard",
    ),
]

CASES = [*ONE_EACH, *EFFECT, *CAP, *MEANS]
