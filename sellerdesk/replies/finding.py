"""Reading reply templates: the list, one of them, and what the menu of a composer offers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet, Sum

from sellerdesk import setwise
from sellerdesk.domain import searching
from sellerdesk.domain.replies import filling
from sellerdesk.domain.replies.filling import Part
from sellerdesk.domain.replies.values import VariableFacts
from sellerdesk.errors import NotVisible
from sellerdesk.models import ReplyTemplate


SHOWN_TO_PICK = 20
_STEM = 5


@dataclass(frozen=True, slots=True)
class Text:
    """A template's text in one language. `older_than` is the language that was changed after it, or empty."""

    language: str
    text: str
    changed_at: datetime
    older_than: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A template as its reader sees it; `texts` are by language in the order of the tabs."""

    id: int
    name: str
    folder: str
    shortcut: str
    place: str
    private: bool
    version: int
    uses: int
    texts: dict[str, Text]
    changed_at: datetime
    changed_by: str
    last_used_at: datetime | None
    last_used_by: str
    deleted: bool


@dataclass(frozen=True, slots=True)
class Picked:
    """One choice of the menu: the text in `language` with its variables filled or gaps in their places."""

    id: int
    name: str
    shortcut: str
    uses: int
    private: bool
    language: str
    parts: list[Part]

    @property
    def text(self) -> str:
        """What is put into the composer."""
        return "".join(part.text for part in self.parts)


def listed(desk_id: int, person_id: int | None, *, typed: str = "", deleted: bool = False) -> list[Template]:
    """The templates that a person may use and that hold all words typed, by folder and name; without a folder they come last."""
    rows = _of(desk_id, person_id, typed).filter(deleted_at__isnull=not deleted)
    rows = rows.select_related("changed_by", "last_used_by").prefetch_related("texts")
    return sorted(map(_template, rows), key=lambda one: (not one.folder, one.folder.casefold(), one.name.casefold(), one.id))


def one(desk_id: int, person_id: int | None, template_id: int) -> Template:
    """One template that a person may use, also a deleted one. Otherwise NotVisible."""
    rows = _of(desk_id, person_id).filter(pk=template_id).select_related("changed_by", "last_used_by").prefetch_related("texts")
    row = rows.first()
    if row is None:
        raise NotVisible
    return _template(row)


def folders(desk_id: int, person_id: int | None) -> list[str]:
    """The folders that a person's templates lie in."""
    names = _of(desk_id, person_id).filter(deleted_at__isnull=True).exclude(folder="").values_list("folder", flat=True)
    return sorted(set(names), key=str.casefold)


def used(desk_id: int, person_id: int | None) -> int:
    """How often all of them were used."""
    return int(_of(desk_id, person_id).aggregate(total=Sum("uses"))["total"] or 0)


def pick(
    desk_id: int, person_id: int | None, *, typed: str, public: bool, language: str, facts: VariableFacts, limit: int = SHOWN_TO_PICK
) -> list[Picked]:
    """What the menu offers for these words: whose shortcut begins so, then those with a text in `language`, most used first.

    Into a public answer only templates go that are for it. A template without a text in the language is offered in another.
    """
    rows = _of(desk_id, person_id, typed).filter(deleted_at__isnull=True).prefetch_related("texts")
    if public:
        rows = rows.filter(place="both")
    shortcut = searching.fold(typed.lstrip("/、 "))
    spoken = {row.pk: _spoken(row, language) for row in rows}
    ranked = sorted(
        rows,
        key=lambda row: (
            not (shortcut and row.shortcut.startswith(shortcut)),
            spoken[row.pk][0] != language,
            -row.uses,
            row.name.casefold(),
            row.pk,
        ),
    )
    return [_picked(row, *spoken[row.pk], facts) for row in ranked[:limit]]


def _picked(row: ReplyTemplate, language: str, text: str, facts: VariableFacts) -> Picked:
    parts = filling.fill(text, facts, language)
    return Picked(row.pk, row.name, row.shortcut, row.uses, row.owner_id is not None, language, parts)


def _of(desk_id: int, person_id: int | None, typed: str = "") -> QuerySet[ReplyTemplate]:
    mine = ReplyTemplate.objects.filter(Q(owner_id=person_id) | Q(owner_id__isnull=True), desk_id=desk_id)
    words = searching.words(typed.lstrip("/"))
    return mine.filter(pk__in=_holding(desk_id, words)) if words else mine


def _holding(desk_id: int, words: Sequence[str]) -> list[int]:
    """The desk's templates that hold all the words; there are a thousand of them at most, so each is looked at."""
    stems = {word: word[:-1] if len(word) == _STEM else word[:-2] for word in searching.stemmed(words) if len(word) >= _STEM}
    patterns = searching.patterns(words, stems)
    holds = " AND ".join("words LIKE %s" for _pattern in patterns)
    found = setwise.rows(
        f"SELECT id FROM sellerdesk_replytemplate WHERE desk_id = %s AND {holds}", [desk_id, *(pattern.like for pattern in patterns)]
    )
    return [int(number) for (number,) in found]


def _spoken(row: ReplyTemplate, language: str) -> tuple[str, str]:
    """(language, text) that is offered: the one asked for, else the first there is."""
    texts = {text.language: text.text for text in row.texts.all()}
    chosen = next((code for code in (language, *filling.LANGUAGES) if code in texts), "")
    return chosen, texts.get(chosen, "")


def _template(row: ReplyTemplate) -> Template:
    return Template(
        id=row.pk, name=row.name, folder=row.folder, shortcut=row.shortcut, place=row.place, private=row.owner_id is not None,
        version=row.version, uses=row.uses, texts=_texts(row), changed_at=row.changed_at, changed_by=_name(row.changed_by),
        last_used_at=row.last_used_at, last_used_by=_name(row.last_used_by), deleted=row.deleted_at is not None,
    )  # fmt: skip


def _texts(row: ReplyTemplate) -> dict[str, Text]:
    kept = {text.language: text for text in row.texts.all()}
    newest = max(kept.values(), key=lambda text: text.changed_at, default=None)
    ordered: Iterable[str] = (code for code in filling.LANGUAGES if code in kept)
    return {
        code: Text(
            code,
            kept[code].text,
            kept[code].changed_at,
            newest.language if newest and newest.changed_at > kept[code].changed_at else "",
        )
        for code in ordered
    }


def _name(person: object | None) -> str:
    return "" if person is None else str(getattr(person, "name", "") or getattr(person, "email", ""))
