"""What narrows the lists of claims and refusals: what can be chosen, a chip with a way back for what is set, the address of a list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from returns.domain import filters, refusal_filters
from returns.domain.facts import WANTS
from returns.domain.filters import PERIODS, Filter
from returns.domain.reasons import REASONS
from returns.domain.refusals import STAGES
from returns.templatetags import claimed
from sellerdesk import wording
from sellerdesk.access import Here


STAGE_NAMES: Mapping[str, Promise] = {
    "before_shipping": gettext_lazy("Before shipping"),
    "in_transit": gettext_lazy("On the way"),
    "at_pickup": gettext_lazy("At the pick-up point"),
    "expired": gettext_lazy("Storage ran out"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that is set: what it is called, and the list without it. A product is named by the page, which knows its title."""

    label: str
    href: str


def query(here: Here, asked: Filter) -> str:
    """The filter as the query of an address, with the chosen shop, without what is not asked for."""
    return urlencode(_shop(here) | filters.told(asked))


def fields(here: Here, asked: Filter) -> dict[str, str]:
    """The filter as fields of a form, which loses what stands behind the question mark of its address."""
    return _shop(here) | filters.told(replace(asked, after=None))


def query_of_refusals(here: Here, asked: refusal_filters.Filter) -> str:
    """The same of refusals."""
    return urlencode(_shop(here) | refusal_filters.told(asked))


def choices() -> dict[str, Any]:
    """What can be chosen besides the view."""
    return {"reasons": list(REASONS), "wants": list(WANTS), "periods": PERIODS, "stages": [(code, STAGE_NAMES[code]) for code in STAGES]}


def chips(here: Here, asked: Filter) -> list[Chip]:
    """What is set besides the view of claims."""
    at = reverse("claims", args=[here.desk.slug])
    return [Chip(label, f"{at}?{query(here, replace(without, after=None))}") for label, without in _set(asked)]


def chips_of_refusals(here: Here, asked: refusal_filters.Filter) -> list[Chip]:
    """What is set of the list of refusals."""
    at = reverse("refusals", args=[here.desk.slug])
    stage = [(str(STAGE_NAMES[asked.stage]), replace(asked, stage=""))] if asked.stage else []
    return [Chip(label, f"{at}?{query_of_refusals(here, replace(without, after=None))}") for label, without in [*stage, *_shared(asked)]]


def _shop(here: Here) -> dict[str, str]:
    return {"shop": here.chosen.slug} if here.chosen else {}


def _set(asked: Filter) -> Iterator[tuple[str, Filter]]:
    if asked.wants:
        yield claimed.wanted(asked.wants), replace(asked, wants="")
    yield from _shared(asked)


def _shared(asked: Any) -> Iterator[tuple[str, Any]]:
    """What both lists can be narrowed by."""
    if asked.reason:
        yield claimed.reason(asked.reason), replace(asked, reason="")
    if asked.product:
        yield _("One product"), replace(asked, product=None)
    if asked.days:
        days = {"shown": wording.number(asked.days)}
        yield ngettext("Last %(shown)s day", "Last %(shown)s days", asked.days) % days, replace(asked, days=None)
    if asked.words:
        yield _("“%(words)s”") % {"words": asked.words}, replace(asked, words="")
