"""Typed readers of the environment. A wrong value fails at the start, with the name and the way out."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


OF_CONNECTION = ("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "channel_binding", "gssencmode")


class BadEnvironment(Exception):
    """A variable is missing or cannot be read; the message says which and what to set."""


def text(name: str, default: str | None = None) -> str:
    """The variable NAME, or the content of the file named by NAME_FILE, or the default.

    An empty variable is an unset one: an empty path would mean the current directory. Refused with
    BadEnvironment when none of the three is there.
    """
    if (path := os.environ.get(f"{name}_FILE")) is not None:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadEnvironment(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error
    value = os.environ.get(name) or default
    if value is None:
        raise BadEnvironment(f"{name} is not set. Set it, or {name}_FILE to a file that holds it.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """The variable as yes or no: 1, true, yes, on / 0, false, no, off. An empty one is an unset one."""
    value = os.environ.get(name, "").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if not value:
        return default
    raise BadEnvironment(f"{name} is {value!r}. Use 1 or 0.")


def integer(name: str, default: int, *, least: int = 0) -> int:
    """The variable as a whole number of at least `least`. An empty one is an unset one."""
    value = os.environ.get(name, "").strip() or str(default)
    try:
        number = int(value)
    except ValueError:
        raise BadEnvironment(f"{name} is {value!r}. Use a whole number.") from None
    if number < least:
        raise BadEnvironment(f"{name} is {number}. Use {least} or more.")
    return number


def names(name: str, default: str = "") -> list[str]:
    """The variable as a list, split at commas, without empty parts. An empty one is an unset one."""
    return [part.strip() for part in (os.environ.get(name, "").strip() or default).split(",") if part.strip()]


def kept_secret(name: str, path: Path) -> str:
    """The secret NAME, from the environment if given, else from its file, which is made once.

    The file is readable by its owner alone. Two processes that start at the same moment agree: the
    file appears whole (hard link of a finished one) and the first wins. Refused with BadEnvironment
    where a file is empty: everybody could open what an empty key has sealed.
    """
    if name in os.environ or f"{name}_FILE" in os.environ:
        return filled(text(name), name, os.environ.get(f"{name}_FILE", ""))
    try:
        return filled(path.read_text(encoding="utf-8").strip(), name, str(path))
    except FileNotFoundError:
        pass
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="utf-8").strip()


def filled(secret: str, name: str, place: str) -> str:
    """The secret. Refused with BadEnvironment where it is empty."""
    if not secret:
        raise BadEnvironment(f"{name} is empty in {place}. Put the key there that was in use, or remove the file where there was none yet.")
    return secret


def old_secrets(name: str, path: Path) -> list[str]:
    """Secrets that were in use before, newest first: NAME or NAME_FILE (split at commas and lines), else the file, else none."""
    if name in os.environ or f"{name}_FILE" in os.environ:
        kept = text(name, "\n")
    else:
        try:
            kept = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
    return [part for line in kept.splitlines() for part in (one.strip() for one in line.split(",")) if part]


def database(url: str) -> dict[str, str]:
    """A postgresql:// URL as Django's NAME, USER, PASSWORD, HOST, PORT. `?host=/dir` names a Unix socket's directory."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise BadEnvironment("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    query = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": query.get("port", str(parts.port or "")),
    }


def database_options(url: str) -> dict[str, str]:
    """What a database's URL asks of the connection itself: `?sslmode=verify-full&sslrootcert=…`, by libpq's names.

    BadEnvironment for any other parameter: a mistyped one that were passed over would leave the way open that it was meant to close.
    """
    query = dict(parse_qsl(urlsplit(url).query))
    if unknown := sorted(query.keys() - {"host", "port", *OF_CONNECTION}):
        raise BadEnvironment(f"DATABASE_URL has {unknown[0]!r}. It may have: {', '.join(OF_CONNECTION)}, host, port.")
    return {name: query[name] for name in OF_CONNECTION if name in query}


def broker(redis_url: str) -> str:
    """The same Redis as Celery names it: its scheme for Unix sockets differs from the client's."""
    parts = urlsplit(redis_url)
    if parts.scheme == "unix":
        number = dict(parse_qsl(parts.query)).get("db", "0")
        return f"redis+socket://{parts.path}?virtual_host={number}"
    if parts.scheme not in {"redis", "rediss"}:
        raise BadEnvironment("REDIS_URL must start with redis://, rediss:// or unix://.")
    return redis_url
