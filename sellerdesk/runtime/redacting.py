"""What is taken out of a log line before it is written: fields that name a person or open a door, and what looks like one in free text.

Values are held back, names stay, so that a log shows what it does not say. Pure but for `failure`, which reads a raised exception.
"""

import re
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Final


HELD: Final = "[held back]"
PERSONAL: Final = frozenset(
    {
        "email", "e_mail", "mail", "phone", "name", "buyer", "author", "text", "title", "address", "password", "token", "secret", "key",
        "cookie", "authorization", "raw", "answer", "body", "content", "comment", "note", "words", "query", "statement", "reason_text",
        "payload", "data", "args", "kwargs", "session", "session_key", "csrf", "signature", "excerpt", "recipient", "filename", "file_name",
    }
)  # fmt: skip
"""Fields, in lower case, whose value is never written, at any depth."""
_PATTERNS: Final = (
    # Invitations, forgotten passwords, confirmed addresses: whoever reads such a link may walk in.
    (re.compile(r"(/(?:invitations|reset/key|confirm-email)/)(?!accept/)[^/\s\"']+"), rf"\1{HELD}"),
    # What is asked for may be a buyer's name.
    (re.compile(r"(/[^\s\"'?]*)\?[^\s\"']+"), rf"\1?{HELD}"),
    (re.compile(r"(?i)\b(bearer|basic|token)\s+[a-z0-9._~+/=-]{8,}"), rf"\1 {HELD}"),
    # Between the scheme and the host of an address: a store's password.
    (re.compile(r"([a-z][a-z0-9+.-]*://)[^/\s@]+@"), rf"\1{HELD}@"),
    (re.compile(r"\bsd_[A-Za-z0-9_-]{6,}"), HELD),
    # A Telegram bot's token.
    (re.compile(r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}"), HELD),
    # Sealed texts and signed cookies.
    (re.compile(r"\bgAAAA[A-Za-z0-9_=-]{20,}"), HELD),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), HELD),
    # Ten to fifteen digits that begin with a plus or are set apart as numbers are dialled; plain ids stay.
    (re.compile(r"\+\d[\d\s().-]{8,18}\d"), HELD),
    (re.compile(r"(?<![\w.:-])(?:\d[\s(-]{1,2})?\(?\d{3}\)?[\s-]\d{3}[\s-]?\d{2}[\s-]?\d{2}(?![\w.:-])"), HELD),
)
_OF_CODE: Final = (TypeError, AttributeError, NameError, ImportError, SyntaxError, ZeroDivisionError, RecursionError)
"""Exceptions whose message speaks of the program alone; any other may repeat what somebody wrote."""
_DEEPEST: Final = 6


def of_text(text: str) -> str:
    """The text without what looks like a person's or a secret thing."""
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


def of_value(value: Any, depth: int = 0) -> Any:
    """The value, its texts and fields held back as above; what is too deep is held back whole."""
    if isinstance(value, str):
        return of_text(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if depth >= _DEEPEST:
        return HELD
    if isinstance(value, Mapping):
        return {of_text(str(name)): HELD if is_personal(name) else of_value(one, depth + 1) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [of_value(one, depth + 1) for one in value]
    if isinstance(value, BaseException):
        return said(value)
    return of_text(str(value))


def is_personal(name: object) -> bool:
    """Whether a field of this name is held back."""
    return str(name).lower().replace("-", "_") in PERSONAL


def said(error: BaseException) -> str:
    """An exception in one line: its class, and what of it says nothing of a person.

    A message is written where it speaks of the program; of the database's errors the state and the names of what was violated; of the
    operating system's the number and its meaning; of a refusal the code.
    """
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    return f"{kind}: {told}" if (told := _told(error)) else kind


def _told(error: BaseException) -> str:
    if type(error) in _OF_CODE:
        return of_text(str(error))
    if isinstance(error, OSError):
        return f"[Errno {error.errno}] {error.strerror}" if error.errno is not None else ""
    if isinstance(code := getattr(error, "code", None), str | int):
        return of_text(str(code))
    if (about := getattr(error, "diag", None) or getattr(error.__cause__, "diag", None)) is not None:
        parts = (about.sqlstate, about.table_name, about.column_name, about.constraint_name)
        return " ".join(part for part in parts if part)
    return ""


def failure(error: BaseException) -> str:
    """A traceback: files, lines and functions, and each exception as `said` writes it. No local value, no message of somebody's."""
    lines: list[str] = []
    seen: set[int] = set()
    chain: list[tuple[BaseException, str]] = []
    current: BaseException | None = error
    joint = ""
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        chain.append((current, joint))
        if current.__cause__ is not None:
            current, joint = current.__cause__, "The cause of:"
        else:
            current, joint = (None if current.__suppress_context__ else current.__context__), "While this was handled:"
    for one, joined in reversed(chain):
        lines += _frames(one.__traceback__)
        lines.append(said(one))
        lines += [joined] if joined else []
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            lines += ["One of the group:", failure(inner)]
    return "\n".join(lines)


def _frames(trace: TracebackType | None) -> list[str]:
    return [f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}' for frame in traceback.extract_tb(trace)]
