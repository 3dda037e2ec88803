"""Which words of a buyer speak of court or of somebody who was hurt, and which only look so."""

import pytest
from hypothesis import given, strategies as st

from returns.domain import phrases
from returns.domain.threats import READ, WORDS, is_too_long, threats


PHRASES = sorted(phrases.read(WORDS).each())


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Не вернёте деньги — подам в суд!", "court", "в суд"),
        ("Будем судиться, готовьтесь", "court", "судит"),
        ("Мой ЮРИСТ уже готовит документы", "court", "ЮРИСТ"),
        ("Напишу в Роспотребнадзор", "court", "Роспотребнадзор"),
        ("по закону о защите прав потребителей вы обязаны", "court", "закону о защите прав потребителей"),
        ("I will take you to small claims", "court", "small claims"),
        ("My lawyer will contact you", "court", "lawyer"),
        ("I'm going to sue you", "court", "going to sue"),
        ("再不退款我就去法院起诉你们", "court", "法院"),
        ("不退就打12315投诉", "court", "12315"),
        ("ребенок обжёгся кипятком", "injury", "обжёг"),
        ("Порезал руку об острый край", "injury", "Порезал"),
        ("Приеду и убью", "injury", "убью"),
        ("чайник ударил током", "injury", "ударил током"),
        ("After this cream I got an allergic reaction", "injury", "allergic"),
        ("The handle broke and I cut my finger", "injury", "cut my finger"),
        ("charger caught fire at night", "injury", "caught fire"),
        ("孩子被烫伤了，在医院", "injury", "烫伤"),
        ("插头漏电，孩子被电到了", "injury", "漏电"),
        ("用了以后过敏，脸上红肿", "injury", "过敏"),
    ],
)
def test_what_threatens_is_found_with_its_words(text: str, kind: str, words: str) -> None:
    found = {threat.kind: threat.words for threat in threats(text)}

    assert kind in found
    assert any(said.casefold().startswith(words.casefold()) or words.casefold() in said.casefold() for said in found[kind])
    assert all(said in text for said in found[kind])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Судя по фото, цвет другой",
        "Посуда пришла разбитой",
        "Сосуд треснул, рассудите сами",
        "Модель судна собрана криво",
        "Порезан пакет, товар помят",
        "Слишком горький вкус",
        "Обожаю ваш магазин, но размер не тот",
        "Ток не идёт, зарядка не работает",
        "This issue is about the colour, a tissue was inside",
        "Suede shoes in the wrong size",
        "The hem is badly cut",
        "burnt orange is not the colour I ordered",
        "I pursue a refund",
        "没告诉我没货",
        "很伤心，颜色不对",
        "广告和实物不符",
        "法兰绒毯子掉毛",
        "律动感不强",
        "Трек 77123159",
        "家电到货了，颜色不对",
        "打死也不买了",
    ],
)
def test_what_only_looks_so_is_none(text: str) -> None:
    assert threats(text) == ()


def test_both_are_told_court_first() -> None:
    found = threats("Обжёгся о ваш чайник, обращусь в суд")

    assert [threat.kind for threat in found] == ["court", "injury"]


@given(st.text(max_size=60), st.sampled_from(PHRASES), st.text(max_size=60))
def test_whatever_stands_around_it_it_is_found(before: str, listed: tuple[str, tuple[str, ...]], after: str) -> None:
    kind, phrase = listed
    spelt = " ".join("x" if part == "*" else part.strip("!*") for part in phrase)

    assert kind in {threat.kind for threat in threats(f"{before} {spelt} {after}")} or _longer(f"{before} {spelt} {after}", spelt)


def _longer(text: str, spelt: str) -> bool:
    """A longer phrase of the other kind may have taken the words: then something is found all the same."""
    return any(said for threat in threats(text) for said in threat.words if set(said.casefold()) & set(spelt.casefold()))


def test_of_a_very_long_text_the_end_is_a_persons() -> None:
    assert not is_too_long("a" * READ)
    assert is_too_long("a" * READ + " в суд")
