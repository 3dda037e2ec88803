"""No export says a formula: every address of a CSV is found, and every text behind it begins with one."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from reviews.services import flagging
from sellerdesk import shops, tables
from sellerdesk.models import FeedLoad, Upload
from tests.architecture import stranger
from tests.factories.feed import load, order, rating, review, told
from tests.factories.kernel import NOW, Cast
from tests.factories.returns import claim, refusal
from tests.integration.hardening.test_every_answer import APPS, texts


pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
FORMULA = '=HYPERLINK("http://x.example";"zq1")'
STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"[+-]?[\d.,]+%?")
QUERIES: tuple[dict[str, str], ...] = (
    {},
    {"by": "product"},
    {"by": "agent"},
    {"by": "reason"},
    {"what": "claims"},
    {"which": "refused"},
    {"which": "good"},
)


def exports(cast: Cast) -> list[stranger.Address]:
    """Every address whose answer is a CSV."""
    return [place for place in stranger.addresses(None, cast) if place.route.endswith(".csv")]


def formulas() -> None:
    """The formula at the beginning of every text that there is."""
    for model in [model for app in APPS for model in apps.get_app_config(app).get_models()]:
        if model._meta.db_table == "sellerdesk_auditentry":
            continue
        names = {*texts(model), *(name for name in ("outside_id", "courier", "code") if has(model, name))}
        for column in names:
            # Numbers of things stay apart from one another.
            said = "%s || ' ' || id" if column in {"outside_id", "code"} else "%s"
            with connection.cursor() as cursor:
                cursor.execute(f'UPDATE "{model._meta.db_table}" SET "{column}" = {said} WHERE "{column}" <> \'\'', [FORMULA])


def has(model: Any, name: str) -> bool:
    return any(column.name == name for column in model._meta.concrete_fields) and model._meta.db_table in {
        "sellerdesk_order", "sellerdesk_product", "returns_claim", "ratings_causegroup",
    }  # fmt: skip


@pytest.mark.long
def test_no_cell_of_any_export_is_a_formula(cast: Cast, client: Client) -> None:
    places, facts = exports(cast), shops.facts(cast.shop)
    Upload.objects.update(load_id=FeedLoad.objects.filter(shop_id=cast.shop.pk).latest("pk").pk)
    load(
        facts,
        order("O1", courier="C", note="n"),
        review("R1", "O1", text="t"),
        claim("CL7", "O1"),
        order("O2"),
        refusal("U1", "O2"),
        rating(),
    )
    load(facts, told("product", "P-L1", title="A title", article="A-1"))
    flagging.judge(shop=facts, now=NOW)
    formulas()
    client.force_login(cast.alice)
    client.raise_request_exception = False
    cells, read = [], set()
    for place in places:
        for query in QUERIES:
            answer = client.get(str(place.path), {"shop": cast.shop.slug, **query})
            if answer.status_code == 200:
                content = answer.getvalue() if answer.streaming else answer.content
                assert answer["Content-Type"].startswith("text/csv")
                cells += [cell for row in csv.reader(io.StringIO(content.decode().removeprefix("\ufeff"))) for cell in row]
                read.add(place.name)

    bad = [cell for cell in cells if cell.lstrip(" \u00a0\u3000").startswith(STARTS) and not NUMBER.fullmatch(cell)]
    assert bad == []
    assert read == {place.name for place in places}
    # The control: the formula was there, held back by its quote.
    assert sum(cell.startswith(f"'{FORMULA}") for cell in cells) >= 5


def test_there_is_one_place_where_csv_is_written() -> None:
    sources = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    writing = [path.relative_to(ROOT).as_posix() for path in sources if re.search(r"csv\.(?:writer|DictWriter)\(", path.read_text())]

    assert writing == ["sellerdesk/tables.py"]


@pytest.mark.parametrize("write", [tables.written, tables.for_programs])
@pytest.mark.parametrize("cut", [",", ";", "\t"])
@pytest.mark.parametrize(
    "text",
    [
        FORMULA,
        "good;=1+1;", "good; =1+1;", 'good;"=1+1";', "good;\ufeff=1+1", "good\n=1+1;", "good\r\n=1+1", "good\t@SUM(1)", "good;;-1+1;",
        "good;＝1+1", 'a";=1+1;"', "\n=1+1", ";=1+1",
    ],
)  # fmt: skip
def test_no_cell_begins_with_a_formula_wherever_a_spreadsheet_cuts(write: Any, cut: str, text: str) -> None:
    """Where a comma is no separator, a cell with a comma before it is not seen as quoted, and its text is cut."""
    told = write([["Anna", text, "b"], [1, text]])
    cells = [cell for row in csv.reader(io.StringIO(told, newline=""), delimiter=cut) for cell in row]

    assert [cell for cell in cells if cell.lstrip(' "\t\r\n\u00a0\u3000\ufeff').startswith(STARTS)] == []


def test_other_texts_stay_as_they_are() -> None:
    for text in ("a; b", "20% - 5", "tea-house; yes", "one\ntwo", "a=b", "1;2", "=", "x"):
        assert tables.harmless(text) == (text if text != "=" else "'=")
