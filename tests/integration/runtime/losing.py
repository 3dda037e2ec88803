"""What must be the same after a desk was lost and came back, told by its own commands."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sellerdesk.runtime.paths import places
from sellerdesk.runtime.postgres import APP, OWNER
from sellerdesk.runtime.stores import Stores, Urls
from tests.integration.runtime.driving import ROOT, manage, surroundings


CASTS = re.compile(r"::(?:character varying|text)(?:\[\])?|[()]")
"""A definition that was dumped and read again says the same with its casts and brackets at other places."""
WORD = "five words are long enough"
SHOPS = {"alpha": "taobao", "beta": "standard"}
VECTORS = {"alpha": "taobao-2", "beta": "standard-3"}
FILL = """
import os, sys
from django.core.management import call_command
from datetime import UTC, datetime
from pathlib import Path
from django.conf import settings
from sellerdesk import sealing
from sellerdesk.attachments import keeping
from sellerdesk.attachments.checking import Checked
from sellerdesk.models import Desk, Shop, ShopConnection
for slug, rules in SHOPS.items():
    call_command("shop_create", slug, rules=rules, time_zone="Asia/Shanghai", desk="harbor", stdout=sys.stderr)
    load(slug)
desk = Desk.objects.get(slug="harbor")
for number in range(3):
    keeping.keep(desk.pk, Checked("photo", "image/png", os.urandom(700_000), 1, 1))
Path(settings.MEDIA_ROOT, "attachments", "half.new").write_bytes(b"a draft of a process that was killed")
ShopConnection.objects.create(desk=desk, shop=Shop.objects.get(slug="alpha"), kind="simulator", secret=sealing.seal("the key"),
    changed_at=datetime.now(UTC))
"""
ASK = """
import hashlib, io, json
from django.core.management import call_command
from pathlib import Path
from django.conf import settings
from django.db import connection
from sellerdesk import sealing
from sellerdesk.models import AuditEntry, ShopConnection
def rows(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [list(map(str, row)) for row in cursor.fetchall()]
files = {str(path.relative_to(settings.MEDIA_ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()
    for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
def said(*words):
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()
print(json.dumps({
    "reports": [said("shop_report", "--shop", slug, "--as-of", "2026-03-01") for slug in SHOPS],
    "chain": said("audit_verify"),
    "again": [load(slug) for slug in SHOPS] if AGAIN else [],
    "files": files,
    "secret": sealing.unseal(ShopConnection.objects.get(shop__slug="alpha").secret),
    "audit": list(AuditEntry.objects.order_by("desk_id", "number").values_list("hash", flat=True)),
    "user": connection.settings_dict["USER"],
    "rights": rows("SELECT relname, (a).grantee::regrole::text, (a).privilege_type FROM (SELECT relname, aclexplode(relacl) AS a"
        " FROM pg_class WHERE relnamespace = 'public'::regnamespace) x WHERE (a).grantee <> 0 ORDER BY 1, 2, 3"),
    "later_rights": rows("SELECT defaclobjtype, (a).grantee::regrole::text, (a).privilege_type FROM (SELECT defaclobjtype,"
        " aclexplode(defaclacl) AS a FROM pg_default_acl) x ORDER BY 1, 2, 3"),
    "triggers": rows("SELECT tgrelid::regclass::text, tgname, tgenabled, pg_get_triggerdef(oid) FROM pg_trigger"
        " WHERE NOT tgisinternal ORDER BY 1, 2"),
    "constraints": rows("SELECT conrelid::regclass::text, conname, convalidated, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"),
    "indexes": rows("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"),
    "columns": rows("SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
        " WHERE table_schema = 'public' ORDER BY 1, 2"),
    "owners": rows("SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"),
}))
"""


LOAD = f"""
SHOPS, VECTORS, ROOT, AGAIN = {SHOPS!r}, {VECTORS!r}, {str(ROOT)!r}, False
def load(slug):
    import io, json
    from django.core.management import call_command
    out = io.StringIO()
    try:
        call_command("feed_load", f"{{ROOT}}/tests/vectors/{{VECTORS[slug]}}.jsonl", shop=slug, stdout=out)
    except SystemExit:
        pass
    told = json.loads(out.getvalue())
    return told["applied"], told["read"] - told["unchanged"] - told["rejected"]
"""


def shell(state: Path, program: str, **more: str) -> str:
    """What a program prints inside the desk."""
    done = manage(state, "shell", "-v", "0", "-c", program, cwd=None, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def filled(state: Path) -> Path:
    """A desk with two shops and their years, files and a sealed key."""
    shell(state, LOAD + FILL)
    return state


def everything(state: Path, *, again: bool = False, **more: str) -> dict[str, Any]:
    """Reports, audit chain, files, keys, rights, definitions; with `again` what a second load of the same feeds finds new: nothing."""
    program = LOAD.replace("False\n", f"{again}\n", 1) + ASK
    found: dict[str, Any] = json.loads(shell(state, program, **more))
    if again:
        assert found["again"] == [[0, 0], [0, 0]]
    for what in ("constraints", "indexes"):
        found[what] = [[*row[:-1], CASTS.sub("", row[-1])] for row in found[what]]
    return found | {"again": []}


def desk(state: Path, *arguments: str, word: str = WORD, **more: str) -> "subprocess.CompletedProcess[str]":
    """`./desk backup …` or `./desk restore …`, to its end."""
    return subprocess.run(
        [str(ROOT / "desk"), *arguments],
        env=surroundings(state, SELLERDESK_BACKUP_PASSPHRASE=word, **more),
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@contextmanager
def servers(folder: Path) -> Iterator[Urls]:
    """The private servers of a state directory, run by the test itself, as somebody else would run them."""
    kept = {name: os.environ.pop(name) for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")}
    try:
        stores = Stores(places(folder))
    finally:
        os.environ.update(kept)
    assert stores.postgres is not None
    try:
        yield Urls(stores.postgres.url(APP), stores.postgres.url(OWNER), stores.start().redis)
    finally:
        stores.stop()
