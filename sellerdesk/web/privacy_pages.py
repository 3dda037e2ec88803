"""Settings, Privacy: what is kept, why and how long; and one buyer, given out or erased."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sellerdesk import access
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import Refusal, Stale
from sellerdesk.privacy import behind, buyers, retention
from sellerdesk.privacy.buyers import Found
from sellerdesk.privacy.registry import Kind
from sellerdesk.web import shell
from sellerdesk.web.asked import whole
from sellerdesk.web.surely import surely


AT_ONCE = 100
"""Rows of a matter on one page."""


@require_safe
@never_cache
def privacy(request: HttpRequest, desk: str) -> HttpResponse:
    """What is kept, why and how long; with privacy.manage also how much, and the search for a buyer (`?q=`). Needs desk.see; else 404."""
    here = shell.enter(request, desk, may=permissions.DESK_SEE, room="settings")
    may_manage = here.may(permissions.PRIVACY_MANAGE)
    asked = request.GET.get("q", "").strip()[:100] if may_manage else ""
    found = buyers.search(here.desk.pk, here.shop_ids, asked) if asked else []
    names = {shop.pk: shop.name for shop in here.shops}
    context = {
        "at_settings": True,
        "section": "privacy",
        "may_manage": may_manage,
        "kept": [(one, list(places(here, one.kind))) for one in (retention.kept if may_manage else retention.unmeasured)(here.desk.pk)],
        "asked": asked,
        "found": [(one, names.get(one.shop_id, "")) for one in found[: buyers.FOUND]],
        "more": len(found) > buyers.FOUND,
    }
    return render(request, "settings/privacy.html", context)


@require_safe
@never_cache
def buyer(request: HttpRequest, desk: str, buyer: int) -> HttpResponse:
    """How much is kept of one buyer, and what can be done with it. Needs privacy.manage; otherwise 404."""
    here = _manager(request, desk)
    return _page(request, here, buyers.one(here.desk.pk, _shops(here), buyer))


@require_safe
@never_cache
def rows(request: HttpRequest, desk: str, buyer: int, matter: str) -> HttpResponse:
    """The rows behind one number of a buyer’s page, and where each stands (`?after=` so many). Needs privacy.manage; otherwise 404.

    No words are shown here: they stand on the rooms' own pages, for who may see those.
    """
    here = _manager(request, desk)
    found = buyers.one(here.desk.pk, _shops(here), buyer)
    told, begin = behind.rows(here.desk.pk, _shops(here), buyer, matter), whole(request.GET.get("after"), digits=9) or 0
    context = {
        "at_settings": True,
        "section": "privacy",
        "buyer": found,
        "matter": _matters().get(matter, matter),
        "number": len(told),
        "rows": [(row, behind.href(here.desk.slug, row, here.may)) for row in told[begin : begin + AT_ONCE]],
        "after": str(begin + AT_ONCE) if len(told) > begin + AT_ONCE else "",
    }
    return render(request, "settings/buyer_rows.html", context)


@require_POST
@never_cache
@surely
def file(request: HttpRequest, desk: str, buyer: int) -> HttpResponse:
    """All that is kept of a buyer, as a ZIP. Needs privacy.manage and a fresh confirmation of who asks; otherwise 404."""
    here = _manager(request, desk)
    now = datetime.now(UTC)
    content = buyers.as_zip(desk_id=here.desk.pk, shop_ids=_shops(here), buyer_id=buyer, actor=access.actor(request), now=now)
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="buyer-{buyer}-{now:%Y-%m-%d}.zip"'
    return answer


@require_POST
@never_cache
@surely
def erase(request: HttpRequest, desk: str, buyer: int) -> HttpResponse:
    """Erase a buyer for good. `sure` is the id that the marketplace knows them by, typed once more. Needs privacy.manage; otherwise 404.

    Asked for once more who is there.
    """
    here = _manager(request, desk)
    sure = request.POST.get("sure", "")
    try:
        buyers.erase(
            desk_id=here.desk.pk, shop_ids=_shops(here), buyer_id=buyer, actor=access.actor(request), now=datetime.now(UTC), sure=sure
        )
    except (Refusal, Stale) as refusal:
        return _page(request, here, buyers.one(here.desk.pk, _shops(here), buyer), str(refusal))
    messages.success(request, _("The buyer is erased. Figures are as they were."))
    return redirect("settings_buyer", desk, buyer)


def _manager(request: HttpRequest, desk: str) -> Here:
    return shell.enter(request, desk, may=permissions.PRIVACY_MANAGE, room="settings")


def places(here: Here, kind: Kind) -> Iterator[tuple[str, str]]:
    """The pages with rows of a kind that the reader may open: label and address."""
    for place in kind.places:
        if here.may(place.may) and (here.every_shop or not place.every_shop):
            yield str(place.label), reverse(place.page, args=[here.desk.slug]) + place.query


def _shops(here: Here) -> list[int]:
    """All that the person may see: a buyer is looked at wherever they bought."""
    return [shop.pk for shop in here.shops]


def _page(request: HttpRequest, here: Here, found: Found, refused: str = "") -> HttpResponse:
    names = {shop.pk: shop.name for shop in here.shops}
    context = {
        "at_settings": True,
        "section": "privacy",
        "buyer": found,
        "shop_name": names.get(found.shop_id, ""),
        "kept": [(matter, _matters().get(matter, matter), number) for matter, number in buyers.kept(here.desk.pk, _shops(here), found.id)],
        "refused": refused,
    }
    return render(request, "settings/buyer.html", context, status=422 if refused else 200)


def _matters() -> dict[str, str]:
    """The names of matters as `buyer.json` has them, for people."""
    return {
        "buyer": _("Name and id"),
        "orders": _("Orders"),
        "order_lines": _("Lines of orders"),
        "struck_orders": _("Struck orders"),
        "reviews": _("Reviews"),
        "review_changes": _("Changes of reviews"),
        "follow_ups": _("Follow-ups"),
        "answers": _("Answers to reviews"),
        "questions": _("Questions"),
        "question_answers": _("Answers to questions"),
        "ratings_of_the_buyer": _("Ratings of the buyer"),
        "offers": _("Offers"),
        "appeals": _("Appeals"),
        "conversations": _("Conversations"),
        "messages": _("Messages"),
        "message_changes": _("Changes of messages"),
        "notes": _("Notes"),
        "attachments": _("Files"),
        "claims": _("Claims"),
        "claim_steps": _("Steps of claims"),
        "decisions": _("Decisions about claims"),
        "findings": _("Findings"),
        "pictures": _("Pictures of claims"),
        "refusals": _("Refusals"),
    }
