"""A database that holds nothing of its own, and how it becomes one again."""

from typing import Final

from sellerdesk.runtime.backups import definitions, dumping


_THINGS: Final = """
    SELECT 'TABLE' AS kind, c.oid::regclass::text AS name, c.relkind::text AS form, 'pg_class'::regclass AS catalogue, c.oid
        FROM pg_class AS c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'ROUTINE', f.oid::regprocedure::text, '', 'pg_proc'::regclass, f.oid
        FROM pg_proc AS f WHERE f.pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'TYPE', t.oid::regtype::text, '', 'pg_type'::regclass, t.oid FROM pg_type AS t
        WHERE t.typnamespace = 'public'::regnamespace AND (t.typtype IN ('d', 'e', 'r') OR EXISTS (
            SELECT FROM pg_class AS c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
    UNION ALL SELECT 'SCHEMA', quote_ident(n.nspname), '', 'pg_namespace'::regclass, n.oid
        FROM pg_namespace AS n WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('public', 'information_schema')
"""
_OWN: Final = f"""
    SELECT * FROM ({_THINGS}) AS x
    WHERE NOT EXISTS (SELECT FROM pg_depend AS e WHERE e.classid = x.catalogue AND e.objid = x.oid AND e.deptype = 'e')
"""
_EMPTY: Final = f"""
DO $$
DECLARE one record;
BEGIN
    SET LOCAL search_path = pg_catalog;
    FOR one IN {_OWN} ORDER BY (kind = 'SCHEMA') DESC, (form IN ('v', 'm')) DESC, (form = 'S'), (kind = 'TYPE')
    LOOP
        EXECUTE format('DROP %s IF EXISTS %s CASCADE', CASE one.form WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
            WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'S' THEN 'SEQUENCE' ELSE one.kind END, one.name);
    END LOOP;
    FOR one IN SELECT oid FROM pg_largeobject_metadata
    LOOP
        PERFORM lo_unlink(one.oid);
    END LOOP;
    FOR one IN SELECT extname FROM pg_extension WHERE extowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
    LOOP
        EXECUTE format('DROP EXTENSION IF EXISTS %I CASCADE', one.extname);
    END LOOP;
END $$;
"""


def is_empty(url: str) -> bool:
    """Whether the database defines nothing of its own. What extensions bring is not its own."""
    with dumping.connected(url) as connection:
        return not definitions.own(definitions.read(connection))


def empty(url: str) -> None:
    """Drops tables, views, functions, types and schemas, and the extensions that the role itself has made; all in one transaction.

    Only for a database that was found empty before: whatever is there now came from us. Lets psycopg2's errors pass.
    """
    with dumping.connected(url) as connection, connection, connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(_EMPTY)
