"""Translations: every language complete, nothing guessed."""

from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po


def problems(locale: Path) -> str:
    """Missing or fuzzy messages, wrong placeholders and unreadable files, one per line; nothing when all is well."""
    found: list[str] = []
    for file in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        found += _of(file, file.parent.parent.name)
    return "\n".join(found)


def _of(file: Path, language: str) -> list[str]:
    found = []
    try:
        with file.open("rb") as content:
            catalogue = read_po(content, locale=language.replace("-", "_"), abort_invalid=True)
    except PoFileError as error:
        return [f"{file}: {error}"]
    for message in catalogue:
        if not message.id:
            continue
        texts = message.string if isinstance(message.string, list | tuple) else [message.string]
        if message.fuzzy or not all(texts):
            found.append(f"{file}:{message.lineno}: {'fuzzy' if message.fuzzy else 'missing'}: {message.id}")
        found += [f"{file}:{message.lineno}: {error}" for error in message.check(catalogue)]
    write_mo(BytesIO(), catalogue)
    return found
