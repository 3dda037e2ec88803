"""Whether anything changed since `up` last prepared the place, told without booting Django."""

import hashlib
import json
import os
from pathlib import Path


FOLDERS = ("static", *(f"{app}/migrations" for app in ("sellerdesk", "reviews", "ratings", "chat", "returns")))


def of_code(root: Path) -> str:
    """Changes when a static file or a migration of ours does, or when the locked packages do."""
    digest = hashlib.sha256((root / "requirements" / "base.lock").read_bytes())
    digest.update((root / "sellerdesk" / "settings.py").read_bytes())
    for top in FOLDERS:
        for folder, folders, files in os.walk(root / top):
            folders[:] = sorted(name for name in folders if name != "__pycache__")
            for name in sorted(files):
                found = (Path(folder) / name).stat()
                digest.update(f"{folder}/{name} {found.st_mtime_ns} {found.st_size}\n".encode())
    return digest.hexdigest()


def fresh(stamp: Path, **facts: object) -> bool:
    """Whether the stamp holds exactly these facts."""
    try:
        found = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(found == facts)


def write(stamp: Path, **facts: object) -> None:
    """Keeps the facts for the next time; they appear whole or not at all."""
    draft = stamp.with_suffix(".new")
    draft.write_text(json.dumps(facts), encoding="utf-8")
    draft.replace(stamp)
