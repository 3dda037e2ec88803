"""What narrows the list besides its view: the conditions by name, and a chip with a way back for each that is set."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from reviews.domain import filters
from reviews.domain.filters import Condition, Filter
from reviews.views.entering import address
from sellerdesk import topic_words, wording
from sellerdesk.access import Here


CONDITIONS: dict[Condition, Promise] = {
    "unanswered": gettext_lazy("Unanswered"),
    "followed": gettext_lazy("With follow-up"),
    "photos": gettext_lazy("With photos"),
    "changed": gettext_lazy("Changed by the buyer"),
    "editable": gettext_lazy("Can still be changed"),
    "claim": gettext_lazy("Has a claim"),
    "appealed": gettext_lazy("Appealed"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that is set: what it is called, and the list without it. `product` is named by the page, which knows its title."""

    label: str
    href: str
    product: int | None = None


def chips(here: Here, asked: Filter) -> list[Chip]:
    """What is set besides the view."""
    return [
        Chip(label, address(here, replace(without, after=None)), asked.product if not label else None) for label, without in _set(asked)
    ]


def told(here: Here, asked: Filter) -> dict[str, str]:
    """The filter as fields of a form, which loses what stands behind the question mark of its address."""
    return ({"shop": here.chosen.slug} if here.chosen else {}) | filters.told(asked)


def _set(asked: Filter) -> Iterator[tuple[str, Filter]]:
    if asked.product:
        yield "", replace(asked, product=None)
    if asked.days:
        days = {"shown": wording.number(asked.days)}
        yield ngettext("Last %(shown)s day", "Last %(shown)s days", asked.days) % days, replace(asked, days=None)
    if asked.stars:
        number = {"number": asked.stars}
        yield ngettext("%(number)s star", "%(number)s stars", asked.stars) % number, replace(asked, stars=None)
    for condition, label in CONDITIONS.items():
        if condition in asked.also:
            yield str(label), replace(asked, also=asked.also - {condition})
    if asked.tag:
        yield _("Label: %(name)s") % {"name": asked.tag}, replace(asked, tag="")
    if asked.topic:
        yield _("Topic: %(name)s") % {"name": topic_words.name(asked.topic)}, replace(asked, topic="")
    if asked.words:
        yield _("Words: %(words)s") % {"words": asked.words}, replace(asked, words="")
