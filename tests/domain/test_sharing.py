"""Who gets the next item: the least busy, then the one whose turn is longest ago, never above the limit."""

from hypothesis import given, strategies as st

from sellerdesk.domain.sharing import share


ALL = frozenset({1, 2, 3})


def people(items: int, *, may: frozenset[int] = ALL, most: int = 10, **more: dict[int, int]) -> list[int]:
    given_ = share([(item, may) for item in range(items)], loads=more.get("loads", {}), turns=more.get("turns", {}), most=most, last_turn=9)
    return [one.person for one in given_]


def test_the_least_busy_comes_first() -> None:
    assert people(3, loads={1: 2, 2: 0, 3: 1}) == [2, 3, 2]


def test_of_equals_the_one_whose_turn_is_longest_ago() -> None:
    assert people(4, turns={1: 9, 2: 7}) == [3, 2, 1, 3]


def test_who_is_at_the_limit_gets_nothing_and_the_rest_stays() -> None:
    assert people(5, most=2, loads={1: 1, 2: 2}) == [3, 1, 3]
    assert people(2, may=frozenset()) == []


@given(
    wanted=st.lists(st.frozensets(st.integers(1, 5)), max_size=40),
    loads=st.dictionaries(st.integers(1, 5), st.integers(0, 6)),
    turns=st.dictionaries(st.integers(1, 5), st.integers(1, 9)),
    most=st.integers(1, 5),
)
def test_laws(wanted: list[frozenset[int]], loads: dict[int, int], turns: dict[int, int], most: int) -> None:
    found = share(list(enumerate(wanted)), loads=loads, turns=turns, most=most, last_turn=9)
    having = dict(loads)

    for one in found:
        assert one.person in wanted[one.item]
        assert all(having.get(one.person, 0) <= having.get(other, 0) for other in wanted[one.item])
        having[one.person] = having.get(one.person, 0) + 1
        assert having[one.person] <= most
    assert [one.turn for one in found] == list(range(10, 10 + len(found)))
    left = set(range(len(wanted))) - {one.item for one in found}
    assert all(having.get(person, 0) >= most for item in left for person in wanted[item])
