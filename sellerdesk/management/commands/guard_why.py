"""guard_why TEXT: what the scorer of the guard says of a text, and which features of it weigh most."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sellerdesk.domain.text_policy.doubt.judging import judged, why
from sellerdesk.domain.text_policy.hits import Hits
from sellerdesk.domain.text_policy.policy import language_of


class Command(BaseCommand):
    """One JSON object on standard output."""

    help = "Say which stretches of a text are doubted, as what, and why. F are fields of meaning, C concepts, S signs, W words."
    requires_system_checks: "list[str]" = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The text."""
        parser.add_argument("text", metavar="TEXT")

    def handle(self, **options: Any) -> None:
        """Judge it and say so."""
        text = options["text"]
        hits, language = Hits(text), language_of(text)
        told = judged(hits, language)
        doubts = [{"text": text[one.start : one.end], "resembles": one.kinds} for one in told.doubts]
        self.stdout.write(
            json.dumps({"language": language, "doubts": doubts, "calm": told.calm, "why": why(hits, language)}, ensure_ascii=False)
        )
