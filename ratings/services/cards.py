"""What a shop's after-sales card says. Neutral words only: what the guard knows stops it, whatever the shop chose elsewhere."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from ratings.domain.cards import LONGEST, kept, names_stars
from ratings.models import AfterSalesCard
from sellerdesk import audit, policy, shops, writing
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.rules import RuleProfile
from sellerdesk.domain.text_policy.policy import GAP, VARIABLE_LEFT
from sellerdesk.domain.text_policy.severities import DOUBT, REPEATED, RULES
from sellerdesk.domain.traces import traces
from sellerdesk.errors import Refusal
from sellerdesk.models import Shop


TOKEN_BYTES = 16
_STOPS = {*RULES, GAP, VARIABLE_LEFT} - {REPEATED, DOUBT}
"""A doubt is learned and not known: it needs a person who says why. Stars are looked for by themselves."""


@command
def change(*, desk_id: int, shop_ids: Collection[int], shop_id: int, texts: Mapping[str, str], actor: Actor, now: datetime) -> None:
    """Set what the card of a shop says. Its address is made the first time and stays: cards are printed.

    Refused: text_missing, text_too_long, not_neutral. NotVisible for a shop that is not among `shop_ids`.
    """
    # The row that whoever writes a setting of the shop locks first: also where there is no card yet.
    held = writing.locked(Shop.objects.filter(desk_id=desk_id, pk=shop_id, pk__in=list(shop_ids)))
    wanted = kept(texts)
    card = AfterSalesCard.objects.filter(desk_id=desk_id, shop_id=shop_id).first()
    if refusal := why_not_change(wanted, shops.facts(held).rules):
        raise refusal
    before = card.texts if card else {}
    if before == wanted:
        return
    if card is None:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        AfterSalesCard.objects.create(desk_id=desk_id, shop_id=shop_id, token=token, texts=wanted, changed_at=now)
    else:
        AfterSalesCard.objects.filter(pk=card.pk).update(texts=wanted, changed_at=now)
    audit.record(desk_id, actor, "ratings.card_changed", f"shop:{shop_id}", {"texts": traces(before)}, {"texts": traces(wanted)}, now)
    note(desk_id, "ratings.card_changed", shop_id=shop_id)


def why_not_change(texts: Mapping[str, str], rules: RuleProfile) -> Refusal | None:
    """Why a card cannot say this, or None: text_missing, text_too_long, not_neutral."""
    if not texts:
        return Refusal("text_missing", _("Write the card in at least one language."))
    for text in texts.values():
        if len(text) > LONGEST:
            return Refusal("text_too_long", _("The text is longer than %(most)s characters.") % {"most": LONGEST}, _("Shorten it."))
        if names_stars(text):
            return Refusal("not_neutral", _("The text speaks of stars or of the best marks."), _hint())
        found = policy.check(text, place="public", facts=policy.TextFacts(rules=rules))
        first = next((one for one in (*found.stops, *found.warnings) if one.code in _STOPS), None)
        if first is not None:
            return Refusal("not_neutral", policy.sentence(first), _hint())
    return None


def _hint() -> str:
    return _("A card thanks and says where to turn. It asks for no stars and promises nothing for them.")
