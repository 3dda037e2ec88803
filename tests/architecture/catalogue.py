"""Reads Postgres' own catalogue and says which tables break the law of the desk."""

from dataclasses import dataclass
from typing import Any

from django.db import connection


# Why each of these need not lead with the desk.
UNIQUE_WITHOUT_DESK = {
    "shop_slug_overall": "the command line and addresses name a shop without its desk",
    "telegrambot_of_one_desk": "a bot that two desks name would give each of them a part of what it hears",
}
INDEX_WITHOUT_DESK = {
    "membership_of_user": "sign-in asks for the desks of one person",
    "outbound_sweep_queued": "workers take what is due, whatever the desk",
    "outbound_sweep_claimed": "leases that ran out are found over all desks",
    "deskevent_sweep_old": "old events are deleted over all desks",
    "outbound_sweep_doubtful": "workers ask after what is in doubt, whatever the desk",
    "shopconnection_sweep_read": "marketplaces that are to be read again are found over all desks",
    "idempotencykey_sweep_old": "old keys are dropped over all desks",
    "upload_sweep_open": "uploads that wait, whose worker died or whose file is old are found over all desks",
    "workitem_sweep_watch": "items that return or whose deadline must be told of are found over all desks",
    "notice_sweep_stages": "notices that are over when nothing is left are found over all desks",
    "reminder_sweep_due": "reminders that are due are found over all desks",
    "telegramlink_sweep_codes": "codes that a bot may hear are found over all desks",
    "shop_sweep_digest": "shops whose digest is due are found over all desks",
    "claim_decision_never_told": "decisions that a marketplace took and did not tell of are found over all desks",
    "attachment_not_here": "files to fetch are found over all desks",
    "exhibit_not_here": "pictures to fetch are found over all desks",
    "attachment_nobodys": "files that nothing names any more are found over all desks",
    "moment_due_sweep": "moments that have come are found over all desks",
    "running_figure_due_sweep": "midnights that have come are found over all desks",
    "running_figure_unsettled_sweep": "figures that moved and were not looked at since are found over all desks",
}
# Tables of ours that belong to no desk.
SHARED = {
    "sellerdesk_desk": "the desk itself",
    "sellerdesk_backup": "a backup holds all desks",
    "sellerdesk_user": "a person can belong to several desks",
    "sellerdesk_taskrun": "workers run for all desks",
    "sellerdesk_user_groups": "Django's own, unused",
    "sellerdesk_user_user_permissions": "Django's own, unused",
}


@dataclass(frozen=True)
class Index:
    """One index: its table, name, first columns and kind."""

    table: str
    name: str
    columns: list[str]
    unique: bool
    primary: bool


def tenant_tables() -> set[str]:
    """The tables that carry a desk."""
    return {
        table
        for (table,) in _rows("SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'desk_id'")
    }


def indexes() -> list[Index]:
    """All indexes of the tenant tables; an expression counts as a column of its own text."""
    rows = _rows(
        """
        SELECT tab.relname, idx.relname,
            (SELECT array_agg(pg_get_indexdef(i.indexrelid, n, true) ORDER BY n) FROM generate_series(1, i.indnkeyatts) n),
            i.indisunique, i.indisprimary
        FROM pg_index i JOIN pg_class tab ON tab.oid = i.indrelid JOIN pg_class idx ON idx.oid = i.indexrelid
        WHERE tab.relname = ANY(%s)
        """,
        [sorted(tenant_tables())],
    )
    return [Index(table, name, columns, unique, primary) for table, name, columns, unique, primary in rows]


def foreign_keys() -> list[tuple[str, str, list[str], str, list[str]]]:
    """(table, name, columns, target, target columns) of every foreign key of a tenant table."""
    names = (
        "(SELECT array_agg(attname::text ORDER BY n) FROM unnest({0}) WITH ORDINALITY k (num, n)"
        " JOIN pg_attribute ON attrelid = {1} AND attnum = num)"
    )
    return [
        (table, name, columns, target, target_columns)
        for table, name, columns, target, target_columns in _rows(
            f"""
            SELECT conrelid::regclass::text, conname, {names.format("conkey", "conrelid")},
                confrelid::regclass::text, {names.format("confkey", "confrelid")}
            FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)
            """,
            [sorted(tenant_tables())],
        )
    ]


def findings() -> list[str]:
    """What breaks the law, a sentence each."""
    return sorted([*_without_target(), *_links_by_id_alone(), *_not_led_by_the_desk(), *_desk_may_be_missing()])


def _without_target() -> list[str]:
    whole = {index.table for index in indexes() if index.unique and index.columns[:2] == ["desk_id", "id"]}
    one_row_per_desk = {index.table for index in indexes() if index.primary and index.columns == ["desk_id"]}
    return [f"{table} has no UNIQUE (desk_id, id)" for table in tenant_tables() - whole - one_row_per_desk]


def _links_by_id_alone() -> list[str]:
    tables = tenant_tables()
    return [
        f"{table}.{name} points to {target} by {columns}"
        for table, name, columns, target, target_columns in foreign_keys()
        if target in tables and not (columns[0] == "desk_id" and columns[:-1] == target_columns[:-1] and len(columns) in {2, 3})
    ]


def vouched_links() -> set[tuple[str, str]]:
    """(table, column) of every link that a key keeps in the desk: its own, or one that has it along to a table where it is kept."""
    keys = foreign_keys()
    kept = {(table, columns[-1]) for table, _, columns, _, _ in keys if columns[0] == "desk_id"}
    along = {(table, column) for table, _, columns, target, _ in keys for column in columns[1:-1] if (target, column) in kept}
    return kept | {(table, column) for table, column in along if _is_never_null(table, *_columns_with(keys, table, column))}


def _columns_with(keys: list[tuple[str, str, list[str], str, list[str]]], table: str, along: str) -> list[str]:
    return [column for own, _, columns, _, _ in keys if own == table and along in columns[1:-1] for column in columns]


def _is_never_null(table: str, *columns: str) -> bool:
    found = _rows(
        "SELECT column_name FROM information_schema.columns WHERE is_nullable = 'NO' AND table_name = %s AND column_name = ANY(%s)",
        [table, list(columns)],
    )
    return {name for (name,) in found} == set(columns)


def _not_led_by_the_desk() -> list[str]:
    found = []
    for index in indexes():
        allowed = index.columns[0] == "desk_id" or (index.primary and index.columns == ["id"])
        named = UNIQUE_WITHOUT_DESK if index.unique else INDEX_WITHOUT_DESK
        if not allowed and index.name not in named:
            found.append(f"{index.table}.{index.name} leads with {index.columns[0]}")
    return found


def _desk_may_be_missing() -> list[str]:
    """Each row's desk exists: by a key of its own, or vouched for by a composite key that is never null."""
    linked = {table for table, _, columns, target, _ in foreign_keys() if columns == ["desk_id"] and target == "sellerdesk_desk"}
    never_null = set(_rows("SELECT table_name, column_name FROM information_schema.columns WHERE is_nullable = 'NO'"))
    tables = tenant_tables()
    linked |= {
        table
        for table, _, columns, target, _ in foreign_keys()
        if target in tables and columns[0] == "desk_id" and all((table, column) in never_null for column in columns)
    }
    nullable = _rows(
        "SELECT table_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND column_name = 'desk_id' AND is_nullable = 'YES'"
    )
    return [f"{table}.desk_id may be null" for (table,) in nullable] + [
        f"nothing vouches for {table}.desk_id" for table in tenant_tables() - linked
    ]


def _rows(statement: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
