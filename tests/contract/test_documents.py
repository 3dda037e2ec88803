"""The documents say what the product does: links lead somewhere, examples give the answers that are printed beside them."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from ratings.domain.journal import Cause, Windows
from ratings.models import FigureChange
from reviews.models import Review
from reviews.services import flagging
from sellerdesk import shops
from sellerdesk.feed.sentences import CODES
from sellerdesk.models import WorkItem
from tests import feeding
from tests.factories.kernel import NOW


ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
WINDOWS = {"both": Windows.BOTH, "6 months": Windows.SIX_MONTHS, "180 days": Windows.HALF_YEAR_DAYS}


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings get."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def objects(text: str) -> Iterator[Any]:
    """The JSON objects that follow one another in a text."""
    while text := text.strip():
        value, end = json.JSONDecoder().raw_decode(text)
        yield value
        text = text[end:]


def examples(page: str) -> list[list[Any]]:
    """The indented blocks of JSON of a page, in order."""
    blocks = re.findall(r"(?:^    [ {].*\n)+", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    return [list(objects(block)) for block in blocks if block.startswith('    {"')]


def table_below(page: str, words: str) -> list[list[str]]:
    """The rows of the first table after these words, without its head."""
    text = (ROOT / page).read_text(encoding="utf-8")
    rows = re.findall(r"^\|(.+)\|$", text[text.index(words) :].partition("|\n\n")[0] + "|", re.MULTILINE)
    return [[cell.strip() for cell in row.split("|")] for row in rows[2:]]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link, anchor in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)", page.read_text(encoding="utf-8")):
        target = page.parent / link if link else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), f"{link}#{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_that_are_named_are_there(page: Path, files: list[str]) -> None:
    """A whole path, or the end of one."""
    named = set(re.findall(r"`([\w/-]+\.(?:py|html|js|css|sql))`", page.read_text(encoding="utf-8")))

    assert {name for name in named if not any(f"/{file}".endswith(f"/{name}") for file in files)} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_modules_that_a_folder_is_said_to_hold_are_there(page: Path, files: list[str]) -> None:
    """As in "`reviews/services/` (tagging, handling, saved)"."""
    said = re.findall(r"`([\w/]+/)` \(([a-z_]+(?:,\s+[a-z_]+)+)\)", page.read_text(encoding="utf-8"))
    named = {f"/{folder}{name}" for folder, names in said for name in re.split(r",\s+", names)}

    assert {name for name in named if not any(f"{name}." in f"/{file}" or f"{name}/" in f"/{file}" for file in files)} == set()


@pytest.fixture(scope="module")
def files() -> list[str]:
    """All that lies here, by path."""
    folders = [
        ROOT / name for name in ("sellerdesk", "reviews", "chat", "returns", "ratings", "templates", "static", "tests", "docker", "bench")
    ]
    found = [path for folder in folders for path in folder.rglob("*.*")]
    return [path.relative_to(ROOT).as_posix() for path in [*found, *ROOT.glob("*.*")]]


def test_every_page_is_in_the_list_of_documents() -> None:
    listed = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    pages = [page.relative_to(ROOT / "docs").as_posix() for page in (ROOT / "docs").rglob("*.md")]

    assert {page for page in pages if f"({page})" not in listed} == {"README.md"}


# What processes of ours tell one another, and nobody sets by hand.
OWN = {"SELLERDESK_AS_OWNER", "SELLERDESK_PROCESS", "SELLERDESK_STATIC_MANIFEST", "SELLERDESK_STREAMS", "SELLERDESK_TLS"}
# Read by `desk` itself, by Compose, and under a name that a constant holds.
ELSEWHERE = {"SELLERDESK_VENV", "SELLERDESK_PORT", "SELLERDESK_BACKUP_PASSPHRASE", "SELLERDESK_METRICS_TOKEN", "SELLERDESK_BACKUPS"}


def test_the_page_of_configuration_names_every_variable_and_no_other() -> None:
    named = _variables((ROOT / "docs/configuration.md").read_text(encoding="utf-8"))
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "sellerdesk").rglob("*.py"))
    read = set(re.findall(r"env\.(?:text|flag|integer|names|kept_secret|old_secrets)\(\s*\"([A-Z_]+)\"", sources))
    read |= set(re.findall(r"environ(?:\.get)?[\[(]\"(SELLERDESK_[A-Z_]+)\"", sources))

    assert set(named) == (read - OWN) | ELSEWHERE
    assert len(named) == len(set(named))


def test_the_readme_names_a_few_variables_and_leads_to_all() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Configuration")[2].partition("\n## ")[0]

    assert set(_variables(text)) < set(_variables((ROOT / "docs/configuration.md").read_text(encoding="utf-8")))
    assert "(docs/configuration.md)" in text


def _variables(text: str) -> list[str]:
    """Those in the first column of tables."""
    return [name for row in re.findall(r"^\| (`.+?) \|", text, re.MULTILINE) for name in re.findall(r"`([A-Z_]+)`", row)]


def test_every_ruling_is_in_the_contract() -> None:
    contract = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs/contract").glob("*.md"))

    assert {code for code in CODES if code not in contract} == set()


@pytest.mark.django_db(transaction=True)
def test_first_feed_of_the_readme_gives_what_it_says() -> None:
    told = examples("README.md")[0][0]
    file = str(ROOT / "examples/first.jsonl")
    call_command("shop_create", "tea-house", "--rules", "standard", "--time-zone", "Asia/Shanghai")

    assert feeding.answer_of("feed_load", file, "--shop", "tea-house") == told
    assert feeding.answer_of("feed_load", file, "--shop", "tea-house")["unchanged"] == 13
    report = feeding.reported("2026-11-10", slug="tea-house")
    assert report["dimensions"]["described"]["count"] == 2
    assert [report["dimensions"][name]["mean"] for name in ("described", "dispatch")] == ["4.0000", "3.0000"]
    assert (report["credit"]["score"], report["credit"]["good_rate"]) == (1, "66.67")

    flagging.judge(shop=shops.named("tea-house"), now=NOW)
    flagged = Review.objects.exclude(flags=[])
    assert {review.outside_id for review in flagged} == {"R-2", "R-4"}
    # The load has the clock of today: whether its question still waits depends on the day.
    due = {item.subject: item.due_at for item in WorkItem.objects.filter(state="open", kind=flagging.KIND)}
    assert due == {f"review:{review.pk}": review.at + timedelta(hours=1) for review in flagged}


@pytest.mark.django_db(transaction=True)
def test_example_of_the_mechanisms_is_true() -> None:
    call_command("shop_create", "tea", "--rules", "taobao", "--time-zone", "Asia/Shanghai")
    children, [first], order, [second] = examples("docs/mechanisms/feed.md")

    assert feeding.load(children) == first
    assert feeding.load(order) == second
    assert changes() == {
        (day, Cause[cause.upper()], WINDOWS[windows], int(ratings.replace("−", "-")))
        for day, cause, windows, ratings, _ in table_below("docs/mechanisms/figures.md", "effective 7 March 09:30")
    }

    feeding.load([{"type": "trade_void", "id": "V-1", "at": "2026-08-20T12:00:00+08:00", "order": "A-1", "reason": "struck"}])
    assert {(day, cause.name, ratings) for day, cause, _, ratings in changes() if day > "2026-08"} == {
        ("2026-08-20", "STRUCK", -1),
        ("2026-08-20", "VOIDED", 1),
        ("2026-09-02", "VOIDED", -1),
        ("2026-09-03", "LEFT", 0),
        ("2026-09-06", "VOIDED", -1),
        ("2026-09-07", "LEFT", 0),
    }
    voided = [feeding.reported(day)["not_counted"]["voided"] for day in ("2026-08-19", "2026-08-20", "2026-09-05", "2026-09-06")]
    assert voided == [0, 1, 1, 0]


def changes() -> set[tuple[str, Cause, Windows, int]]:
    """The days' changes as they are kept."""
    return {(row.day.isoformat(), Cause(row.cause), Windows(row.windows), row.ratings) for row in FigureChange.objects.all()}
