"""The split of a mean's difference: parts always add up, in fractions; what may be told of it; what leaves."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings, strategies as st

from ratings.domain.figures import Figure
from ratings.domain.leaving import Leaving, leaving, shifted, together, within
from ratings.domain.opening import told_days
from ratings.domain.splitting import Flow, Reason, flow_of, split
from ratings.domain.telling import GROUPS, Flows, grouped, nearest, telling


stars = st.tuples(*[st.integers(0, 40)] * 5)
flows = st.builds(Flow, stars, stars)
by_reason = st.dictionaries(st.sampled_from(list(Reason)), flows, max_size=6)


def reached(before: Figure, came_and_went: dict[Reason, Flow]) -> Figure:
    total = list(before.stars)
    for flow in came_and_went.values():
        total = [count + change for count, change in zip(total, flow.net, strict=True)]
    return Figure(tuple(total))


@given(before=stars, told=by_reason)
def test_parts_always_add_up_to_the_difference(before: tuple[int, ...], told: dict[Reason, Flow]) -> None:
    first = Figure(tuple(count + 200 for count in before))
    last = reached(first, told)
    if min(last.stars) < 0:
        return
    found = split(first, last, {(reason,): flow for reason, flow in told.items()})

    moves = [part.moved for part in found.parts]
    assert first.mean is not None
    assert found.moved == (None if last.mean is None else last.mean - first.mean)
    if last.mean is not None:
        assert sum((one for one in moves if one is not None), Fraction(0)) == found.moved
        back = split(last, first, {(reason,): Flow(flow.went, flow.came) for reason, flow in told.items()})
        assert [part.moved for part in back.parts] == [-one for one in moves if one is not None]


@pytest.mark.parametrize(
    ("before", "told", "expected"),
    [
        # 50 marks of 241; ten fives come: 4.82 to 291/60, alone the whole difference.
        ((1, 0, 1, 3, 45), {Reason.NEW: (0, 0, 0, 0, 10)}, {Reason.NEW: Fraction(291, 60) - Fraction(241, 50)}),
        # As many ones go as fives come: the count stays, so each part is measured from the mean of both days.
        (
            (2, 0, 0, 0, 2),
            {Reason.NEW: (0, 0, 0, 0, 1), Reason.LEFT: (-1, 0, 0, 0, 0)},
            {Reason.NEW: Fraction(3, 8), Reason.LEFT: Fraction(5, 8)},
        ),
    ],
)
def test_vectors(before: tuple[int, ...], told: dict[Reason, tuple[int, ...]], expected: dict[Reason, Fraction]) -> None:
    first, own = Figure(before), {reason: flow_of(change) for reason, change in told.items()}
    found = split(first, reached(first, own), {(reason,): flow for reason, flow in own.items()})

    assert {part.reasons[0]: part.moved for part in found.parts} == expected


def test_figures_that_do_not_fit_are_a_defect() -> None:
    with pytest.raises(ValueError, match="not"):
        split(Figure((0, 0, 0, 0, 5)), Figure((0, 0, 0, 0, 7)), {(Reason.NEW,): Flow((0, 0, 0, 0, 1))})


def test_without_a_mean_there_are_marks_and_no_move() -> None:
    found = split(Figure((0,) * 5), Figure((0, 0, 0, 0, 6)), {(Reason.NEW,): Flow((0, 0, 0, 0, 6))})

    assert (found.moved, found.parts[0].moved, found.parts[0].came.count) == (None, None, 6)


@st.composite
def lines(draw: st.DrawFn) -> tuple[list[Figure], list[Flows]]:
    """A line of days as what came and went makes it; nothing goes that is not there."""
    days = draw(st.integers(2, 25))
    counts = [30] * 5
    figures: list[Figure] = []
    moved: list[Flows] = []
    for _ in range(days):
        day: dict[Reason, Flow] = {}
        for reason in (Reason.NEW, Reason.EFFECTIVE, Reason.LEFT, Reason.STRUCK, Reason.CAP):
            number, star = draw(st.sampled_from([0, 0, 1, 2, 5, 8])), draw(st.integers(0, 4))
            change = [0] * 5
            change[star] = number if reason in {Reason.NEW, Reason.EFFECTIVE} else -min(number, counts[star])
            counts[star] += change[star]
            day[reason] = flow_of(change)
        figures.append(Figure(tuple(counts)))
        moved.append(day)
    return figures, moved


@settings(max_examples=40)
@given(line=lines())
def test_no_two_splits_differ_by_one_to_four_marks_of_a_cause(line: tuple[list[Figure], list[Flows]]) -> None:
    figures, moved = line
    told = telling(told_days(figures), moved)
    days = [place for place, is_told in enumerate(told.days) if is_told]

    for first, last in combinations(days, 2):
        between = grouped(moved[first + 1 : last + 1], told.groups)
        assert all(flow.marks == 0 or flow.marks >= 5 for flow in between.values())
        made = split(figures[first], figures[last], between)
        assert sum((part.moved or Fraction(0) for part in made.parts), Fraction(0)) == made.moved


def test_rare_causes_are_told_together_where_they_would_leave_no_days() -> None:
    busy = {Reason.NEW: flow_of((0, 0, 0, 0, 6)), Reason.LEFT: flow_of((0, 0, 0, 0, -6))}
    struck = {**busy, Reason.STRUCK: flow_of((-1, 0, 0, 0, 0))}
    figures = [Figure((20 - (place >= 18), 0, 0, 0, 50 + 6 * place)) for place in range(20)]

    every = told_days(figures)
    assert telling(every, [busy] * 20).groups == GROUPS[0]
    rare = telling(every, [busy] * 18 + [struck] + [busy])
    assert rare.groups == GROUPS[2]
    assert sum(rare.days) > 10


def test_the_nearest_day_told_stands_for_one_that_is_not() -> None:
    days = [True, False, False, True, False]

    assert [nearest(days, place) for place in range(5)] == [0, 0, 3, 3, 3]
    assert nearest([False], 0) is None


@given(today=stars, taken=st.lists(st.tuples(st.integers(1, 184), st.tuples(*[st.integers(0, 3)] * 5)), unique_by=lambda one: one[0]))
def test_what_leaves_is_all_there_in_rows_of_five(today: tuple[int, ...], taken: list[tuple[int, tuple[int, ...]]]) -> None:
    figure = Figure(tuple(count + sum(day[1][place] for day in taken) for place, count in enumerate(today)))
    rows = leaving(figure, taken)

    assert all(row.marks.count >= 5 for row in rows)
    if sum(sum(own) for _, own in taken) >= 5:
        assert together(rows).stars == tuple(sum(day[1][place] for day in taken) for place in range(5))
        assert rows[-1].then.stars == today
    for until in (30, 60, 90):
        assert within(rows, until) == rows[: len(within(rows, until))]


def test_what_stays_when_marks_leave() -> None:
    (row,) = leaving(Figure((0, 0, 0, 5, 5)), [(3, (0, 0, 0, 0, 2)), (4, (0, 0, 0, 0, 3))])

    assert row == Leaving(3, 4, Figure((0, 0, 0, 0, 5)), Figure((0, 0, 0, 5, 0)))
    assert shifted(Figure((0, 0, 0, 5, 5)), [row]) == Fraction(-1, 2)
