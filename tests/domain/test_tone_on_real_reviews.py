"""The committed weights on the reviews that they were learned from, which lie beside some checkouts and are never part of one."""

import csv
import time

import pytest

from reviews.domain.tone.judging import Tone, tone
from reviews.domain.tone.model import learned
from tests.real_ratings import SHARED


REVIEWS = SHARED / "data" / "reviews"
FILES = {"ru": ("ru_stars.csv", "stars", "12", "45"), "zh": ("zh_labels.csv", "positive", "0", "1")}
pytestmark = pytest.mark.skipif(not REVIEWS.is_dir(), reason="the labelled reviews are not beside this checkout")


@pytest.mark.parametrize("language", FILES)
def test_what_was_learned_is_judged_no_worse_than_what_was_not(language: str) -> None:
    """Cross-validation is the promise, and takes minutes; this holds the file, the judge and the promise together."""
    name, label, negative, other = FILES[language]
    said: dict[str, list[Tone]] = {"negative": [], "other": []}
    begun = time.process_time()
    with (REVIEWS / name).open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row[label] in negative + other:
                said["negative" if row[label] in negative else "other"].append(tone(row["text"]))
    each = (time.process_time() - begun) / sum(map(len, said.values()))

    figures = learned(language).figures
    assert figures is not None
    assert sum(map(len, said.values())) == figures.texts
    assert sum(map(bool, said["negative"])) / len(said["negative"]) >= figures.caught_may
    assert sum(map(bool, said["other"])) / len(said["other"]) <= figures.false_may
    assert each < 0.001
