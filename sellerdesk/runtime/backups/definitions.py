"""What a database defines, apart from its rows: everything in it that could run, or that keeps rows true.

A dump brings definitions along, and whoever knows the passphrase can write one. So what was restored is held against what the program's own
migrations make on the same server: a trigger, a function, a default that they do not make is no content of ours.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from sellerdesk.runtime.failures import Failure


Definitions = dict[str, str]
"""Each thing by its kind and name, with the words that define it."""

CASTS: Final = re.compile(r"::(?:character varying|text)(?:\[\])?|[()]")
"""A condition that was dumped and read again says the same with its casts and brackets at other places."""
NAMED: Final = 5
_OUTSIDE: Final = {"right", "setting", "membership", "extension"}
"""What an empty database may have: roles, and what somebody who may do more has installed."""
_FOLLOWS: Final = {"table": 1, "constraint": 2, "index": 2, "column": 3, "right": 4}
"""What comes along with another thing is named after it."""
_OURS: Final = "n.nspname NOT LIKE 'pg\\_%%' AND n.nspname <> 'information_schema'"
_OF_NO_EXTENSION: Final = (
    "NOT EXISTS (SELECT FROM pg_depend AS e WHERE e.classid = '{0}'::regclass AND e.objid = {1}.oid AND e.deptype = 'e')"
)
# Those of the server itself have smaller numbers.
_FIRST_MADE: Final = 16384
_MADE_BY_HAND: Final = (
    "pg_extension", "pg_namespace", "pg_language", "pg_cast", "pg_operator", "pg_opclass", "pg_opfamily", "pg_am", "pg_collation",
    "pg_conversion", "pg_ts_config", "pg_ts_dict", "pg_ts_parser", "pg_ts_template", "pg_foreign_data_wrapper", "pg_foreign_server",
    "pg_event_trigger", "pg_publication", "pg_transform", "pg_statistic_ext",
)  # fmt: skip
"""Of these that it is there says enough; what an extension brings comes from the server's own files."""
_PLAIN: Final[Mapping[str, str]] = {
    "function": f"""
        SELECT f.oid::regprocedure, CASE WHEN f.prokind = 'a' THEN 'aggregate' ELSE pg_get_functiondef(f.oid) END || f.proowner::regrole
        FROM pg_proc AS f JOIN pg_namespace AS n ON n.oid = f.pronamespace WHERE {_OURS} AND {_OF_NO_EXTENSION.format("pg_proc", "f")}""",
    "table": f"""
        SELECT c.oid::regclass, concat_ws(' ', c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.reloptions,
            c.relowner::regrole, CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END)
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE {_OURS} AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c') AND {_OF_NO_EXTENSION.format("pg_class", "c")}""",
    "column": f"""
        SELECT concat_ws('.', c.oid::regclass, a.attname), concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
            a.attgenerated, a.attcollation::regcollation, pg_get_expr(d.adbin, d.adrelid))
        FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
        LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE {_OURS} AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
            AND {_OF_NO_EXTENSION.format("pg_class", "c")}""",
    "rule": f"""
        SELECT concat_ws(' on ', r.rulename, c.oid::regclass), concat(r.ev_enabled, pg_get_ruledef(r.oid))
        FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE {_OURS} AND r.rulename <> '_RETURN'""",
    "policy": """
        SELECT concat_ws(' on ', p.polname, p.polrelid::regclass), concat_ws(' ', p.polcmd, p.polpermissive,
            pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) FROM pg_policy AS p""",
    "type": f"""
        SELECT t.oid::regtype, concat_ws(' ', t.typtype, t.typdefault, format_type(t.typbasetype, t.typtypmod),
            (SELECT string_agg(v.enumlabel, ',' ORDER BY v.enumsortorder) FROM pg_enum AS v WHERE v.enumtypid = t.oid))
        FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
        WHERE {_OURS} AND t.typtype IN ('d', 'e', 'r', 'm') AND {_OF_NO_EXTENSION.format("pg_type", "t")}""",
    "setting": """
        SELECT concat_ws(' ', 'of', NULLIF(s.setrole, 0)::regrole, CASE WHEN s.setdatabase = 0 THEN 'everywhere' ELSE 'here' END),
            s.setconfig
        FROM pg_db_role_setting AS s WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))""",
    "membership": f"""
        SELECT concat_ws(' in ', m.member::regrole, m.roleid::regrole), m.admin_option FROM pg_auth_members AS m
        WHERE m.member >= {_FIRST_MADE}""",
    "large object": "SELECT l.oid, l.lomowner::regrole FROM pg_largeobject_metadata AS l",
    "right": f"""
        SELECT concat_ws(' ', x.privilege_type, 'on', x.what, 'of', coalesce(NULLIF(x.grantee, 0)::regrole::text, 'everybody')),
            bool_or(x.is_grantable) FROM (
            SELECT c.oid::regclass::text AS what, (aclexplode(coalesce(c.relacl,
                acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner)))).*
                FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                WHERE {_OURS} AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND {_OF_NO_EXTENSION.format("pg_class", "c")}
            UNION ALL SELECT concat_ws('.', a.attrelid::regclass, a.attname), (aclexplode(a.attacl)).* FROM pg_attribute AS a
                JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE {_OURS}
            UNION ALL SELECT f.oid::regprocedure::text, (aclexplode(coalesce(f.proacl, acldefault('f', f.proowner)))).*
                FROM pg_proc AS f JOIN pg_namespace AS n ON n.oid = f.pronamespace
                WHERE {_OURS} AND {_OF_NO_EXTENSION.format("pg_proc", "f")}
            UNION ALL SELECT n.nspname, (aclexplode(n.nspacl)).* FROM pg_namespace AS n WHERE {_OURS}
            UNION ALL SELECT concat_ws(' ', 'later', d.defaclobjtype, d.defaclnamespace::regnamespace), (aclexplode(d.defaclacl)).*
                FROM pg_default_acl AS d
        ) AS x GROUP BY 1""",
}
_CONDITIONS: Final[Mapping[str, str]] = {
    "trigger": """
        SELECT concat_ws(' on ', t.tgname, t.tgrelid::regclass), concat_ws(' ', t.tgenabled, pg_get_triggerdef(t.oid))
        FROM pg_trigger AS t WHERE NOT t.tgisinternal""",
    # What may be null is told by the columns; whether that has a name differs between versions of the server.
    "constraint": f"""
        SELECT concat_ws(' on ', k.conname, coalesce(NULLIF(k.conrelid, 0)::regclass::text, k.contypid::regtype::text)),
            concat_ws(' ', k.convalidated, pg_get_constraintdef(k.oid))
        FROM pg_constraint AS k JOIN pg_namespace AS n ON n.oid = k.connamespace
        WHERE {_OURS} AND k.contype <> 'n' AND {_OF_NO_EXTENSION.format("pg_constraint", "k")}""",
    "index": f"""
        SELECT i.indexrelid::regclass, concat_ws(' ', i.indisvalid, pg_get_indexdef(i.indexrelid)) FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE {_OURS}""",
}


def read(connection: Any) -> Definitions:
    """All of it, as the owner sees it."""
    found: Definitions = {}
    with connection.cursor() as cursor:
        # Every name with its schema, whatever the role's settings say.
        cursor.execute("SET search_path = pg_catalog")
        for kind, statement in (*_PLAIN.items(), *_CONDITIONS.items()):
            cursor.execute(statement.replace("%%", "%"))
            for name, words in cursor.fetchall():
                found[f"{kind} {name}"] = CASTS.sub("", str(words)) if kind in _CONDITIONS else str(words)
        for catalogue in _MADE_BY_HAND:
            cursor.execute(
                f"SELECT pg_describe_object('{catalogue}'::regclass, x.oid, 0) FROM {catalogue} AS x"
                f" WHERE x.oid >= {_FIRST_MADE} AND {_OF_NO_EXTENSION.format(catalogue, 'x')}"
                + (" AND x.nspname NOT LIKE 'pg\\_%' AND x.nspname <> 'public'" if catalogue == "pg_namespace" else "")
            )
            found |= {row[0]: "there" for row in cursor.fetchall()}
        cursor.execute("RESET search_path")
    return found


def own(found: Definitions) -> set[str]:
    """What of it makes a database one that is not empty."""
    return {name for name in found if name.split()[0] not in _OUTSIDE}


def refuse_others(found: Definitions, ours: Definitions) -> None:
    """What a backup brought must be what our migrations make. Refused with Failure that names the first differences."""
    differ = [
        f"{name} ({'not ours' if name not in ours else 'missing' if name not in found else 'another definition'})"
        for name in sorted({*found, *ours}, key=lambda name: (_FOLLOWS.get(name.split()[0], 0), name))
        if found.get(name) != ours.get(name)
    ]
    if differ:
        more = f", and {len(differ) - NAMED} more" if len(differ) > NAMED else ""
        raise Failure(
            f"The backup's database is not defined as this program defines it: {'; '.join(differ[:NAMED])}{more}.",
            "Somebody may have planted this: it would run when the desk writes. Nothing was changed. If you made the backup yourself and"
            " changed this yourself, restore it with --trust-definitions.",
        )
