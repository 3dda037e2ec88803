"""Templates: one format, and every one of them compiles."""

import os
import subprocess
import sys
from pathlib import Path


def problems(root: Path, *, fix: bool) -> str:
    """What djade would change and what Django cannot compile; nothing when all is well or there are none."""
    files = sorted(str(path) for path in (root / "templates").rglob("*.html"))
    if not files:
        return ""
    found = []
    command = [str(Path(sys.executable).parent / "djade"), "--target-version", "5.2", *([] if fix else ["--check"]), *files]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0 and not fix:
        found.append(f"{done.stdout}{done.stderr}".strip())
    return "\n".join([*found, *_uncompiled(root / "templates")])


def _uncompiled(folder: Path) -> list[str]:
    import django
    from django.template import TemplateSyntaxError, engines

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellerdesk.settings")
    django.setup()
    found = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            engines["django"].from_string(file.read_text(encoding="utf-8"))
        except TemplateSyntaxError as error:
            found.append(f"{file}: {error}")
    return found
