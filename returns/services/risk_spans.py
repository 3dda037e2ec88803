"""How a shop watches its orders: the spans of its profile, and what it says otherwise."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from returns.domain.risks import LEAST, MOST, RISKS, SPANS, Spans
from returns.models import RiskSpan
from sellerdesk import audit, setwise, shops, writing
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import Shop
from sellerdesk.shops import ShopFacts


def spans_of(shop: ShopFacts) -> Spans:
    """By risk, the span of a shop; None where it does not watch. One query."""
    own = setwise.rows("SELECT risk, seconds FROM returns_riskspan WHERE desk_id = %s AND shop_id = %s", [shop.desk_id, shop.id])
    said = {risk: None if seconds is None else timedelta(seconds=seconds) for risk, seconds in own}
    return {risk: said.get(risk, SPANS[shop.rules.name][risk]) for risk in RISKS}


def why_not_watch(wanted: Spans) -> Refusal | None:
    """Why orders cannot be watched so, or None: span_out_of_range, late_before_quiet."""
    if any(span is not None and not LEAST <= span <= MOST for span in wanted.values()):
        return Refusal("span_out_of_range", _("This time cannot be watched."), _("Use 0 to 90 days."))
    quiet, late = wanted["quiet"], wanted["late"]
    if quiet is not None and late is not None and late <= quiet:
        message = _("A parcel would be late before it has been without news for long.")
        return Refusal("late_before_quiet", message, _("Use more days for a late delivery."))
    return None


@command
def watch(*, desk_id: int, shop_ids: Collection[int], shop_id: int, wanted: Spans, actor: Actor, now: datetime) -> None:
    """Set how a shop watches its orders; what is open is judged again by the next sweep. Refused: the codes of `why_not_watch`."""
    if shop_id not in shop_ids:
        raise NotVisible
    # Of two who write the same setting one waits for the other.
    shop = shops.facts(writing.locked(Shop.objects.filter(desk_id=desk_id, pk=shop_id)))
    if (refusal := why_not_watch(wanted)) is not None:
        raise refusal
    before = spans_of(shop)
    for risk in RISKS:
        span = wanted[risk]
        seconds = None if span is None else int(span.total_seconds())
        if span == SPANS[shop.rules.name][risk]:
            RiskSpan.objects.filter(desk_id=desk_id, shop_id=shop_id, risk=risk).delete()
        else:
            RiskSpan.objects.update_or_create(desk_id=desk_id, shop_id=shop_id, risk=risk, defaults={"seconds": seconds})
    setwise.run("UPDATE returns_orderrisk SET turns_at = %s WHERE desk_id = %s AND shop_id = %s AND is_open", [now, desk_id, shop_id])
    audit.record(desk_id, actor, "risks.watched", f"shop:{shop_id}", _said(before), _said(wanted), now)
    note(desk_id, "returns.risk", shop_id=shop_id, coalesce=True)


def _said(spans: Spans) -> dict[str, int | None]:
    return {risk: None if span is None else int(span.total_seconds()) for risk, span in spans.items()}
