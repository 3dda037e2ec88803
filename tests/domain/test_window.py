"""The window of a stream and the bytes of one write, as laws."""

import json

import pytest
from hypothesis import given, strategies as st

from sellerdesk.stream.window import Frame, Gap, Window, event, framed, joined


def frames(first: int, last: int) -> list[Frame]:
    return [Frame(number, number % 3 or None, framed(number, "k", number % 3 or None, "{}", "t")) for number in range(first, last + 1)]


@given(begins=st.integers(0, 1000), sizes=st.lists(st.integers(0, 30), max_size=12), most=st.integers(1, 40), data=st.data())
def test_a_position_in_the_window_gives_everything_after_it_once_and_in_order(
    begins: int, sizes: list[int], most: int, data: st.DataObject
) -> None:
    window = Window(begins, most)
    for size in sizes:
        window.add(frames(window.last + 1, window.last + size))
    position = data.draw(st.integers(window.first, window.last))

    assert window.last == begins + sum(sizes)
    assert window.last - window.first == min(most, sum(sizes))
    assert [one.number for one in window.after(position, 10_000)] == list(range(position + 1, window.last + 1))
    assert [one.number for one in window.after(position, 2)] == list(range(position + 1, min(position + 2, window.last) + 1))


@pytest.mark.parametrize("number", [1, 5, 7])
def test_a_number_that_does_not_follow_is_a_gap(number: int) -> None:
    window = Window(5)

    with pytest.raises(Gap):
        window.add([Frame(number, None, b"")])
    assert (window.first, window.last) == (5, 5)


@given(shown=st.lists(st.sampled_from([None, 1, 2, 3]), min_size=1, max_size=20), sight=st.frozensets(st.sampled_from([1, 2, 3])))
def test_one_write_holds_what_may_be_seen_and_always_the_last_number(shown: list[int | None], sight: frozenset[int]) -> None:
    made = [Frame(number, shop, framed(number, "k", shop, '{"at": "a\\nb"}', "t")) for number, shop in enumerate(shown, start=10)]

    blocks = joined(made, sight).decode().split("\n\n")

    told = [json.loads(line[6:]) for block in blocks for line in block.split("\n") if line.startswith("data: ")]
    assert [one["number"] for one in told] == [one.number for one in made if one.shop_id is None or one.shop_id in sight]
    ids = [line[4:] for block in blocks for line in block.split("\n") if line.startswith("id: ")]
    assert ids[-1] == str(made[-1].number)
    assert blocks[-1] == ""


def test_what_stands_beside_the_log_has_no_number() -> None:
    assert event("reset", {"reason": "behind"}) == b'event: reset\ndata: {"reason":"behind"}\n\n'
