"""Tables of the admin: to look at, with actions that call commands. Safe where a table holds millions of rows.

One count that stops early, no order but the newest first, and a search that leads with the desk, as the indexes do.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _, ngettext

from sellerdesk import desks
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.rooms import Words
from sellerdesk.web import admin_codes, admin_words
from sellerdesk.web.admin_codes import Codes, Say


if TYPE_CHECKING:
    Table = admin.ModelAdmin[Model]
    Pages = Paginator[Any]
else:
    Table = admin.ModelAdmin
    Pages = Paginator

COUNTED = 10_000
"""Rows that a list counts and leads through; what is older is found by the search."""
AT_ONCE = 100
"""Rows that one action changes."""

Do = Callable[[Any, HttpRequest], None]
"""Calls one command for one row."""


class Bounded(Pages):
    """Counts no further than its last page leads."""

    @cached_property
    def count(self) -> int:
        """At most COUNTED."""
        rows: Any = self.object_list
        return len(rows) if isinstance(rows, list) else int(rows.order_by()[:COUNTED].count())


class NewestFirst(ChangeList):
    """No other order: sorting millions of rows by a column without an index takes minutes."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """By the primary key, whatever the address asks for."""
        return ["-pk"]


class ReadOnly(Table):
    """A table to look at: no row is added, changed or deleted in it. Its `fields` are all that a row's page shows.

    Columns named in `codes` and `said` are shown in words wherever they stand; a filter by one of `codes` offers its words.
    """

    codes: ClassVar[Mapping[str, Codes]] = {}
    said: ClassVar[Mapping[str, Say]] = {}
    show_full_result_count = False
    paginator = Bounded
    list_per_page = 50
    list_max_show_all = 0
    show_facets = admin.ShowFacets.NEVER
    sortable_by: ClassVar[Any] = ()
    actions: Any = None
    list_display_links: Any = None

    def __init__(self, model: Any, admin_site: Any) -> None:
        super().__init__(model, admin_site)
        admin_words.name(model, {str(one) for one in (*self.list_display, *(self.fields or ()))})
        says = {column: admin_codes.say(codes, column) for column, codes in self.codes.items()} | dict(self.said)
        self._in_words = {column: admin_codes.shown(model, column, say) for column, say in says.items()}

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """The columns, those that hold codes in words."""
        return [self._in_words.get(str(one), one) for one in self.list_display]

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        """Likewise of a row's page."""
        return [self._in_words.get(str(one), one) for one in self.fields or ()]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """The filters, those by codes in words."""
        return [(one, admin_codes.ByCode) if one in self.codes else one for one in self.list_filter]

    def called(self, row: Any) -> str:
        """What one row is called above its page and in what is said of it."""
        return str(row)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """The row's page, under what the row is called."""
        row = kwargs.get("obj")
        return super().render_change_form(request, {**context, "subtitle": self.called(row) if row else None}, *args, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """No."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """No."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list under its plain name: Django's sentence around it is bent wrongly in some languages."""
        title = capfirst(str(self.model._meta.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One row under the plain name of its kind."""
        title = capfirst(str(self.model._meta.verbose_name))
        return super().changeform_view(request, object_id, form_url, {"title": title, **(extra_context or {})})

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The newest first."""
        return NewestFirst

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """By the filters that are shown: any other column could be guessed at from the address, also one that no page shows."""
        return lookup.split("__", maxsplit=1)[0] in self.list_filter


class OfDesks(ReadOnly):
    """A table of desks: the search takes a desk's slug, and behind it what one of the columns `within` holds exactly."""

    within: ClassVar[Sequence[str]] = ()
    search_fields: ClassVar[Any] = ("desk__slug",)

    @property
    def search_help_text(self) -> str:  # type: ignore[override]  # Django reads it and never sets it
        """What the search takes."""
        if not self.within:
            return _("The short name of a desk.")
        meta: Any = self.model._meta
        names = ", ".join(str(meta.get_field(name.split("__")[0]).verbose_name) for name in self.within)
        return _("The short name of a desk, and behind it what to look for in full: %(columns)s.") % {"columns": names}

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        """Equal texts only, the desk first: each is read from an index that leads with the desk.

        Desk, shop and person are looked up beforehand. Of a name the database cannot know how many rows it has, takes a share of the
        whole for it, and walks millions of rows of others, the newest first, to come upon the few of a small desk.
        """
        slug, _space, said = search_term.replace("\0", "").strip().partition(" ")
        if not slug:
            return queryset, False
        desk_id = desks.id_of(slug)
        if desk_id is None:
            return queryset.none(), False
        found = queryset.filter(desk_id=desk_id)
        if said and self.within:
            found = found.filter(Q.create(list(self._looked(desk_id, said.strip())), connector=Q.OR))
        return found, False

    def _looked(self, desk_id: int, said: str) -> Iterator[tuple[str, Any]]:
        """The conditions of which one must hold."""
        for column in self.within:
            field, _underscores, beyond = column.partition("__")
            if beyond:
                yield f"{field}__in", self._meant(field, beyond, desk_id, said)
            else:
                yield column, said
            if column in self.codes:
                yield f"{column}__in", admin_codes.meant(self.codes[column], said)

    def _meant(self, field: str, beyond: str, desk_id: int, said: str) -> list[int]:
        """Ids of the people, or of the shops of the desk, that are named so."""
        related: Any = self.model._meta.get_field(field).related_model
        rows = related._default_manager.filter(**{beyond: said.lower() if beyond == "email" else said})
        if any(one.name == "desk" for one in related._meta.fields):
            rows = rows.filter(desk_id=desk_id)
        return list(rows.values_list("pk", flat=True)[:AT_ONCE])


def action(name: str, *, label: Any, question: Words, do: Do) -> Any:
    """An action that asks first and then calls a command for each row; what a command refuses is said, the rest is done."""

    def act(table: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        rows = list(queryset[: AT_ONCE + 1])
        if len(rows) > AT_ONCE:
            table.message_user(request, _("Choose at most %(most)s rows.") % {"most": AT_ONCE}, messages.WARNING)
            return None
        if "confirmed" not in request.POST:
            return _asked(table, request, rows, name, question)
        _done(table, request, rows, do)
        return None

    act.__name__ = name
    return admin.action(description=label)(act)


def _asked(table: Any, request: HttpRequest, rows: list[Any], name: str, question: Words) -> HttpResponse:
    context = {
        **table.admin_site.each_context(request), "title": question, "opts": table.model._meta,
        "rows": [(row.pk, table.called(row)) for row in rows], "action": name,
        "checkbox": ACTION_CHECKBOX_NAME,
    }  # fmt: skip
    return TemplateResponse(request, "admin/confirm.html", context)


def _done(table: Any, request: HttpRequest, rows: list[Any], do: Do) -> None:
    done = 0
    for row in rows:
        try:
            do(row, request)
        except Refusal as refusal:
            table.message_user(request, _("%(row)s: %(why)s") % {"row": table.called(row), "why": refusal}, messages.WARNING)
        except Stale as stale:
            table.message_user(
                request,
                _("%(row)s: %(why)s") % {"row": table.called(row), "why": stale.message or _("Somebody was faster.")},
                messages.WARNING,
            )
        except NotVisible:
            table.message_user(request, _("%(row)s: it is not there any more.") % {"row": table.called(row)}, messages.WARNING)
        else:
            done += 1
    if done:
        text = ngettext("Done for %(number)s row.", "Done for %(number)s rows.", done) % {"number": done}
        table.message_user(request, text, messages.SUCCESS)
