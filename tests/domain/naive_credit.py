"""Rulebook 16 and 17 read day by day, the slow way, and lines of one buyer to try it on."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from reviews.domain.credit import Cell, Line
from reviews.domain.verdicts import Verdict
from sellerdesk.domain.rules import RuleProfile


PLACED = datetime(2026, 3, 1, 12, tzinfo=UTC)
LAST_DAY = 20
PLAIN = {Verdict.GOOD: Cell.GOOD, Verdict.NEUTRAL: Cell.NEUTRAL, Verdict.BAD: Cell.BAD}


@st.composite
def one_line(draw: st.DrawFn) -> Line:
    """A line of one of three products and months, its order on an edge of the gap; only what is not good can turn good."""
    after = draw(st.sampled_from([0, 0, 1, 3, 13, 14, 14, 27, 28]))
    days = st.integers(0, LAST_DAY)
    verdict = draw(st.sampled_from([Verdict.GOOD, Verdict.GOOD, Verdict.NEUTRAL, Verdict.BAD]))
    return Line(
        placed_at=PLACED + timedelta(days=after, seconds=draw(st.sampled_from([0, 0, 1, -1]))),
        order=draw(st.sampled_from("abB")),
        line=draw(st.sampled_from("12")),
        month=draw(st.integers(0, 1)),
        product=draw(st.sampled_from("PQ")),
        since=draw(days),
        verdict=verdict,
        good_day=None if verdict is Verdict.GOOD else draw(st.none() | days),
        until=draw(st.none() | days),
    )


LINES = st.lists(one_line(), max_size=8, unique_by=lambda line: line[:3])


def cells_on(day: int, lines: list[Line], rules: RuleProfile) -> list[Cell]:
    """Where each line stands at the end of a day."""
    there = [line for line in sorted(lines) if line.since <= day and (line.until is None or line.until > day)]
    verdicts = {line: Verdict.GOOD if line.good_day is not None and line.good_day <= day else line.verdict for line in there}
    passed = [line for line in there if verdicts[line] is Verdict.NEUTRAL or line in _passing(line, there, verdicts, rules)]
    cells = dict.fromkeys(there, Cell.SAME_ITEM)
    for line in passed:
        goods = [other for other in passed if verdicts[other] is Verdict.GOOD and other.month == line.month]
        over = rules.goods_per_buyer_month is not None and line in goods[rules.goods_per_buyer_month :]
        cells[line] = Cell.MONTH_CAP if over else PLAIN[verdicts[line]]
    return [cells.get(line, Cell.NONE) for line in lines]


def _passing(wanted: Line, there: list[Line], verdicts: dict[Line, Verdict], rules: RuleProfile) -> list[Line]:
    """Of the lines of one product and sign, those far enough from the last that passed."""
    passing: list[Line] = []
    for line in there:
        if (line.product, verdicts[line]) != (wanted.product, verdicts[wanted]):
            continue
        if rules.same_item_gap is None or not passing or line.placed_at >= passing[-1].placed_at + rules.same_item_gap:
            passing.append(line)
    return passing
