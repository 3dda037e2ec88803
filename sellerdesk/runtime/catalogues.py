"""Translations: taken from the sources, complete in every language, compiled. Babel alone, no gettext programs."""

import os
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from sellerdesk.runtime.failures import Failure


if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message


LANGUAGES = ("ru", "zh_Hans")
"""Every language of the settings but English, as its folder is called."""

_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def compile_all(root: Path) -> list[Path]:
    """Writes the .mo of every catalogue that changed since, beside its .po; returns what was written.

    A .mo has the time of the .po that it was made from, so that one look at each is enough, and nothing of
    Babel is loaded when nothing changed. Refused with Failure for a catalogue that cannot be read.
    """
    written = []
    for source in sorted((root / "locale").glob("*/LC_MESSAGES/*.po")):
        target, time = source.with_suffix(".mo"), source.stat().st_mtime_ns
        if not target.exists() or target.stat().st_mtime_ns != time:
            _compile(source, target, time)
            written.append(target)
    return written


def prepare(root: Path) -> str:
    """`compile_all` for whoever is about to start; says in one line what could not be written, and does not stop for it."""
    try:
        compile_all(root)
    except OSError as error:
        return f"{error.filename}: {error.strerror}. Some pages will be in English. `manage compile_catalogues` mends it."
    return ""


def problems(root: Path, *, fix: bool, languages: Sequence[str] = LANGUAGES) -> str:
    """What is missing, obsolete, fuzzy or has wrong placeholders, one per line; nothing when all is well.

    With `fix` each .po first gets the new strings, empty, and loses the obsolete ones.
    """
    sources = extracted(root)
    found: list[str] = []
    for language in languages:
        file = root / "locale" / language / "LC_MESSAGES" / "django.po"
        if not sources and not file.exists():
            continue
        try:
            if fix:
                _update(file, sources, language)
            found += _of(file, sources, language)
        except Failure as failure:
            found.append(failure.cause)
    return "\n".join(found)


def extracted(root: Path) -> "Catalog":
    """Every text of the Python sources and templates that is marked for translation, with the files that it is in."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract

    # Fuzzy is what Babel calls a template by default; the header of ours is never taken from it.
    catalogue = Catalog(fuzzy=False)
    for file, content in _sources(root):
        for _line, texts, _comments, context in extract("python", BytesIO(content), _KEYWORDS, options={"encoding": "utf-8"}):
            catalogue.add(texts, locations=[(file.relative_to(root).as_posix(), 0)], context=context)
    return catalogue


def _sources(root: Path) -> Iterator[tuple[Path, bytes]]:
    """The product's own sources as Python: the kernel and the rooms as they are, templates turned into it by Django."""
    from django.utils.translation.template import templatize

    for app in sorted(folder.parent for folder in root.glob("*/apps.py")):
        for file in sorted(app.rglob("*.py")):
            yield file, file.read_bytes()
    for file in sorted(path for path in (root / "templates").rglob("*") if path.is_file()):
        turned = templatize(file.read_text(encoding="utf-8"), origin=str(file))
        # The indentation of a template means nothing, and Python's reader would refuse it.
        yield file, re.sub(r"(?m)^[ \t]+", "", turned).encode()


def _read(file: Path, language: str) -> "Catalog":
    from babel.messages.pofile import PoFileError, read_po

    try:
        with file.open("rb") as content:
            return read_po(content, locale=language, abort_invalid=True)
    except PoFileError as error:
        raise Failure(f"{file}: {error}", "Mend this line of the catalogue.") from error
    except FileNotFoundError:
        raise Failure(f"{file}: there is no such catalogue.", "./desk check --fix makes it.") from None


def _compile(source: Path, target: Path, time: int) -> None:
    from babel.messages.mofile import write_mo

    catalogue = _read(source, source.parent.parent.name)
    draft = target.with_suffix(f".{os.getpid()}.new")
    try:
        with draft.open("wb") as content:
            write_mo(content, catalogue)
        os.utime(draft, ns=(time, time))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _of(file: Path, sources: "Catalog", language: str) -> list[str]:
    catalogue = _read(file, language)
    wanted, known = _by_key(sources), _by_key(catalogue)
    found = [f"{file}: missing: {_shown(wanted[key])}" for key in wanted if key not in known]
    for key, message in known.items():
        place = f"{file}:{message.lineno}"
        if key not in wanted:
            found.append(f"{place}: obsolete: {_shown(message)}")
        elif message.fuzzy:
            found.append(f"{place}: fuzzy: {_shown(message)}")
        elif not all(_texts(message)):
            found.append(f"{place}: missing: {_shown(message)}")
        else:
            found += [f"{place}: {error}" for error in message.check(catalogue)]
            found += [f"{place}: other placeholders: {text}" for text in _texts(message) if _names(text) != _names(message.id)]
    return found


def _by_key(catalogue: "Catalog") -> dict[tuple[object, object], "Message"]:
    return {(message.context, message.id): message for message in catalogue if message.id}


def _texts(message: "Message") -> list[str]:
    return list(message.string) if isinstance(message.string, list | tuple) else [message.string or ""]


def _names(text: str | Sequence[str]) -> set[str]:
    """The placeholders of a text; of a text with plural forms, those of its last one."""
    last = text if isinstance(text, str) else text[-1]
    return set(re.findall(r"%(?:\(\w+\))?[a-zA-Z%]|\{\w*\}", last))


def _shown(message: "Message") -> str:
    return message.id if isinstance(message.id, str) else " | ".join(message.id)


def _update(file: Path, sources: "Catalog", language: str) -> None:
    """Brings a .po up to the sources, in their order; nothing else in it changes, and no date."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    catalogue = _read(file, language) if file.exists() else Catalog(locale=language, fuzzy=False)
    catalogue.update(sources, no_fuzzy_matching=True, update_creation_date=False)
    content = BytesIO()
    content.write(_HEADER.format(language=language, plurals=catalogue.plural_forms).encode())
    write_po(content, catalogue, width=120, omit_header=True, ignore_obsolete=True, sort_by_file=True, include_lineno=False)
    if not file.exists() or file.read_bytes() != content.getvalue():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.getvalue())
