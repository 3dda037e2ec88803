"""Files that come in, as the pages would bring them."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sellerdesk import shops
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.models import Shop, Upload
from sellerdesk.upload import deciding, previewing, receiving, running
from sellerdesk.upload.domain.mapping import ColumnMapping
from sellerdesk.upload.receiving import Bringer
from tests.factories.kernel import NOW, make_person


def put(shop: Shop, content: bytes, name: str = "export.csv", *, person_id: int | None = None, now: datetime = NOW) -> Upload:
    """A whole file, looked at."""
    person_id = make_person().pk if person_id is None else person_id
    row = receiving.begin(shop=shop, name=name, size=len(content), fingerprint="", by=Bringer(person_id), now=now)
    return receiving.add_piece(shop=shop, upload_id=row.pk, at=0, stream=io.BytesIO(content), length=len(content), actor=SYSTEM, now=now)


def start(row: Upload, mapping: ColumnMapping | None = None, **options: Any) -> Upload:
    """Have a table loaded, as it is guessed unless a mapping is given."""
    mapping = mapping or previewing.suggested(row, previewing.sample(row))[0]
    return deciding.start(shop=row.shop, upload_id=row.pk, mapping=mapping, save_as="", actor=SYSTEM, now=NOW, **options)


def work(shop: Shop, *, now: datetime = NOW, **options: Any) -> Upload:
    """A worker's turns until nothing is left; the newest upload as it stands then."""
    while running.run(shop=shops.facts(shop), clock=lambda: now, **options):
        pass
    return Upload.objects.filter(shop=shop).latest("id")


@pytest.fixture
def uploads_lie_here(tmp_path: Path, settings: Any) -> Path:
    """A place of the test's own for uploaded files."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files" / "uploads"
