"""tone_train FILE --language ru|zh: learns from labelled reviews how a negative text sounds, and writes the weights."""

import csv
import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reviews.domain.tone.model import LANGUAGES, PLACE, spelled
from reviews.domain.tone.training import RECIPES, Text, text_of, trained


LABELS = ("stars", "positive")


def _folds(given: str) -> int:
    if not given.isdigit() or not 2 <= int(given) <= 50:
        raise ArgumentTypeError(f"{given} is no number of parts. Use one from 2 to 50.")
    return int(given)


class Command(BaseCommand):
    """Progress goes to standard error, the figures as one JSON object to standard output."""

    help = "Learn from a CSV file with the columns text and stars (1 to 5; 3 is left out), or text and positive (1 or 0)."
    requires_system_checks: "list[str]" = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, its language, how it is cross-validated, where the weights go."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--language", required=True, choices=LANGUAGES)
        parser.add_argument("--folds", type=_folds, default=10, help="parts of the cross-validation; default 10")
        parser.add_argument("--out", type=Path, help="where the weights are written; default: where the product reads them")

    def handle(self, **options: Any) -> None:
        """Learn, say the figures, write the weights."""
        language, folds = options["language"], options["folds"]
        texts = list(self._texts(options["file"], language, folds))
        self.stderr.write(f"{len(texts)} texts, {sum(text.negative for text in texts)} of them negative")
        try:
            model = trained(texts, language, RECIPES[language], folds=folds, say=self.stderr.write)
        except ValueError as error:
            raise CommandError(f"{options['file']}: {error}") from error
        out = options["out"] or PLACE / f"{language}.txt"
        written = spelled(model)
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_text(written, encoding="utf-8", newline="\n")
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror}.") from error
        assert model.figures is not None
        told = {"language": language, "file": str(out), "bytes": len(written.encode()), "weights": len(model.weights)}
        self.stdout.write(json.dumps(told | asdict(model.figures)))

    def _texts(self, path: Path, language: str, folds: int) -> Iterator[Text]:
        csv.field_size_limit(10_000_000)
        try:
            with path.open(encoding="utf-8", newline="") as file:
                rows = csv.DictReader(file)
                label = next((name for name in LABELS if name in (rows.fieldnames or ())), None)
                if label is None or "text" not in (rows.fieldnames or ()):
                    raise CommandError(f"{path}: needs a column named text and one named {' or '.join(LABELS)}.")
                for row in rows:
                    negative = self._negative(path, rows.line_num, label, row[label])
                    if negative is not None:
                        yield text_of(row["text"] or "", language, negative=negative, folds=folds)
        except (OSError, UnicodeError, csv.Error) as error:
            raise CommandError(f"{path} cannot be read as CSV in UTF-8: {error}") from error

    def _negative(self, path: Path, line: int, label: str, said: str) -> bool | None:
        """What a row's label says; None for three stars, which are neither."""
        known = {"0": True, "1": False} if label == "positive" else {"1": True, "2": True, "3": None, "4": False, "5": False}
        if said not in known:
            raise CommandError(f"{path}, line {line}: {label} is {said!r}. Known are {', '.join(known)}.")
        return known[said]
