"""Statements planned once for many batches: what a session loses, and what is not to be prepared, does no harm."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sellerdesk import planned, setwise


pytestmark = pytest.mark.django_db(transaction=True)
SQL = "SELECT n, n %% 2 FROM generate_series(1, %s) AS n WHERE n = ANY(%s)"


@pytest.fixture(autouse=True)
def _a_session_of_its_own() -> Iterator[None]:
    connection.close()
    yield
    connection.close()


def turn(sql: str = SQL, *parameters: object) -> list[tuple[object, ...]]:
    """One transaction of many alike."""
    with transaction.atomic(), planned.once():
        return setwise.rows(sql, parameters or [5, [2, 3, 9]])


def prepared() -> list[tuple[str, int, int]]:
    """Names of the statements that the session holds, how often each ran as planned for any parameters, and for some."""
    return setwise.rows("SELECT name, generic_plans, custom_plans FROM pg_prepared_statements ORDER BY name", [])


def test_a_statement_is_prepared_when_it_comes_again_and_planned_for_any_parameters() -> None:
    turn()
    assert prepared() == []

    assert [turn(), turn(), turn(SQL, 9, [9])] == [[(2, 0), (3, 1)], [(2, 0), (3, 1)], [(9, 1)]]

    [(_, generic, custom)] = prepared()
    assert (generic, custom) == (3, 0)


def test_nothing_is_prepared_outside() -> None:
    for _ in range(3):
        setwise.rows(SQL, [5, [2]])

    assert prepared() == []
    assert setwise.rows("SELECT current_setting('plan_cache_mode')", []) == [("auto",)]


def test_named_parameters_go_to_their_places() -> None:
    sql = "SELECT %(b)s::text, %(a)s::text, %(b)s::text, '100 %%'"

    found = [setwise_turn(sql, {"a": f"a{number}", "b": f"b{number}", "c": "of nothing"}) for number in range(3)]

    assert found == [[(f"b{number}", f"a{number}", f"b{number}", "100 %")] for number in range(3)]
    assert len(prepared()) == 1


def setwise_turn(sql: str, named: dict[str, object]) -> list[tuple[object, ...]]:
    with transaction.atomic(), planned.once():
        return setwise.rows(sql, named)


def test_rows_that_were_touched_are_counted() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE planned_kept (id bigint, word text)")
    for number in range(4):
        with transaction.atomic(), planned.once():
            made = setwise.insert("planned_kept", "id, word", [(number, "a"), (number, "b")], tail="RETURNING word")
            touched = setwise.run("UPDATE planned_kept SET word = %s WHERE id = %s", ["c", number])
            changed = setwise.change(
                "UPDATE planned_kept AS k SET word = v.word FROM {told} AS v (id, word) WHERE k.id = v.id RETURNING k.id",
                "bigint, text",
                [(number, "d")],
                fetch=True,
            )
        assert (made, touched, changed) == ([("a",), ("b",)], 2, [(number,), (number,)])
    setwise._types.cache_clear()

    assert len(prepared()) == 3


def test_a_session_that_lost_its_statements_begins_anew() -> None:
    """As behind a pooler that gives every transaction another session, or an emptied one."""
    for _ in range(3):
        turn()
    [(before, _, _)] = prepared()
    with connection.cursor() as cursor:
        cursor.execute("DISCARD ALL")
        # What would come of it if nobody looked.
        with pytest.raises(OperationalError, match="does not exist"):
            cursor.execute(f"EXECUTE {before} (5, '{{2}}')")

    assert [turn(), turn()] == [[(2, 0), (3, 1)], [(2, 0), (3, 1)]]

    [(after, _, _)] = prepared()
    assert after != before


def test_a_mark_that_came_back_without_the_statements_is_none() -> None:
    """As where another loader of a shared session emptied it, and its transaction was undone."""
    for _ in range(3):
        turn()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")

    assert [turn(), turn()] == [[(2, 0), (3, 1)], [(2, 0), (3, 1)]]
    assert len(prepared()) == 1


def test_where_statements_are_lost_every_time_none_is_prepared_any_more() -> None:
    for _ in range(planned.MOST_LOST + 2):
        assert turn() == [(2, 0), (3, 1)]
        with connection.cursor() as cursor:
            cursor.execute("DISCARD ALL")

    with CaptureQueriesContext(connection) as asked:
        turn()
    assert [query["sql"] for query in asked if "PREPARE" in query["sql"] or "sellerdesk.planned" in query["sql"]] == []
    assert prepared() == []


def test_a_transaction_that_is_undone_leaves_none_behind_that_is_taken_for_another() -> None:
    for number in range(3):
        with pytest.raises(ZeroDivisionError):
            _undone(number)

    assert [turn(), turn(SQL, 9, [9])] == [[(2, 0), (3, 1)], [(9, 1)]]
    assert len(prepared()) == 1


def _undone(number: int) -> None:
    with transaction.atomic(), planned.once():
        for _ in range(3):
            setwise.rows(SQL, [number, [1]])
        raise ZeroDivisionError


@pytest.mark.parametrize(
    "parameters", [("desk_id = %s AND shop_id = %s", "(%s)"), ("desk_id = %(desk)s AND shop_id = %(shop)s", "(%(refs)s)")]
)
def test_a_list_looked_up_among_all_that_a_shop_has_is_planned_for_itself(parameters: tuple[str, str]) -> None:
    """Planned for any list it may read the whole shop: a plan does not know then how long the list is and how large the shop."""
    where, refs = parameters
    of_shop = f"SELECT id FROM sellerdesk_order WHERE {where} AND outside_id = ANY{refs}"
    of_desk = of_shop.replace(" AND shop_id = %s", "").replace(" AND shop_id = %(shop)s", "")
    named = "(desk)" in where
    for _ in range(3):
        with transaction.atomic(), planned.once():
            setwise.rows(of_shop, {"desk": 1, "shop": 1, "refs": ["A"]} if named else [1, 1, ["A"]])
            setwise.rows(of_desk, {"desk": 1, "refs": ["A"]} if named else [1, ["A"]])

    found = setwise.rows("SELECT statement FROM pg_prepared_statements", [])
    assert ["shop_id" in statement for (statement,) in found] == [False]


def test_a_statement_that_cannot_be_prepared_is_run_as_it_is() -> None:
    found = [turn("SELECT %s + %s", number, 1) for number in range(4)]

    assert found == [[(1,)], [(2,)], [(3,)], [(4,)]]
    assert prepared() == []


def test_plans_are_thrown_away_after_some_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planned, "REPLANNED_AFTER", 4)

    with CaptureQueriesContext(connection) as asked:
        for _ in range(9):
            turn()

    at = [number for number, query in enumerate(asked) if query["sql"] == "DISCARD PLANS"]
    assert len(at) == 2


def test_what_is_put_together_anew_each_time_does_not_fill_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planned, "MOST_KEPT", 5)

    for number in range(20):
        turn(f"SELECT %s::text || '{number}'", "a")
        turn(f"SELECT %s::text || '{number}'", "a")

    assert len(prepared()) == 5
