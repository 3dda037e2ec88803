"""Every tenant table leads with its desk, and the database keeps links inside it."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey

from sellerdesk.models.tenant import DeskForeignKey
from tests.architecture import catalogue


pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
OURS = ("sellerdesk", "reviews", "chat", "returns", "ratings")


def test_the_catalogue_knows_no_exception() -> None:
    assert catalogue.findings() == []


def test_every_named_exception_is_still_there() -> None:
    named = {*catalogue.UNIQUE_WITHOUT_DESK, *catalogue.INDEX_WITHOUT_DESK}

    assert named <= {index.name for index in catalogue.indexes()}


def test_every_table_of_ours_carries_a_desk_or_is_named_as_shared() -> None:
    labels = [label for label in OURS if label in apps.app_configs]
    ours = {model._meta.db_table for label in labels for model in apps.get_app_config(label).get_models(include_auto_created=True)}

    assert ours - catalogue.tenant_tables() == set(catalogue.SHARED)


def test_every_link_between_tenant_tables_is_kept_by_the_database() -> None:
    kept = catalogue.vouched_links()
    tables = catalogue.tenant_tables()
    loose = [
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        if model._meta.db_table in tables
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey)
        and field.related_model._meta.db_table in tables
        and ((model._meta.db_table, field.column) not in kept or not isinstance(field, DeskForeignKey))
    ]

    assert loose == []


def test_control_a_link_along_a_key_that_may_be_null_is_not_kept() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"{TABLE} {DESK}, shop_id bigint NOT NULL, load_id bigint, FOREIGN KEY (desk_id, shop_id, load_id)"
            " REFERENCES sellerdesk_feedload (desk_id, shop_id, id))"
        )
        assert ("stray", "shop_id") not in catalogue.vouched_links()

        cursor.execute("ALTER TABLE stray ALTER load_id SET NOT NULL")
        assert ("stray", "shop_id") in catalogue.vouched_links()


def test_search_can_be_indexed_by_desk() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        assert {"pg_trgm", "btree_gin"} <= {name for (name,) in cursor.fetchall()}


TABLE = "CREATE TABLE stray (id bigint PRIMARY KEY, desk_id bigint "
DESK = "NOT NULL REFERENCES sellerdesk_desk"
PARENT = f"CREATE TABLE stray_parent (id bigint PRIMARY KEY, desk_id bigint {DESK}, UNIQUE (desk_id, id))"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (f"{TABLE} {DESK})", "stray has no UNIQUE (desk_id, id)"),
        (
            f"{TABLE} {DESK}, shop_id bigint REFERENCES sellerdesk_shop (id), UNIQUE (desk_id, id))",
            "stray.stray_shop_id_fkey points to sellerdesk_shop by ['shop_id']",
        ),
        (
            f"{TABLE} {DESK}, a bigint, b bigint, UNIQUE (desk_id, id), FOREIGN KEY (a, b) REFERENCES stray_parent (desk_id, id))",
            "stray.stray_a_b_fkey points to stray_parent by ['a', 'b']",
        ),
        ("CREATE UNIQUE INDEX stray ON sellerdesk_notice (kind)", "sellerdesk_notice.stray leads with kind"),
        ("CREATE INDEX stray ON sellerdesk_notice (lower(kind), desk_id)", "sellerdesk_notice.stray leads with lower(kind::text)"),
        (f"{TABLE} REFERENCES sellerdesk_desk, UNIQUE (desk_id, id))", "stray.desk_id may be null"),
        (f"{TABLE} NOT NULL, UNIQUE (desk_id, id))", "nothing vouches for stray.desk_id"),
    ],
)
def test_control_a_table_that_breaks_the_law_is_found(statement: str, said: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(PARENT)
        cursor.execute(statement)

    assert said in catalogue.findings()


def test_a_desks_and_a_shops_own_row_is_locked_without_its_key() -> None:
    """Whatever points at it takes FOR KEY SHARE, behind locks that the holder may wait for: docs/mechanisms/feed.md."""
    sources = [file for room in ("sellerdesk", "reviews", "ratings", "chat", "returns") for file in (ROOT / room).rglob("*.py")]
    locks = [found for file in sources for found in re.findall(r"\b(?:Desk|Shop)\.objects\.select_for_update\(.*?\)", file.read_text())]

    assert len(locks) > 5
    assert [lock for lock in locks if "no_key=True" not in lock] == []
