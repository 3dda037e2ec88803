"""Why a file was refused, in a sentence for a person: what it is, what is safe, what to do."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy, ngettext_lazy

from sellerdesk import wording


_SENTENCES = {
    "empty": gettext_lazy("The file is empty. Export it again and look into it before you upload it."),
    "binary": gettext_lazy("This is no text in an alphabet that we know. Export it as CSV (UTF-8) or JSON Lines."),
    "spreadsheet": gettext_lazy("This is a spreadsheet. Open it, choose “Save as”, CSV (UTF-8), and upload that file."),
    "pdf": gettext_lazy("This is a PDF. Ask the marketplace for the same report as CSV."),
    "picture": gettext_lazy("This is a picture. Upload the table itself, as CSV."),
    "web_page": gettext_lazy(
        "This is a web page, often the sign-in page that came instead of the export. Sign in there and download it again."
    ),
    "xml": gettext_lazy("This is XML. Export it as CSV or JSON Lines."),
    "one_object": gettext_lazy("This is one JSON object over several lines. Write one record a line, or a list of records in brackets."),
    "no_columns": gettext_lazy(
        "This has no columns that belong together. A table needs a line with the names of its columns, and commas, "
        "semicolons or tabs between cells."
    ),
    "too_many_columns": ngettext_lazy(
        "This table has %(columns)s column; %(most)s are the most. Leave out what is not needed.",
        "This table has %(columns)s columns; %(most)s are the most. Leave out what is not needed.",
        "number",
    ),
    "broken_quotes": gettext_lazy(
        "Quotes open and do not close all over this table (line %(line)s and on). What was loaded before stays. Export it again."
    ),
    "other_archive": gettext_lazy("This is packed in a way that we do not unpack. Use gzip or zip, or upload the file itself."),
    "empty_archive": gettext_lazy("The archive holds no file."),
    "several_files": ngettext_lazy(
        "The archive holds %(files)s file or more. Put one file into it and upload it again.",
        "The archive holds %(files)s files or more. Put one file into it and upload it again.",
        "number",
    ),
    "locked_archive": gettext_lazy("The archive has a password. Unpack it and upload the file itself."),
    "nested_archive": gettext_lazy("There is another archive inside this one. Unpack it and upload the file itself."),
    "broken_archive": gettext_lazy("The archive is damaged or cut off. Pack it again, or upload the file itself."),
    "too_large_inside": gettext_lazy("More is packed in this file than we unpack here. Split it, or load it with the command feed_load."),
    "bomb": gettext_lazy("This file unpacks to several hundred times its size, as no export does. Nothing of it was loaded."),
    "digest_differs": gettext_lazy(
        "What arrived is another file than was announced: its SHA-256 differs. Nothing of it was loaded. Send it again."
    ),
    "file_gone": gettext_lazy("The file is no longer there. What was loaded of it stays. Upload it again: nothing is loaded twice."),
    "expired": gettext_lazy("It lay here unfinished for a week and was deleted. Upload it again."),
    "keeps_failing": gettext_lazy(
        "The load broke off several times at the same place, for a reason that is in the log of the worker. What was loaded before stays."
    ),
}
_COUNTED = {"too_many_columns": "columns", "several_files": "files"}
"""The fact beside whose number a noun stands."""
CODES = frozenset(_SENTENCES)


def refusal_of(code: str, facts: Mapping[str, Any] | None = None) -> str:
    """The sentence of a refused file, in the reader's language."""
    found = _SENTENCES.get(code)
    if found is None:
        return _("The file cannot be used (%(code)s).") % {"code": code}
    told = dict(facts or {})
    written = {name: wording.number(value) if isinstance(value, int) else value for name, value in told.items()}
    return str(found % {**written, "number": told.get(_COUNTED.get(code, ""), 0)})
