"""What an audit entry keeps of a text that somebody wrote: enough to prove which one it was, too little to read it. Pure."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final


DIGITS: Final = 16
"""Of the text's SHA-256, in hex."""


def trace(text: str) -> dict[str, Any]:
    """The length in characters and the beginning of the SHA-256 of a text. The text itself stays where it can be erased."""
    return {"length": len(text), "sha256": hashlib.sha256(text.encode()).hexdigest()[:DIGITS]}


def traces(texts: Mapping[str, str]) -> dict[str, Any]:
    """The same for texts by language, in the order of their languages."""
    return {language: trace(text) for language, text in sorted(texts.items())}


def is_trace(value: Any) -> bool:
    """Whether a value of an entry stands for a text."""
    return isinstance(value, Mapping) and set(value) == {"length", "sha256"}
