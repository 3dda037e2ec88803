"""Where what is kept can be read: the pages that the numbers of the privacy pages lead to. They show only what their readers may see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the desk with rows of a kind."""

    label: str | Promise
    page: str
    """The name of its address, which takes the desk's slug."""
    may: str
    """The permission without which it is not there for a person."""
    query: str = ""
    """With the question mark, so that all rows are shown and not the open ones alone."""
    every_shop: bool = False
    """Whether only who sees every shop opens it."""


@dataclass(frozen=True, slots=True)
class Page:
    """The page on which one row of a matter stands."""

    page: str
    """The name of its address, which takes the desk's slug and an id."""
    may: str
    by: str = "id"
    """The column that leads there."""
    of: tuple[str, str, str] | None = None
    """Another matter that says what the column stands for: its name, the column with the same value there, the column that counts."""
    is_search: bool = False
    """Whether the value is looked for: the address takes it as `q`, and no id."""


Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def finding(pages: Sequence[Page], told: Rows) -> Callable[[Mapping[str, Any]], tuple[Page, str] | None]:
    """Gives for a row the first of these pages that it leads to, and the id or the words there; None where no page shows it."""
    known = [(page, _by_value(page, told)) for page in pages]

    def find(row: Mapping[str, Any]) -> tuple[Page, str] | None:
        for page, meaning in known:
            value = row.get(page.by)
            value = value if meaning is None else meaning.get(value)
            if value not in {None, ""}:
                return page, str(value)
        return None

    return find


def _by_value(page: Page, told: Rows) -> Mapping[Any, Any] | None:
    if page.of is None:
        return None
    matter, same, wanted = page.of
    return {row.get(same): row.get(wanted) for row in told.get(matter, ())}
