"""What `./desk` runs inside the environment."""

import argparse
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from sellerdesk import env
from sellerdesk.runtime import catalogues
from sellerdesk.runtime.failures import Failure
from sellerdesk.runtime.paths import Places, places


ROOT = Path(__file__).resolve().parent.parent.parent


def main(arguments: list[str]) -> int:
    """Dispatches `up`, `manage`, `backup`, `restore`, `test`, `check` and `bench`; returns the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellerdesk.settings")
    os.environ["TZ"] = "UTC"
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        if f"{name}_FILE" in os.environ:
            os.environ[name] = env.text(name)
    state = Path(os.environ.get("SELLERDESK_STATE") or ROOT / ".state").absolute()
    os.environ["SELLERDESK_STATE"] = str(state)
    signal.signal(signal.SIGTERM, _leave)
    command, rest = arguments[0], arguments[1:]
    # Not for `check`, which says itself what is wrong with a catalogue; `test` has its plugin.
    if command in {"up", "manage", "bench"} and (unwritten := catalogues.prepare(ROOT)):
        print(f"desk: {unwritten}", file=sys.stderr)
    if command == "manage":
        from sellerdesk.runtime import manage

        return manage.main(rest, _places(state))
    if command == "up":
        from sellerdesk.runtime import up

        return up.main(_up_options(rest), _places(state))
    if command in {"backup", "restore"}:
        return _backups(command, rest, state)
    if command == "bench":
        from sellerdesk.runtime import benches

        return benches.main(rest, ROOT)
    from sellerdesk.runtime import quality

    return quality.main(command, rest, ROOT)


def _backups(command: str, rest: list[str], state: Path) -> int:
    import psycopg2

    from sellerdesk.runtime.backups import making, options, restoring

    asked = options.read(command, rest)
    try:
        if command == "restore":
            return restoring.main(asked, _places(state))
        return making.check(asked) if asked.verify else making.main(asked, _places(state))
    except psycopg2.Error as error:
        raise Failure(
            f"The database did not answer to the end: {str(error).strip()}", "Check the server and its log, then try again."
        ) from error
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise Failure(f"{where}{error.strerror}.", "Nothing was changed. Check the permissions and the free space there.") from error


def _places(state: Path) -> Places:
    try:
        return places(state)
    except OSError as error:
        raise Failure(
            f"{error.filename}: {error.strerror}.", "Check its permissions, or set SELLERDESK_STATE to another directory."
        ) from error


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """A polite request to end runs the `finally` blocks, so that stores are stopped and not only cut off."""
    sys.exit(143)


def _up_options(rest: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./desk up", description="The whole desk, in front, until Ctrl-C.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; another than loopback needs TLS or a proxy")
    parser.add_argument("--port", type=int, help="default 8000, or the next free one")
    parser.add_argument("--tls-cert", type=Path, help="certificate chain (PEM)")
    parser.add_argument("--tls-key", type=Path, help="its private key (PEM)")
    parser.add_argument("--behind-proxy", action="store_true", help="a proxy speaks TLS and sets X-Forwarded-Proto and X-Forwarded-For")
    parser.add_argument("--demo", action="store_true", help="with a demo desk: three shops and a year of life; again, it adds nothing")
    return parser.parse_args(rest)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Failure as failure:
        print(f"desk: {failure.cause}", *([f"      {failure.way_out}"] if failure.way_out else []), sep="\n", file=sys.stderr)
        sys.exit(1)
    except env.BadEnvironment as wrong:
        print(f"desk: {wrong}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
