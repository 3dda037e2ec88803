"""Compiles the translations beside their sources: what an image needs once; `./desk` does it by itself."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sellerdesk.runtime import catalogues
from sellerdesk.runtime.failures import Failure


class Command(BaseCommand):
    """`compile_catalogues`; names each file that it wrote, and is silent when nothing changed."""

    help = __doc__ or ""
    requires_system_checks: "list[str]" = []

    def handle(self, **_options: Any) -> None:
        """Print the written files. Refused for a catalogue that cannot be read, or a folder that cannot be written."""
        root = Path(settings.BASE_DIR)
        try:
            for file in catalogues.compile_all(root):
                self.stdout.write(str(file.relative_to(root)))
        except Failure as failure:
            raise CommandError(f"{failure.cause} {failure.way_out}") from failure
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from error
