"""Rules 13 to 15: changed and deleted reviews, follow-ups, answers."""

from tests.oracle.cases.making import Case, by_shop, change, credit, delete, follow_up, order, reply, review


ORDER = order("O", "2026-01-05 12:00:00", "2026-01-10 12:00:00")
BAD = review("R", "2026-01-11 12:00:00", "bad")
NEUTRAL = review("R", "2026-01-11 12:00:00", "neutral")
GOOD = review("R", "2026-01-11 12:00:00", "good")
SHOPS = by_shop("R", "2026-01-11 12:00:00", "bad")
BEFORE = change("R", "2026-01-11 11:59:59")
AT_ONCE = change("R", "2026-01-11 12:00:00")
LAST = change("R", "2026-02-10 12:00:00")
LATE = change("R", "2026-02-10 12:00:01")
WRONG = change("R", "2026-01-13 12:00:00", "neutral")
LATE_AND_WRONG = change("R", "2026-02-10 12:00:01", "neutral")
RIGHT = change("R", "2026-01-14 12:00:00")
AGAIN = change("R", "2026-01-15 12:00:00")
GONE = delete("R", "2026-01-14 12:00:00")
GONE_LAST = delete("R", "2026-02-10 12:00:00")
GONE_LATE = delete("R", "2026-02-10 12:00:01")
GONE_AFTER = delete("R", "2026-01-16 12:00:00")
GONE_BEFORE = delete("R", "2026-01-11 11:59:59")
STRUCK_OUT = delete("R", "2026-06-01 00:00:00", "platform")
STRUCK_BEFORE = delete("R", "2026-01-01 00:00:00", "platform")
NEVER = change("R9", "2026-01-14 12:00:00")
REFUSED = review("R", "2026-01-10 11:59:59", "bad")
CHILD = change("R", "2026-01-12 12:00:00")
SOON = follow_up("F1", "2026-01-20 12:00:00")
FIRST = reply("A2", "2026-01-12 12:00:00")
NEXT = reply("A1", "2026-01-12 12:00:01")

CHANGES = [
    Case(
        "bad becomes good",
        13,
        [ORDER, BAD, by_shop("T", "2026-01-11 12:00:00", "good"), RIGHT],
        {"2026-01-11": credit(0, 0, 1), "2026-01-13": credit(0, 0, 1), "2026-01-14": credit(1, 0, 0)},
        [(RIGHT, "applied")],
    ),
    Case("30 days to the second are within", 13, [ORDER, NEUTRAL, LAST], {"2026-02-10": credit(1, 0, 0)}, [(LAST, "applied")]),
    Case("30 days and a second are not", 13, [ORDER, NEUTRAL, LATE], {"2026-02-11": credit(0, 1, 0)}, [(LATE, "change_window_closed")]),
    Case("not before it was given", 13, [ORDER, BAD, BEFORE], {"2026-01-25": credit(0, 0, 1)}, [(BEFORE, "before_review")]),
    Case("in the same second yes", 13, [ORDER, BAD, AT_ONCE], {"2026-01-25": credit(1, 0, 0)}, [(AT_ONCE, "applied")]),
    Case("only to good, and the once is not used up", 13, [ORDER, BAD, WRONG, RIGHT], fates=[(WRONG, "only_to_good"), (RIGHT, "applied")]),
    Case("the window is asked before the goal", 13, [ORDER, BAD, LATE_AND_WRONG], fates=[(LATE_AND_WRONG, "change_window_closed")]),
    Case("once", 13, [ORDER, BAD, RIGHT, AGAIN], fates=[(RIGHT, "applied"), (AGAIN, "already_changed")]),
    Case("a good is final", 13, [ORDER, GOOD, RIGHT], fates=[(RIGHT, "good_is_final")]),
    Case(
        "a shop's review is not changed", 13, [ORDER, SHOPS, BEFORE, RIGHT], fates=[(BEFORE, "not_changeable"), (RIGHT, "not_changeable")]
    ),
    Case("a change waits for its review", 13, [ORDER, NEVER], fates=[(NEVER, "waiting")]),
    Case("with its review it waits for the order", 13, [BAD, RIGHT], fates=[(BAD, "waiting"), (RIGHT, "waiting")]),
    Case(
        "whatever it wants: nothing is decided before the review itself is",
        13,
        [BAD, WRONG, GONE_BEFORE, FIRST, NEXT, SOON],
        fates=[(WRONG, "waiting"), (GONE_BEFORE, "waiting"), (FIRST, "waiting"), (NEXT, "waiting"), (SOON, "waiting")],
    ),
    Case(
        "of a refused review nothing is left to change",
        13,
        [ORDER, REFUSED, CHILD],
        fates=[(REFUSED, "order_not_completed"), (CHILD, "parent_rejected")],
    ),
]

DELETIONS = [
    Case(
        "the author takes a bad one back",
        13,
        [ORDER, BAD, by_shop("T", "2026-01-11 12:00:00", "bad"), GONE],
        {"2026-01-13": credit(0, 0, 1), "2026-01-14": credit(0, 0, 0)},
        [(GONE, "applied")],
    ),
    Case("30 days to the second", 13, [ORDER, BAD, GONE_LAST], {"2026-02-10": credit(0, 0, 0)}, [(GONE_LAST, "applied")]),
    Case("and not one more", 13, [ORDER, BAD, GONE_LATE], {"2026-02-11": credit(0, 0, 1)}, [(GONE_LATE, "change_window_closed")]),
    Case("not a good one", 13, [ORDER, GOOD, GONE], {"2026-01-25": credit(1, 0, 0)}, [(GONE, "good_is_final")]),
    Case("not before it was given", 13, [ORDER, BAD, GONE_BEFORE], fates=[(GONE_BEFORE, "before_review")]),
    Case("the shop its own", 13, [ORDER, SHOPS, GONE], fates=[(GONE, "applied")]),
    Case(
        "changed is changed",
        13,
        [ORDER, BAD, RIGHT, GONE_AFTER],
        {"2026-01-25": credit(1, 0, 0)},
        [(RIGHT, "applied"), (GONE_AFTER, "already_changed")],
    ),
    Case(
        "deleted is deleted", 13, [ORDER, BAD, GONE, AGAIN, GONE_AFTER], fates=[(AGAIN, "review_deleted"), (GONE_AFTER, "review_deleted")]
    ),
    Case(
        "at one instant the change comes first",
        13,
        [ORDER, BAD, GONE, RIGHT],
        {"2026-01-25": credit(1, 0, 0)},
        [(RIGHT, "applied"), (GONE, "already_changed")],
    ),
    Case(
        "the marketplace deletes anything at any time",
        13,
        [ORDER, GOOD, STRUCK_OUT],
        {"2026-05-31": credit(1, 0, 0), "2026-06-01": credit(0, 0, 0)},
        [(STRUCK_OUT, "applied")],
    ),
    Case(
        "even before it was given",
        13,
        [ORDER, BAD, STRUCK_BEFORE, RIGHT],
        {"2026-01-25": credit(0, 0, 0)},
        [(BAD, "applied"), (STRUCK_BEFORE, "applied"), (RIGHT, "review_deleted")],
    ),
]

NO_SUCCESS = order("O", "2026-01-05 12:00:00")
SOON_TOO = follow_up("F2", "2026-01-20 12:00:00")
DAY_180 = follow_up("F", "2026-07-09 12:00:00")
DAY_181 = follow_up("F", "2026-07-09 12:00:01")
YEARS = follow_up("F", "2029-01-01 12:00:00")
TO_THE_SHOP = follow_up("F", "2026-01-20 12:00:00", "R")

FOLLOW_UPS = [
    Case(
        "180 days to the second",
        14,
        [ORDER, BAD, DAY_180],
        {"2026-07-10": credit(0, 0, 1)},
        [(DAY_180, "applied")],
    ),
    Case("180 days and a second", 14, [ORDER, BAD, DAY_181], fates=[(DAY_181, "follow_up_window_closed")], profile="standard"),
    Case("without success at any time", 14, [NO_SUCCESS, BAD, YEARS], fates=[(YEARS, "applied")], profile="standard"),
    Case(
        "once, the smaller id at one instant",
        14,
        [ORDER, BAD, SOON_TOO, SOON],
        fates=[(SOON, "applied"), (SOON_TOO, "already_followed_up")],
    ),
    Case("not after a deletion", 14, [ORDER, BAD, GONE, SOON], fates=[(SOON, "review_deleted")]),
    Case(
        "deleted twice is deleted from the first",
        14,
        [ORDER, BAD, STRUCK_OUT, GONE, SOON],
        fates=[(SOON, "review_deleted"), (STRUCK_OUT, "applied")],
    ),
    Case("a follow-up stays when the review goes", 14, [ORDER, GOOD, SOON, STRUCK_OUT], fates=[(SOON, "applied")]),
    Case("the buyer's alone", 14, [ORDER, SHOPS, TO_THE_SHOP], fates=[(TO_THE_SHOP, "buyer_only")]),
    Case("it waits for its review", 14, [ORDER, SOON], fates=[(SOON, "waiting")]),
    Case("and falls with it", 14, [ORDER, REFUSED, SOON], fates=[(SOON, "parent_rejected")]),
]

DAY_30 = reply("A", "2026-02-10 12:00:00")
DAY_31 = reply("A", "2026-02-10 12:00:01")
WITH_IT = reply("A", "2026-01-20 12:00:00")
JUST_BEFORE = reply("A", "2026-01-20 11:59:59")
TO_F_LAST = reply("A3", "2026-02-19 12:00:00", follow_up="F1")
TO_F_LATE = reply("A3", "2026-02-19 12:00:01", follow_up="F1")
TO_F_AGAIN = reply("A4", "2026-02-19 12:00:00", follow_up="F1")

ANSWERS = [
    Case("30 days to the second", 15, [ORDER, BAD, DAY_30], fates=[(DAY_30, "applied")]),
    Case("30 days and a second", 15, [ORDER, BAD, DAY_31], fates=[(DAY_31, "answer_window_closed")]),
    Case("once", 15, [ORDER, BAD, NEXT, FIRST], fates=[(FIRST, "applied"), (NEXT, "already_answered")]),
    Case(
        "not once a follow-up is there, not even in its second", 15, [ORDER, BAD, SOON, WITH_IT], fates=[(WITH_IT, "answer_window_closed")]
    ),
    Case("a second before it", 15, [ORDER, BAD, SOON, JUST_BEFORE], fates=[(JUST_BEFORE, "applied")]),
    Case(
        "one more to the follow-up, 30 days to the second",
        15,
        [ORDER, BAD, SOON, FIRST, TO_F_LAST, TO_F_AGAIN],
        fates=[(FIRST, "applied"), (TO_F_LAST, "applied"), (TO_F_AGAIN, "already_answered")],
    ),
    Case("and a second", 15, [ORDER, BAD, SOON, TO_F_LATE], fates=[(TO_F_LATE, "answer_window_closed")]),
    Case("it waits for the follow-up", 15, [ORDER, BAD, TO_F_LAST], fates=[(TO_F_LAST, "waiting")]),
    Case(
        "and falls with it",
        15,
        [ORDER, BAD, GONE, SOON, TO_F_LAST],
        fates=[(SOON, "review_deleted"), (TO_F_LAST, "parent_rejected")],
    ),
]

CASES = [*CHANGES, *DELETIONS, *FOLLOW_UPS, *ANSWERS]
