"""feed_load takes packed files, and tables by a mapping that was saved."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError

from sellerdesk.models import FeedRecord, SavedMapping, Shop
from sellerdesk.upload.domain import unpacking
from sellerdesk.upload.domain.mapping import ColumnMapping, signature
from tests.factories.feed import line, order
from tests.factories.kernel import make_shop
from tests.feeding import answer_of


pytestmark = pytest.mark.django_db
TABLE = "№;Дата;Оценка\nR1;31.12.2025;5\nR2;31.12.2025;6\n".encode("cp1251")


@pytest.fixture
def shop(db: None) -> Shop:
    shop = make_shop(slug="tea", time_zone="Europe/Moscow")
    mapping = ColumnMapping("review", ("id", "at", "stars"))
    SavedMapping.objects.create(
        desk=shop.desk, name="Reviews", signature=signature(["x"]), mapping=mapping.told(), saved_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    return shop


def test_a_packed_feed_without_the_bounds_of_the_browser(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "LARGEST", 10)
    file = tmp_path / "feed.jsonl.gz"
    file.write_bytes(gzip.compress(line(order("O1")) + b"{broken\n"))

    answer = answer_of("feed_load", str(file), "--shop", "tea")

    assert (answer["read"], answer["applied"], answer["rejected"]) == (2, 1, 1)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_table_by_its_saved_mapping(shop: Shop, tmp_path: Path, pack: type[bytes]) -> None:
    file = tmp_path / "reviews.csv"
    file.write_bytes(pack(TABLE))

    answer = answer_of("feed_load", str(file), "--shop", "tea", "--mapping", "Reviews")

    assert (answer["read"], answer["applied"]) == (2, 1)
    assert [(one["line"], one["id"], one["code"]) for one in answer["rejections"]] == [(3, "R2", "malformed")]
    assert FeedRecord.objects.get(outside_id="R1").raw["at"] == "2025-12-31T00:00:00+03:00"


@pytest.mark.parametrize(
    ("content", "mapping", "said"),
    [
        (TABLE, "Unknown", "no saved mapping"),
        (b"a;b;c;d\n1;2;3;4\n", "Reviews", "not those that the mapping was made for"),
        (line(order("O1")), "Reviews", "only a table"),
        (gzip.compress(TABLE), "", "needs the mapping"),
        (gzip.compress(TABLE)[:-9], "", "damaged"),
        (b"<html>", "Reviews", "web page"),
    ],
)
def test_what_cannot_be_loaded_is_said(shop: Shop, tmp_path: Path, content: bytes, mapping: str, said: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)

    with pytest.raises(CommandError, match=said):
        answer_of("feed_load", str(file), "--shop", "tea", *(("--mapping", mapping) if mapping else ()))

    assert not FeedRecord.objects.exists()
