"""guard_train FILE… --language en|ru|zh: learns from labelled phrases what may break a rule, and writes the weights."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sellerdesk.domain.text_policy.doubt.model import LANGUAGES, PLACE, spelled
from sellerdesk.domain.text_policy.doubt.training import Labelled, labelled, trained


FAMILY = 10
"""Phrases in a row that are one family, in a file that names none."""


def _folds(given: str) -> int:
    if not given.isdigit() or not 2 <= int(given) <= 50:
        raise ArgumentTypeError(f"{given} is no number of parts. Use one from 2 to 50.")
    return int(given)


class Command(BaseCommand):
    """Progress goes to standard error, the figures as one JSON object to standard output."""

    help = "Learn from files of lines `kinds|phrase`, `-` for an innocent one; a line `# name` begins a family."
    requires_system_checks: "list[str]" = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files, their language, how it is cross-validated, where the weights go."""
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
        parser.add_argument("--language", required=True, choices=LANGUAGES)
        parser.add_argument("--folds", type=_folds, default=10, help="parts of the cross-validation; default 10")
        parser.add_argument("--out", type=Path, help="where the weights are written; default: where the product reads them")

    def handle(self, **options: Any) -> None:
        """Learn, say the figures, write the weights."""
        language, folds = options["language"], options["folds"]
        phrases = [phrase for path in options["files"] for phrase in self._phrases(path, language, folds)]
        self.stderr.write(f"{len(phrases)} phrases, {sum(not phrase.kinds for phrase in phrases)} of them innocent")
        try:
            model = trained(phrases, language, folds=folds, say=self.stderr.write)
        except ValueError as error:
            raise CommandError(str(error)) from error
        out = options["out"] or PLACE / f"{language}.txt"
        written = spelled(model)
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_text(written, encoding="utf-8", newline="\n")
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror}.") from error
        assert model.figures is not None
        self.stdout.write(json.dumps({"language": language, "bytes": len(written.encode())} | asdict(model.figures)))

    def _phrases(self, path: Path, language: str, folds: int) -> Iterator[Labelled]:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeError) as error:
            raise CommandError(f"{path} cannot be read as UTF-8: {error}") from error
        family = ""
        for number, line in enumerate(lines, 1):
            if line.startswith("# "):
                family = line[2:]
            elif line.strip():
                kinds, between, text = line.partition("|")
                if not between or not text.strip():
                    raise CommandError(f"{path}, line {number}: needs kinds, a |, and the phrase.")
                own = frozenset() if kinds == "-" else frozenset(kinds.split(","))
                try:
                    yield labelled(text, own, family or f"{path.name} {number // FAMILY}", language, folds)
                except ValueError as error:
                    raise CommandError(f"{path}, line {number}: {error}") from error
