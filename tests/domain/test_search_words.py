"""Words of reviews as the search compares them, and what was typed as patterns of LIKE."""

import re

import pytest
from hypothesis import given, strategies as st

from sellerdesk.domain.searching import LONGEST_SAID, MOST_WORDS, Pattern, fold, patterns, said, stemmed, words


TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from("ёЁ差评质量很ＡｂＣ%_\\ \u202e\u200b"), max_size=60)


def is_like(text: str, pattern: str) -> bool:
    """LIKE, as Postgres understands it."""
    parts = re.findall(r"\\(.)|(.)", pattern, flags=re.DOTALL)
    expression = "".join(re.escape(literal) if literal else {"%": ".*", "_": "."}.get(plain, re.escape(plain)) for literal, plain in parts)
    return re.fullmatch(expression, text, flags=re.DOTALL) is not None


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ёлка ЁЖ", "елка еж"),
        ("ＡＢＣ　１２３", "abc 123"),
        ("ｶﾞ", "ガ"),
        ("и\u0306од", "йод"),
        ("a\u202eb\u200bc\ufeff", "abc"),
        (" two\n\tlines ", "two lines"),
        ("nul\x00byte", "nulbyte"),
        ("Straße", "strasse"),
    ],
)
def test_texts_are_compared_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ручка", Pattern("%ручка%", indexed=True)),
        ("差", Pattern("% 差%", indexed=True)),
        ("色差", Pattern("% 色差%", indexed=True)),
        ("色差大", Pattern("%色差大%", indexed=True)),
        ("XL", Pattern("% xl %", indexed=True)),
        ("100%", Pattern("%100\\%%", indexed=True)),
        ("a_b", Pattern("%a\\_b%", indexed=False)),
        ("\\", Pattern("%\\\\%", indexed=False)),
        ("👍", Pattern("%👍%", indexed=False)),
    ],
)
def test_what_is_typed_becomes_a_pattern(typed: str, expected: Pattern) -> None:
    assert patterns(words(typed), {}) == [expected]


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("色差很大，面料还可以", "色差", True),
        ("色差很大，面料还可以", "差很", True),
        ("色差很大，面料还可以", "大面", False),
        ("色差很大，面料还可以", "以", True),
        ("размер xl, цвет", "XL", True),
        ("exlibris", "xl", False),
        ("скидка 50%", "50%", True),
        ("скидка 500", "50%", False),
        ("Ёлка", "елка", True),
    ],
)
def test_a_text_is_found_by_its_words(text: str, typed: str, found: bool) -> None:
    assert all(is_like(said([text]), pattern.like) for pattern in patterns(words(typed), {})) is found


@given(TEXTS)
def test_every_text_is_found_by_each_word_of_its_own(text: str) -> None:
    whole = said([text])

    for word in fold(text).split():
        for pattern in patterns([word], {}):
            assert is_like(whole, pattern.like), (word, pattern)


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=4_000))
def test_few_words_are_looked_for(typed: str) -> None:
    found = words(typed)

    assert len(found) <= MOST_WORDS
    assert len(set(found)) == len(found)
    assert all(found)


def test_endings_of_russian_words_do_not_matter() -> None:
    assert stemmed(["ручка", "для", "xl", "色差"]) == ["ручка"]
    assert patterns(["ручка"], {"ручка": "ручк"}) == [Pattern("%ручк%", indexed=True)]
    assert patterns(["ручка"], {"ручка": "другое"}) == [Pattern("%ручка%", indexed=True)]


def test_a_huge_text_is_searched_as_far_as_is_said() -> None:
    assert len(said(["слово " * 200_000])) < LONGEST_SAID * 2
