"""Names, and the slugs made from them."""

import re

import pytest
from hypothesis import given, strategies

from sellerdesk.domain.naming import LONGEST_SLUG, slug_of, why_not_name


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Harbor & Home", "harbor-home"),
        ("Гавань и дом", "gavan-i-dom"),
        ("Ёлка №5", "elka-no5"),
        ("Щука / Подъём", "shchuka-podem"),
        ("Київ Їжак", "kiyiv-yizhak"),
        ("Café Zoë", "cafe-zoe"),
        ("O’Neill's", "oneills"),
        ("静港家居", ""),
        ("静港 Home", "home"),
        ("متجر", ""),
        ("--", ""),
        ("x", ""),
        ("７８号店", "78"),
        ("a" * 200, "a" * LONGEST_SLUG),
    ],
)
def test_a_name_gives_its_slug(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@given(strategies.text(max_size=300))
def test_any_name_gives_a_harmless_slug(name: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug_of(name))
    assert len(slug_of(name)) <= LONGEST_SLUG


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Harbor", ""),
        ("שלום", ""),
        ("a" * 150, ""),
        ("", "name_missing"),
        ("a" * 151, "name_too_long"),
        ("a\x00b", "name_unprintable"),
        ("a\nb", "name_unprintable"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}abc", "name_unprintable"),
    ],
)
def test_what_is_wrong_with_a_name(name: str, code: str) -> None:
    assert why_not_name(name) == code
