"""Rules 20 and 21 and the feed's own: struck trades, conflicts, revisions, what is told late."""

from tests.oracle.cases.making import Case, by_shop, credit, described, order, rating, review, void


DONE = order("O", "2026-01-05 12:00:00", "2026-01-10 12:00:00")
GOOD = review("R", "2026-01-11 12:00:00", "good")
SHOPS = by_shop("T", "2026-01-11 12:00:00", "good")
MARKS = rating("S", "2026-01-11 12:00:00")
"""With both reviews of 12:00:00 in effect from 12:30:00 of the 11th."""
STRUCK = void("V", "2026-02-01 00:00:00")
STRUCK_LATER = void("V0", "2026-02-02 00:00:00")
UNKNOWN = void("V", "2026-02-01 00:00:00", "O9")
EARLIER = review("R", "2026-01-11 11:59:59", "bad")
OPEN = order("O", "2026-01-05 12:00:00")
COMPLETED = order("O", "2026-01-05 12:00:00", "2026-01-10 12:00:00", updated_at="2026-01-10 12:00:00")
CLEARED = order("O", "2026-01-05 12:00:00", updated_at="2026-01-12 12:00:00", completed_at=None)
SILENT = order("O", "2026-01-05 12:00:00", updated_at="2026-01-12 12:00:00", region="浙江")
TOLD_LATE = order("O", "2026-01-05 12:00:00", "2026-01-10 12:00:00", updated_at="2026-03-01 12:00:00")
WIDER = order("O", "2026-01-05 12:00:00", "2026-01-10 12:00:00", lines="L:P L2:P2", updated_at="2026-01-12 12:00:00")
NARROWER = order("O", "2026-01-05 12:00:00", "2026-01-10 12:00:00", lines="L2:P2", updated_at="2026-01-12 12:00:00")
OF_L = review("R", "2026-01-11 12:00:00", "good", line="L")
FOUR = [order(f"O{n}", "2026-01-05 12:00:00", "2026-01-10 12:00:00", lines=f"L{n}:P{n}") for n in range(1, 5)]
FOUR_RATED = [rating(f"S{n}", f"2026-01-3{n - 1} 12:00:00", f"O{n}", n) for n in (1, 2)] + [
    rating(f"S{n}", f"2026-02-0{n} 12:00:00", f"O{n}", n) for n in (3, 4)
]
"""All of success in January, each in effect at its own time: 1 and 2 in January, 3 and 4 in February."""
HANDED_OVER = order("O2", "2026-01-05 12:00:00", "2026-01-10 12:00:00", buyer="B2", lines="L2:P2", updated_at="2026-01-20 12:00:00")
TWICE = [
    order("O1", "2026-01-05 12:00:00", "2026-01-10 12:00:00", lines="L1:P"),
    order("O2", "2026-01-06 12:00:00", "2026-01-10 12:00:00", lines="L2:P"),
    review("R1", "2026-01-11 12:00:00", "good", "O1"),
    review("R2", "2026-01-11 12:00:00", "good", "O2"),
]

STRUCK_TRADES = [
    Case(
        "from its moment on the trade is as if it had never been",
        20,
        [DONE, GOOD, SHOPS, MARKS, STRUCK],
        {"2026-01-31": described(1, 5, voided=0) | credit(1, 0, 0), "2026-02-01": described(0, 0, voided=1) | credit(0, 0, 0)},
        [(STRUCK, "applied"), (GOOD, "applied"), (MARKS, "applied")],
    ),
    Case("standard too", 20, [DONE, GOOD, MARKS, STRUCK], {"2026-02-01": described(0, 0, voided=1) | credit(0, 0, 0)}, profile="standard"),
    Case("the default good goes with it", 20, [DONE, SHOPS, STRUCK], {"2026-01-31": credit(1, 0, 0), "2026-02-01": credit(0, 0, 0)}),
    Case("struck twice is struck from the first", 20, [DONE, MARKS, STRUCK_LATER, STRUCK], {"2026-02-01": described(0, 0, voided=1)}),
    Case(
        "it frees the place of the same item",
        20,
        [*TWICE, void("V", "2026-02-01 00:00:00", "O1")],
        {"2026-01-31": credit(1, 0, 0, same_item=1), "2026-02-01": credit(1, 0, 0, same_item=0)},
    ),
    Case(
        "struck while pending is struck, not pending",
        20,
        [DONE, MARKS, void("V", "2026-01-12 00:00:00")],
        {"2026-01-11": described(0, 0, pending=1, voided=0), "2026-01-12": described(0, 0, pending=0, voided=1)},
    ),
    Case(
        "it is named while the rating's own day is in the window",
        20,
        [DONE, MARKS, STRUCK],
        {"2026-07-10": described(0, 0, voided=1), "2026-07-11": described(0, 0, voided=0)},
    ),
    Case("it waits for its order", 20, [UNKNOWN], fates=[(UNKNOWN, "waiting")]),
]

REPLAY = [
    Case(
        "of two contents of one review the earlier stands",
        21,
        [DONE, GOOD, EARLIER],
        {"2026-01-31": credit(0, 0, 1)},
        [(EARLIER, "applied"), (GOOD, "conflict")],
    ),
    Case("the same content twice is one", 21, [DONE, GOOD, MARKS, GOOD, MARKS], {"2026-01-31": described(1, 5) | credit(1, 0, 0)}),
    Case(
        "a null takes the success back", 21, [CLEARED, COMPLETED, OPEN, GOOD], fates=[(GOOD, "order_not_completed"), (CLEARED, "applied")]
    ),
    Case("what a revision does not say stays", 21, [SILENT, COMPLETED, OPEN, GOOD], {"2026-01-31": credit(1, 0, 0)}),
    Case(
        "a success told late restates the days before",
        21,
        [OPEN, TOLD_LATE, GOOD, MARKS],
        {"2026-01-24": described(0, 0, pending=1) | credit(0, 0, 0), "2026-01-25": described(1, 5, pending=0) | credit(1, 0, 0)},
    ),
    Case("a line more, and the line must be named", 21, [DONE, WIDER, GOOD], fates=[(GOOD, "line_missing")]),
    Case("lines are never dropped", 21, [DONE, NARROWER, OF_L], {"2026-01-31": credit(1, 0, 0)}, [(OF_L, "applied")]),
    Case("four of one buyer", 21, [*FOUR, *FOUR_RATED], {"2026-02-28": described(3, 6, month_cap=1)}),
    Case("four of which one turns out another's", 21, [*FOUR, *FOUR_RATED, HANDED_OVER], {"2026-02-28": described(4, 10, month_cap=0)}),
    Case(
        "a line that turns out another product",
        21,
        [*TWICE, order("O2", "2026-01-06 12:00:00", "2026-01-10 12:00:00", lines="L2:P9", updated_at="2026-02-20 12:00:00")],
        {"2026-01-31": credit(2, 0, 0, same_item=0)},
    ),
]

CASES = [*STRUCK_TRADES, *REPLAY]
