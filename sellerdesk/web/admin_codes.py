"""Columns of the administration that hold codes, shown in the product's words: in lists, on a row's page, as a filter, by the search."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.contrib import admin
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sellerdesk.rooms import Words


Codes = Callable[[], Mapping[str, Words]]
"""All codes that a column may hold, with their words. Asked when a page is shown, since rooms add theirs in ready()."""
Say = Callable[[Any], str]
"""What a row says in a column, in the reader's language."""


def apart(told: Iterable[tuple[str, Words]]) -> dict[str, Words]:
    """Codes with their words; where several share a word, each with its code behind it, so that a filter offers no word twice."""
    words = {code: str(said) for code, said in told}
    shared = {said for said in words.values() if list(words.values()).count(said) > 1}
    return {code: f"{said} ({code})" if said in shared else said for code, said in words.items()}


def with_code(words: str, code: str) -> str:
    """Words, and below them the code that the search takes; the code alone where nobody words it."""
    return code if words == code else format_html('{}<br><span class="quiet">{}</span>', words, code)


def say(codes: Codes, column: str) -> Say:
    """Words of a column that holds one code or a list of them; a code that nobody words is shown as it is."""

    def said(row: Any) -> str:
        held, words = getattr(row, column), codes()
        return ", ".join(str(words.get(one, one)) for one in (held if isinstance(held, list) else [held]))

    return said


def shown(model: Any, column: str, say: Say) -> Any:
    """A column for Django's tables: called as the field is, but saying words."""

    def display(row: Any) -> str:
        return say(row)

    display.__name__ = f"{column}_in_words"
    return admin.display(description=model._meta.get_field(column).verbose_name)(display)


def meant(codes: Codes, said: str) -> list[str]:
    """The codes whose words somebody has typed in full."""
    wanted = said.casefold()
    return [code for code, words in codes().items() if str(words).casefold() == wanted]


class ByCode(admin.FieldListFilter):
    """A filter for a column of codes, offering their words."""

    def __init__(self, field: Any, request: Any, params: Any, model: Any, model_admin: Any, field_path: str) -> None:
        self.lookup = f"{field_path}__exact"
        held = params.get(self.lookup)
        self.chosen: str | None = held[-1] if held else None
        self.codes = model_admin.codes[field_path]()
        super().__init__(field, request, params, model, model_admin, field_path)

    def expected_parameters(self) -> list[str | None]:
        """The one parameter."""
        return [self.lookup]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """All, and each code by its words, in the order of the words."""
        offered = sorted((capfirst(str(words)), code) for code, words in self.codes.items())
        yield {"selected": self.chosen is None, "query_string": changelist.get_query_string(remove=[self.lookup]), "display": _("All")}
        for words, code in offered:
            yield {
                "selected": self.chosen == code,
                "query_string": changelist.get_query_string({self.lookup: code}),
                "display": words,
            }
