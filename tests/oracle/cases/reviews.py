"""Rules 10 to 12: which reviews stand, when they take effect, and what silence makes."""

from tests.oracle.cases.making import Case, by_shop, credit, delete, order, review


DONE = order("O", "2026-01-05 12:00:00", "2026-01-10 12:00:00")
TWO = order("O", "2026-01-05 12:00:00", "2026-01-10 12:00:00", lines="L1:P1 L2:P2")
EARLY = review("R", "2026-01-10 11:59:59", "good")
AT_ONCE = review("R", "2026-01-10 12:00:00", "good")
LAST = review("R", "2026-01-25 12:00:00", "good")
LATE = review("R", "2026-01-25 12:00:01", "good")
FIRST = review("R1", "2026-01-11 12:00:00", "good")
SAME_TIME = review("R2", "2026-01-11 12:00:00", "bad")
LATER = review("R0", "2026-01-11 12:00:01", "bad")
NAMED = review("R0", "2026-01-11 12:00:01", "bad", line="L")
SHOPS = by_shop("R3", "2026-01-11 12:00:00", "neutral")
CLOSED = order("O", "2026-01-05 12:00:00", reviewable=False)
NO_LINE = review("R", "2026-01-11 12:00:00", "good")
WRONG_LINE = review("R", "2026-01-11 12:00:00", "good", line="L9")
OTHER_LINE = review("R2", "2026-01-11 12:00:00", "bad", line="L2")
ALONE = review("R", "2026-01-11 12:00:00", "bad", None, product="P", buyer={"id": "B1"})
AGAIN = review("R4", "2026-01-14 12:00:00", "good")
BUYERS_LATE = review("R", "2026-01-25 12:00:01", "bad")

STANDS = [
    Case(
        "one point of credit for each line, up or down",
        10,
        [
            order("O", "2026-01-05 12:00:00", lines="L1:P1 L2:P2 L3:P3 L4:P4"),
            review("R1", "2026-01-06 12:00:00", "good", line="L1"),
            review("R2", "2026-01-06 12:00:00", "good", line="L2"),
            review("R3", "2026-01-06 12:00:00", "neutral", line="L3"),
            review("R4", "2026-01-06 12:00:00", "bad", line="L4"),
        ],
        {"2026-01-05": credit(0, 0, 0), "2026-01-06": credit(2, 1, 1)},
        profile="standard",
    ),
    Case(
        "stars become a verdict only where none was given",
        10,
        [
            order("O", "2026-01-05 12:00:00", lines="L1:P1 L2:P2 L3:P3 L4:P4 L5:P5 L6:P6"),
            *[review(f"R{stars}", "2026-01-06 12:00:00", None, line=f"L{stars}", stars=stars) for stars in range(1, 6)],
            review("R6", "2026-01-06 12:00:00", "bad", line="L6", stars=5),
        ],
        {"2026-01-06": credit(2, 1, 3)},
        profile="standard",
    ),
    Case(
        "an order closed to reviews, before anything else",
        10,
        [CLOSED, FIRST],
        {"2026-02-01": credit(0, 0, 0)},
        [(FIRST, "order_not_reviewable")],
    ),
    Case("no review before success is known", 10, [order("O", "2026-01-05 12:00:00"), FIRST], fates=[(FIRST, "order_not_completed")]),
    Case("a second before success is too early", 10, [DONE, EARLY], fates=[(EARLY, "order_not_completed")]),
    Case("at the moment of success is not", 10, [DONE, AT_ONCE], {"2026-01-25": credit(1, 0, 0)}, [(AT_ONCE, "applied")]),
    Case("15 days to the second are within", 10, [DONE, LAST], {"2026-01-25": credit(1, 0, 0)}, [(LAST, "applied")]),
    Case("15 days and a second are not", 10, [DONE, LATE], {"2026-01-31": credit(0, 0, 0)}, [(LATE, "review_window_closed")]),
    Case(
        "standard asks for no success, no window and no openness",
        10,
        [CLOSED, LATE],
        {"2026-01-25": credit(1, 0, 0)},
        [(LATE, "applied")],
        profile="standard",
    ),
    Case(
        "of several of one line and side the earliest stands",
        10,
        [DONE, LATER, FIRST, SHOPS],
        {"2026-01-11": credit(1, 0, 0)},
        [(FIRST, "applied"), (LATER, "already_reviewed"), (SHOPS, "applied")],
    ),
    Case("at one instant the smaller id", 10, [DONE, SAME_TIME, FIRST], fates=[(FIRST, "applied"), (SAME_TIME, "already_reviewed")]),
    Case(
        "the only line is meant whether named or not",
        10,
        [DONE, NAMED, FIRST],
        fates=[(FIRST, "applied"), (NAMED, "already_reviewed")],
        profile="standard",
    ),
    Case(
        "another line is another review",
        10,
        [TWO, review("R1", "2026-01-11 12:00:00", "good", line="L1"), OTHER_LINE],
        {"2026-01-25": credit(1, 0, 1)},
        [(OTHER_LINE, "applied")],
    ),
    Case(
        "a refused one takes no place",
        10,
        [DONE, EARLY, LATER],
        {"2026-01-25": credit(0, 0, 1)},
        [(EARLY, "order_not_completed"), (LATER, "applied")],
    ),
    Case(
        "after its deletion a line is not reviewed again",
        10,
        [DONE, review("R", "2026-01-11 12:00:00", "bad"), delete("R", "2026-01-12 12:00:00"), AGAIN],
        {"2026-02-01": credit(0, 0, 0)},
        [(AGAIN, "already_reviewed")],
    ),
    Case(
        "two lines and none named, before the profile's checks",
        10,
        [TWO | {"reviewable": False}, NO_LINE],
        fates=[(NO_LINE, "line_missing")],
    ),
    Case("a line the order does not have", 10, [DONE, WRONG_LINE], fates=[(WRONG_LINE, "line_unknown")], profile="standard"),
    Case(
        "without an order a review stands and earns nothing",
        10,
        [DONE, ALONE],
        {"2026-02-01": credit(0, 0, 0)},
        [(ALONE, "applied")],
    ),
    Case("a review waits for the order it names", 10, [FIRST], {"2026-02-01": credit(0, 0, 0)}, [(FIRST, "waiting")]),
]

EFFECT = [
    Case(
        "one side: 15 days after success",
        11,
        [order("O", "2026-01-05 12:00:00", "2026-01-10 00:00:00"), review("R", "2026-01-11 12:00:00", "bad")],
        {"2026-01-24": credit(0, 0, 0), "2026-01-25": credit(0, 0, 1)},
    ),
    Case(
        "both sides: 30 minutes after the later, across midnight",
        11,
        [DONE, FIRST, by_shop("R3", "2026-01-12 23:30:00", "bad")],
        {"2026-01-12": credit(0, 0, 0), "2026-01-13": credit(1, 0, 0)},
    ),
    Case(
        "both sides: 30 minutes end a second before midnight",
        11,
        [DONE, review("R1", "2026-01-12 23:29:59", "good"), SHOPS],
        {"2026-01-11": credit(0, 0, 0), "2026-01-12": credit(1, 0, 0)},
    ),
    Case(
        "the shop's word on another line does not hurry this one",
        11,
        [TWO, review("R1", "2026-01-11 12:00:00", "bad", line="L1"), by_shop("R3", "2026-01-11 12:00:00", "bad", line="L2")],
        {"2026-01-24": credit(0, 0, 0), "2026-01-25": credit(0, 0, 1)},
    ),
    Case(
        "the shop's deleted review still was given",
        11,
        [DONE, SHOPS, delete("R3", "2026-01-11 13:00:00"), review("R1", "2026-01-12 12:00:00", "bad")],
        {"2026-01-12": credit(0, 0, 1)},
    ),
    Case("standard: at once", 11, [DONE, FIRST], {"2026-01-10": credit(0, 0, 0), "2026-01-11": credit(1, 0, 0)}, profile="standard"),
]

SILENCE = [
    Case(
        "the shop's good and the buyer's silence make a default good",
        12,
        [order("O", "2026-01-05 12:00:00", "2026-01-10 00:00:00"), by_shop("R3", "2026-01-11 12:00:00", "good")],
        {"2026-01-24": credit(0, 0, 0), "2026-01-25": credit(1, 0, 0)},
    ),
    Case(
        "one for each line the shop praised",
        12,
        [TWO, by_shop("R3", "2026-01-11 12:00:00", "good", line="L1"), by_shop("R4", "2026-01-11 12:00:00", "neutral", line="L2")],
        {"2026-01-25": credit(1, 0, 0)},
    ),
    Case("a neutral makes none", 12, [DONE, SHOPS], {"2026-01-31": credit(0, 0, 0)}),
    Case(
        "nor does standard", 12, [DONE, by_shop("R3", "2026-01-11 12:00:00", "good")], {"2026-01-31": credit(0, 0, 0)}, profile="standard"
    ),
    Case(
        "it goes when the good behind it is deleted",
        12,
        [DONE, by_shop("R3", "2026-01-11 12:00:00", "good"), delete("R3", "2026-01-27 00:00:00", "platform")],
        {"2026-01-25": credit(1, 0, 0), "2026-01-26": credit(1, 0, 0), "2026-01-27": credit(0, 0, 0)},
    ),
    Case(
        "a buyer who deleted his word was not silent",
        12,
        [
            DONE,
            by_shop("R3", "2026-01-11 12:00:00", "good"),
            review("R", "2026-01-12 12:00:00", "bad"),
            delete("R", "2026-01-13 12:00:00"),
        ],
        {"2026-01-12": credit(0, 0, 1), "2026-01-13": credit(0, 0, 0), "2026-01-31": credit(0, 0, 0)},
    ),
    Case(
        "a buyer who came too late was",
        12,
        [DONE, by_shop("R3", "2026-01-11 12:00:00", "good"), BUYERS_LATE],
        {"2026-01-31": credit(1, 0, 0)},
        [(BUYERS_LATE, "review_window_closed")],
    ),
    Case(
        "a default good is one of the same item",
        12,
        [
            DONE,
            by_shop("R3", "2026-01-11 12:00:00", "good"),
            order("O2", "2026-01-06 12:00:00", "2026-01-10 12:00:00", lines="L2:P"),
            review("R", "2026-01-12 12:00:00", "good", "O2"),
        ],
        {"2026-01-31": credit(1, 0, 0, same_item=1, month_cap=0)},
    ),
]

CASES = [*STANDS, *EFFECT, *SILENCE]
