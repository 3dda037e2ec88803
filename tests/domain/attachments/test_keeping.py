"""Checked files lie under names of our own."""

from pathlib import Path
from typing import Any

import pytest

from sellerdesk.attachments import keeping
from sellerdesk.attachments.checking import Checked


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_what_is_kept_can_be_read_and_removed(tmp_path: Path) -> None:
    place = keeping.keep(7, Checked("document", "application/pdf", b"%PDF"))

    assert place.startswith("attachments/7/")
    assert place.endswith(".pdf")
    assert keeping.read(place) == b"%PDF"
    assert [path.suffix for path in tmp_path.rglob("*") if path.is_file()] == [".pdf"]
    keeping.remove(place)
    keeping.remove(place)
    with pytest.raises(FileNotFoundError):
        keeping.opened(place)


def test_the_same_content_twice_is_two_files() -> None:
    checked = Checked("photo", "image/png", b"x", 1, 1)

    assert keeping.keep(7, checked) != keeping.keep(7, checked)


@pytest.mark.parametrize(
    "place", ["../secret_key", "attachments/../../secret_key", "/etc/passwd", "", "attachments/7/ab/x.pdf", "uploads/1"]
)
def test_no_other_place_is_opened(place: str) -> None:
    for door in (keeping.read, keeping.opened, keeping.remove):
        with pytest.raises(ValueError, match="no place"):
            door(place)
