"""`./desk bench NAME [--size N]`: one bench on fresh stores of its own, and its JSON alone on standard output."""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from sellerdesk.runtime import locks, migrations
from sellerdesk.runtime.failures import Failure
from sellerdesk.runtime.paths import places


RUNNABLE = re.compile(r'^if __name__ == "__main__":$', re.MULTILINE)


def main(arguments: list[str], root: Path) -> int:
    """Runs `python -m bench.NAME` on a migrated database that nobody else uses; returns its exit status.

    The stores are made as `up` makes them (durable, on disk), so that figures are those of real use, and thrown away.
    DATABASE_URL and REDIS_URL are not looked at: a bench never touches anybody's data. Refused with Failure for an unknown name.
    """
    names = sorted(file.stem for file in (root / "bench").glob("*.py") if RUNNABLE.search(file.read_text(encoding="utf-8")))
    parser = argparse.ArgumentParser(prog="./desk bench")
    parser.add_argument("name", metavar="NAME", help=", ".join(names))
    parser.add_argument("--size", type=int, help="how much; each bench has its own default")
    options = parser.parse_args(arguments)
    if options.name not in names:
        raise Failure(f"There is no bench {options.name!r}.", f"Use one of: {', '.join(names)}.")
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="sd-bench-", dir=os.environ.get("SELLERDESK_BENCH_DIR")) as folder:
        os.environ["SELLERDESK_STATE"] = folder
        os.environ.setdefault("SELLERDESK_STATEMENT_TIMEOUT", "3600")
        os.environ["SELLERDESK_SECOND_FACTOR"] = "offered"
        with locks.stores(places(Path(folder)), _say) as (urls, _private):
            urls.put(os.environ)
            migrations.run(urls)
            command = [sys.executable, "-P", "-m", f"bench.{options.name}", *(["--size", str(options.size)] if options.size else [])]
            return subprocess.run(command, cwd=root, check=False).returncode


def _say(line: str) -> None:
    print(f"  {line}", file=sys.stderr, flush=True)
