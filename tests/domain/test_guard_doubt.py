"""The scorer that doubts what no rule names: what it learned, how it says so, and where it has no say."""

import pytest

from sellerdesk.domain.rules import STANDARD
from sellerdesk.domain.text_policy import guard
from sellerdesk.domain.text_policy.doubt import training
from sellerdesk.domain.text_policy.doubt.dialled import dialled
from sellerdesk.domain.text_policy.doubt.judging import judged, why
from sellerdesk.domain.text_policy.doubt.model import ANY, KINDS, LANGUAGES, PLACE, learned, spelled, spelled_out
from sellerdesk.domain.text_policy.doubt.training import Labelled, labelled, trained
from sellerdesk.domain.text_policy.hits import Hits
from sellerdesk.domain.text_policy.policy import Chosen, TextFacts, check
from sellerdesk.domain.text_policy.severities import doing, permitted
from tests.domain.guard_corpus import read


SARCASM = "Thank you for the photos. Bravo, you have managed to lose to a flat-pack shelf."


def few() -> list[Labelled]:
    """Phrases of which one word decides, each in a family of its own."""
    rows = [(f"{kind} word {number}", frozenset({kind})) for kind in KINDS for number in range(4)]
    rows += [(f"plain word {number}", frozenset()) for number in range(24)]
    return [labelled(text, kinds, text, "en", 3) for text, kinds in rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_committed_weights_hold_what_was_promised(language: str) -> None:
    model = learned(language)

    assert model.figures is not None
    assert model.figures.texts >= 1_300
    assert model.figures.wrong <= training.FALSE_MAY
    assert spelled(model) == (PLACE / f"{language}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_corpus_has_every_kind_in_many_families(language: str) -> None:
    phrases = read(language)

    assert {kind for phrase in phrases for kind in phrase.kinds} == set(KINDS)
    assert len({phrase.family for phrase in phrases}) >= 60
    assert len({phrase.text for phrase in phrases}) == len(phrases)


def test_what_decides_is_learned_and_the_same_every_time() -> None:
    told: list[str] = []

    one, other = (trained(few(), "en", folds=3, say=told.append) for _ in range(2))

    assert spelled(one) == spelled(other)
    assert spelled_out(spelled(one)) == one
    assert len(told) == 6
    assert one.parts[ANY].weights["Wplain"] < 0 < one.parts["insult"].weights["Winsult"]


def test_without_innocent_phrases_nothing_is_learned() -> None:
    with pytest.raises(ValueError, match="innocent"):
        training.learn([phrase for phrase in few() if phrase.kinds], "en")
    with pytest.raises(ValueError, match="no kind"):
        labelled("x", frozenset({"nonsense"}), "x", "en", 2)


def test_a_doubt_warns_of_the_sentence_and_says_what_it_resembles() -> None:
    told = check(SARCASM, place="public", facts=TextFacts())
    finding = told.of("doubt")

    assert finding
    assert finding.severity == "warn"
    assert "insult" in finding.kinds
    assert [SARCASM[start:end] for start, end in finding.places] == ["Bravo, you have managed to lose to a flat-pack shelf."]
    assert why(Hits(SARCASM), "en")


def test_a_doubt_never_stops_and_may_be_switched_off() -> None:
    off = {"public": {"doubt": "allow"}}

    assert permitted(STANDARD, "public", "doubt") == ("warn", "allow")
    assert doing(STANDARD, "public", "doubt", {"public": {"doubt": "stop"}}) == "warn"
    assert not check(SARCASM, place="public", facts=TextFacts(chosen=Chosen(off))).of("doubt")
    assert not check(SARCASM, place="chat", facts=TextFacts()).of("doubt")
    assert not judged(Hits(" \n "), "en").doubts


def test_what_looks_innocent_is_not_warned_of_by_a_rule() -> None:
    text = "The court shoes run half a size small, so a 6 fits like a 5.5."

    assert guard.found_in(Hits(text), "pressure")
    assert not check(text, place="public", facts=TextFacts()).warnings


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("call me: nine one seven, five five five, oh one nine nine", True),
        ("восемь 9ноль3 сто двадцать 44 ноль пять", True),
        ("звоните 8 (9б5) 3з1-о4-28", True),
        ("一三八 零零一一 二二三三", True),
        ("order 114-7730921-5582048 has left", False),
        ("100 200 300 400 ml", False),
        ("made on 12.05.2025, lasts 2 years", False),
    ],
)
def test_a_number_is_dialled_however_it_is_written(text: str, is_one: bool) -> None:
    assert bool(list(dialled(text))) is is_one
