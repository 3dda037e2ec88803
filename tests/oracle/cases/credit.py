"""Rules 16 to 19: the same item, the month, the rate and the level."""

from collections.abc import Sequence

from tests.oracle.cases.making import Case, credit, delete, order, review
from tests.oracle.records import Record


SEEN = "2026-04-01"
"""A day on which all that is given here has taken effect: success on 20 February, one-sided, so on 7 March."""


def bought(name: str, at: str, product: str = "P", verdict: str = "good", buyer: str = "B1") -> list[Record]:
    """An order and its buyer's review."""
    return [
        order(f"O{name}", at, "2026-02-20 12:00:00", buyer=buyer, lines=f"L{name}:{product}"),
        review(f"R{name}", "2026-02-21 12:00:00", verdict, f"O{name}"),
    ]


def all_of(parts: Sequence[list[Record]]) -> list[Record]:
    """The parts in one feed."""
    return [record for part in parts for record in part]


def said(good: int, neutral: int = 0, bad: int = 0) -> list[Record]:
    """One order with a review of each of its lines."""
    verdicts = ["good"] * good + ["neutral"] * neutral + ["bad"] * bad
    lines = " ".join(f"L{number}:P{number}" for number in range(len(verdicts)))
    reviews = [review(f"R{n}", "2026-02-21 12:00:00", verdict, "O", line=f"L{n}") for n, verdict in enumerate(verdicts)]
    return [order("O", "2026-02-10 12:00:00", lines=lines), *reviews]


SEVEN = all_of([bought(f"{n}", f"2026-01-0{n} 10:00:00", f"P{n}") for n in range(1, 8)])
"""Seven things bought in January and praised."""
DAYS = [bought("1", "2026-01-01 10:00:00"), bought("2", "2026-01-06 10:00:00"), bought("3", "2026-01-14 10:00:00")]
TO_THE_SECOND = bought("4", "2026-01-15 10:00:00")
A_SECOND_LESS = bought("4", "2026-01-15 09:59:59")

SAME_ITEM = [
    Case(
        "of days 0, 5, 13 and 14 the first and the last score",
        16,
        all_of([*DAYS, TO_THE_SECOND]),
        {SEEN: credit(2, 0, 0, same_item=2, month_cap=0)},
    ),
    Case("a second less than 14 days is not enough", 16, all_of([*DAYS, A_SECOND_LESS]), {SEEN: credit(1, 0, 0, same_item=3)}),
    Case(
        "bad ones likewise",
        16,
        all_of([bought("1", "2026-01-01 10:00:00", verdict="bad"), bought("2", "2026-01-06 10:00:00", verdict="bad")]),
        {SEEN: credit(0, 0, 1, same_item=1)},
    ),
    Case(
        "good and bad are separate",
        16,
        all_of([bought("1", "2026-01-01 10:00:00"), bought("2", "2026-01-02 10:00:00", verdict="bad")]),
        {SEEN: credit(1, 0, 1, same_item=0)},
    ),
    Case(
        "a neutral neither passes nor blocks",
        16,
        all_of(
            [
                bought("1", "2026-01-01 10:00:00", verdict="neutral"),
                bought("2", "2026-01-02 10:00:00"),
                bought("3", "2026-01-03 10:00:00", verdict="neutral"),
            ]
        ),
        {SEEN: credit(1, 2, 0, same_item=0)},
    ),
    Case(
        "another item is not the same",
        16,
        all_of([bought("1", "2026-01-01 10:00:00"), bought("2", "2026-01-02 10:00:00", "P2")]),
        {SEEN: credit(2, 0, 0, same_item=0)},
    ),
    Case(
        "nor is another buyer",
        16,
        all_of([bought("1", "2026-01-01 10:00:00"), bought("2", "2026-01-02 10:00:00", buyer="B2")]),
        {SEEN: credit(2, 0, 0, same_item=0)},
    ),
    Case(
        "it is measured from the last that passed, not from the last",
        16,
        all_of([bought("1", "2026-01-01 10:00:00"), bought("2", "2026-01-14 10:00:00"), bought("3", "2026-01-27 10:00:00")]),
        {SEEN: credit(2, 0, 0, same_item=1)},
    ),
    Case(
        "nor from the first",
        16,
        all_of([bought("1", "2026-01-01 10:00:00"), bought("2", "2026-01-15 10:00:00"), bought("3", "2026-01-28 10:00:00")]),
        {SEEN: credit(2, 0, 0, same_item=1)},
    ),
    Case(
        "in order of the orders' time, whatever their ids",
        16,
        all_of([bought("3", "2026-01-01 10:00:00"), bought("1", "2026-01-14 10:00:00"), bought("2", "2026-01-15 10:00:00")]),
        {SEEN: credit(2, 0, 0, same_item=1)},
    ),
    Case(
        "when the one that passed is deleted the next takes its place",
        16,
        [
            *all_of([bought("1", "2026-01-01 10:00:00"), bought("2", "2026-01-14 10:00:00"), bought("3", "2026-01-27 10:00:00")]),
            delete("R1", "2026-03-20 00:00:00", "platform"),
        ],
        {"2026-03-19": credit(2, 0, 0, same_item=1), "2026-03-20": credit(1, 0, 0, same_item=1)},
    ),
    Case(
        "twice in one order is the same item",
        16,
        [
            order("O", "2026-01-01 10:00:00", "2026-02-20 12:00:00", lines="L1:P L2:P"),
            review("R1", "2026-02-21 12:00:00", "good", "O", line="L2"),
            review("R2", "2026-02-22 12:00:00", "good", "O", line="L1"),
        ],
        {SEEN: credit(1, 0, 0, same_item=1)},
    ),
    Case("standard counts each", 16, all_of([*DAYS, TO_THE_SECOND]), {SEEN: credit(4, 0, 0, same_item=0)}, profile="standard"),
]

MONTH = [
    Case("six goods of a buyer and month score", 17, SEVEN, {SEEN: credit(6, 0, 0, same_item=0, month_cap=1)}),
    Case("standard has no such cap", 17, SEVEN, {SEEN: credit(7, 0, 0, month_cap=0)}, profile="standard"),
    Case(
        "bad ones always do",
        17,
        SEVEN + all_of([bought(f"{n}", f"2026-01-{n} 10:00:00", f"P{n}", "bad") for n in range(11, 19)]),
        {SEEN: credit(6, 0, 8, month_cap=1)},
    ),
    Case(
        "a neutral takes no place",
        17,
        SEVEN[:12] + bought("7", "2026-01-01 00:00:00", "P7", "neutral"),
        {SEEN: credit(6, 1, 0, month_cap=0)},
    ),
    Case("the order's month, last second", 17, SEVEN[:12] + bought("8", "2026-01-31 23:59:59", "P8"), {SEEN: credit(6, 0, 0, month_cap=1)}),
    Case(
        "the order's month, first second", 17, SEVEN[:12] + bought("8", "2026-02-01 00:00:00", "P8"), {SEEN: credit(7, 0, 0, month_cap=0)}
    ),
    Case(
        "another buyer has six of his own",
        17,
        SEVEN[:12] + bought("8", "2026-01-08 10:00:00", "P8", buyer="B2"),
        {SEEN: credit(7, 0, 0, month_cap=0)},
    ),
    Case(
        "what the same item took out takes no place",
        17,
        SEVEN[:12] + bought("0", "2026-01-01 11:00:00", "P1"),
        {SEEN: credit(6, 0, 0, same_item=1, month_cap=0)},
    ),
    Case(
        "what the month cut still blocks its item",
        17,
        all_of([bought(f"{n}", f"2026-01-2{n} 10:00:00", f"P{n}") for n in range(1, 8)]) + bought("8", "2026-02-03 10:00:00", "P7"),
        {SEEN: credit(6, 0, 0, same_item=1, month_cap=1)},
    ),
]

RATES = [
    Case("two of three", 18, said(2, 1), {SEEN: {"credit": {"score": 2, "good_rate": "66.67"}}}, profile="standard"),
    Case(
        "half up: 3.125 % of 32",
        18,
        said(1, 0, 31),
        {SEEN: {"credit": {"score": -30, "good_rate": "3.13", "level": 0}}},
        profile="standard",
    ),
    Case("all good", 18, said(5), {SEEN: {"credit": {"good_rate": "100.00"}}}, profile="standard"),
    Case("none good", 18, said(0, 1, 1), {SEEN: {"credit": {"score": -1, "good_rate": "0.00"}}}, profile="standard"),
    Case("no review, no rate", 18, [], {SEEN: {"credit": {"score": 0, "good_rate": None, "level": 0}}}),
]

LEVELS = [
    Case(f"{good} goods make level {level}", 19, said(good), {SEEN: {"credit": {"score": good, "level": level}}}, profile="standard")
    for good, level in ((3, 0), (4, 1), (10, 1), (11, 2), (40, 2), (41, 3))
] + [Case("a bad one takes a level", 19, said(4, 3, 1), {SEEN: {"credit": {"score": 3, "level": 0}}}, profile="standard")]

CASES = [*SAME_ITEM, *MONTH, *RATES, *LEVELS]
