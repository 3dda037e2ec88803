"""The judge: how negative a text sounds, with how much doubt, and by which of its words (rulebook 22)."""

from enum import StrEnum
from typing import NamedTuple

from reviews.domain.tone import english, places
from reviews.domain.tone.features import features, named
from reviews.domain.tone.floor import too_little
from reviews.domain.tone.folding import fold
from reviews.domain.tone.model import LANGUAGES, learned
from sellerdesk.domain.scripts import lang_of


class Tone(StrEnum):
    """What is said of a text. No percentage: what a buyer meant is not known that well."""

    OTHER = ""
    MAY = "may"
    """May be negative: as many as one in twenty texts that are not negative get this far."""
    SOUNDS = "sounds"
    """Sounds negative: one in a hundred of those does."""


class Place(NamedTuple):
    """Where in the text as it was written a word stands, from `start` to before `end`."""

    start: int
    end: int


def tone(text: str) -> Tone:
    """What a text sounds like. Any text is judged; one without words, of a single word that is none of
    the strong ones, or in a language not known here, sounds like nothing."""
    folded = fold(text).text
    language = lang_of(folded)
    if language not in LANGUAGES:
        return _said(english.points(folded), english.MAY, english.SOUNDS)
    if too_little(folded, language):
        return Tone.OTHER
    model = learned(language)
    return _said(model.score(named(features(folded, language))), model.may, model.sounds)


def _said(score: float, may: float, sounds: float) -> Tone:
    return Tone.SOUNDS if score >= sounds else Tone.MAY if score >= may else Tone.OTHER


def spoke(text: str) -> list[Place]:
    """The words that spoke for negative, in their order, at most three; whatever the tone of the whole is."""
    folded = fold(text)
    language = lang_of(folded.text)
    if language in LANGUAGES:
        found = places.runs(folded.text, learned(language))
    else:
        found = [(said.start, said.end) for said in english.heard(folded.text) if said.points > 0][: places.MOST]
    return [Place(folded.places[start], folded.places[end - 1] + 1) for start, end in found]


class Hearing(NamedTuple):
    """What is said of a text, for a person: its tone, the words that spoke for negative, and whether a list of words said so."""

    tone: Tone
    words: tuple[str, ...]
    by_list: bool
    places: tuple[Place, ...] = ()
    """Where these words stand."""


def hear(text: str) -> Hearing:
    """Tone and words of a text, as they were written."""
    by_list = lang_of(text) not in LANGUAGES
    places = tuple(spoke(text))
    return Hearing(tone(text), tuple(text[place.start : place.end] for place in places), by_list, places)
