"""Static files with hashed names, collected when they or the packages changed."""

import io
from pathlib import Path

from sellerdesk.runtime import stamps


def collect(root: Path, state: Path) -> bool:
    """Collects if anything changed since the last time; says whether it did. Needs Django set up."""
    from django.core.management import call_command

    stamp, code = state / "static.stamp", stamps.of_code(root)
    if stamps.fresh(stamp, code=code) and (state / "static" / "staticfiles.json").exists():
        return False
    # Source maps are for the authors of the packages, and most of the weight.
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=["*.map"], stdout=io.StringIO())
    stamps.write(stamp, code=code)
    return True
