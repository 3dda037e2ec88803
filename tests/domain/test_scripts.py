"""Languages by their letters."""

import pytest

from sellerdesk.domain.scripts import holds, lang_of


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Ручка сломалась", "ru"),
        ("质量很差", "zh"),
        ("good", ""),
        ("", ""),
        ("👍👍", ""),
        ("iPhone 手机壳", "zh"),
        ("ひらがな漢字", ""),
        ("Товар 色", "ru"),
    ],
)
def test_the_language_of_a_text_is_told_by_its_letters(text: str, lang: str) -> None:
    assert lang_of(text) == lang


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Марина", "ru", True),
        ("Marina", "ru", False),
        ("王小雨", "zh", True),
        ("王小雨", "zh-hans", True),
        ("ひらがな", "zh", False),
        ("Marina", "en", False),
        ("Марина", "", False),
        ("", "ru", False),
    ],
)
def test_a_name_is_in_a_language_by_any_of_its_letters(text: str, lang: str, expected: bool) -> None:
    assert holds(text, lang) is expected
