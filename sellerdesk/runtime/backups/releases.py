"""Which program a backup needs: one that knows every migration that was applied to it."""

import json
import os
import subprocess
import sys
from functools import cache
from typing import Any

from sellerdesk.runtime.failures import Failure


_ASK = (
    "import django, json; django.setup(); from django.db.migrations.loader import MigrationLoader as L; l = L(None);"
    " print(json.dumps([list(k) for k in {*l.disk_migrations, *(r for m in l.disk_migrations.values() for r in m.replaces)}]))"
)


def read(content: bytes) -> dict[str, Any]:
    """What a backup says that it is. Refused with Failure."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("database_bytes", 0), int) or not _are_names(found.get("migrations")):
        raise Failure("The backup does not say what it is.", "Use another backup.")
    return found


def _are_names(told: Any) -> bool:
    """Whether these are migrations by app and name."""
    return isinstance(told, list) and all(
        isinstance(one, list) and len(one) == 2 and isinstance(one[0], str) and isinstance(one[1], str) for one in told
    )


def refuse_newer(about: dict[str, Any]) -> None:
    """A database can be brought forward, never back. Refused with Failure that names the version to install."""
    unknown = [f"{app}.{name}" for app, name in about["migrations"] if (app, name) not in _known()]
    if unknown:
        raise Failure(
            f"The backup is from a newer SellerDesk ({about.get('sellerdesk')}): this one does not know {', '.join(unknown[:3])}"
            f"{f' and {len(unknown) - 3} more' if len(unknown) > 3 else ''}.",
            "Install that version or a later one, then restore with it. Nothing was changed.",
        )


@cache
def _known() -> frozenset[tuple[str, str]]:
    """Every migration of ours and of the packages. Asked in a process of its own with keys that are nobody's: settings would make some."""
    surroundings = {key: value for key, value in os.environ.items() if not key.endswith("_KEY_FILE")}
    surroundings |= {
        "SECRET_KEY": "unused",
        "PSEUDONYM_KEY": "unused",
        "SEAL_KEY": "unused",
        "DJANGO_SETTINGS_MODULE": "sellerdesk.settings",
    }
    done = subprocess.run([sys.executable, "-P", "-c", _ASK], env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failure(f"This program does not say which migrations it has:\n{done.stderr[-1000:]}")
    return frozenset((app, name) for app, name in json.loads(done.stdout))
