"""Sentences with numbers in them, in the languages whose nouns follow the number."""

import pytest
from django.utils import translation

from sellerdesk.upload.sentences import CODES, refusal_of
from sellerdesk.web.records import _said


@pytest.mark.parametrize(("files", "noun"), [(2, "2 файла"), (5, "5 файлов"), (21, "21 файл "), (101, "101 файл ")])
def test_a_noun_follows_its_number(files: int, noun: str) -> None:
    with translation.override("ru"):
        assert noun in refusal_of("several_files", {"files": files})


def test_numbers_are_written_as_the_language_does() -> None:
    with translation.override("ru"):
        assert "12\u00a0001 столбец" in refusal_of("too_many_columns", {"columns": 12_001, "most": 500})
        assert "12\u00a0000 столбцов" in refusal_of("too_many_columns", {"columns": 12_000, "most": 500})
    with translation.override("en"):
        assert "12,001 columns; 500 are" in refusal_of("too_many_columns", {"columns": 12_001, "most": 500})


@pytest.mark.parametrize("code", sorted(CODES))
@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_every_refusal_is_said_in_every_language(code: str, language: str) -> None:
    with translation.override(language):
        said = refusal_of(code, {"files": 3, "columns": 3, "most": 2, "line": 7})

    assert "%(" not in said
    assert f"({code})" not in said


@pytest.mark.parametrize(
    ("language", "judged", "released", "said"),
    [
        ("en", 12_000, 1, "12,000 records judged again. 1 was released and counts now."),
        ("ru", 3, 0, "Рассмотрены заново 3 записи. Всё осталось как было."),
        ("zh-hans", 5, 2, "重新判定了 5 条记录。其中 2 条已放行并计入。"),
    ],
)
def test_what_judging_again_did(language: str, judged: int, released: int, said: str) -> None:
    with translation.override(language):
        assert _said(judged, released) == said
