"""A desk is held by one function, so that a reader finds in one place what waits for what."""

import re
from pathlib import Path


ROOT = Path(__file__).resolve().parents[2]
BY_ID = re.compile(
    r"\bDesk\.objects\s*\.select_for_update\([^)]*\)\s*\.(?:get|filter)\((?:pk|id)="
    r"|locked\(Desk\b|FROM sellerdesk_desk\b[^;]*FOR (?:NO KEY )?UPDATE"
)


def held_in(source: str) -> bool:
    return BY_ID.search(source) is not None


def test_the_desk_of_an_id_is_locked_in_one_place() -> None:
    sources = [path for app in ("sellerdesk", "reviews", "chat", "returns", "ratings") for path in (ROOT / app).rglob("*.py")]

    assert [path.relative_to(ROOT).as_posix() for path in sources if held_in(path.read_text(encoding="utf-8"))] == ["sellerdesk/desks.py"]


def test_another_place_is_found() -> None:
    assert held_in("Desk.objects.select_for_update(no_key=True).get(pk=desk_id)")
    assert held_in("writing.locked(Desk.objects.filter(pk=desk_id))")
    assert held_in('"SELECT id FROM sellerdesk_desk WHERE id = %s FOR NO KEY UPDATE"')
    assert not held_in("Desk.objects.select_for_update(no_key=True).filter(slug=slug)")
