"""What each shop wants of the guard: stop, warn or allow by rule, its banned words, and names of its own."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sellerdesk import audit, shops
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.rules import RuleProfile
from sellerdesk.domain.text_policy.banned import LONGEST_WORD, MOST_WORDS
from sellerdesk.domain.text_policy.severities import PLACES, RULES, Chosen, Doings, permitted, usual
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import GuardChoice, Shop


MOST_OWN_NAMES = 20


def of(desk_id: int, shop_id: int) -> Chosen:
    """What a shop chose; nothing where nobody chose for it."""
    kept = GuardChoice.objects.filter(desk_id=desk_id, shop_id=shop_id).first()
    return Chosen() if kept is None else Chosen(kept.doings, tuple(kept.banned), tuple(kept.own_names))


@command
def change(*, desk_id: int, shop_ids: Collection[int], shop_id: int, wanted: Chosen, actor: Actor, now: datetime) -> None:
    """Choose for a shop. What is as its rule profile has it is not kept, so that it follows the profile.

    Refused: doing_not_permitted, too_many_words, word_too_long, word_unprintable. NotVisible for a shop that is not among `shop_ids`.
    """
    shop = Shop.objects.select_for_update(no_key=True).filter(desk_id=desk_id, pk=shop_id).first() if shop_id in shop_ids else None
    if shop is None:
        raise NotVisible
    rules = shops.facts(shop).rules
    if refusal := why_not_choose(rules, wanted):
        raise refusal
    before = of(desk_id, shop_id)
    doings = _kept(rules, wanted.doings)
    after = Chosen(doings, wanted.banned, wanted.own)
    if after == before:
        return
    GuardChoice.objects.update_or_create(
        desk_id=desk_id,
        shop_id=shop_id,
        defaults={"doings": doings, "banned": list(after.banned), "own_names": list(after.own)},
    )
    audit.record(desk_id, actor, "shop.guard_changed", f"shop:{shop_id}", _told(before), _told(after), now)
    note(desk_id, "shop.changed", shop_id=shop_id)


def why_not_choose(rules: RuleProfile, wanted: Chosen) -> Refusal | None:
    """Why a shop of these rules cannot have that, or None."""
    if any(
        doing not in permitted(rules, place, rule)
        for place in PLACES
        for rule, doing in wanted.doings.get(place, {}).items()
        if rule in RULES
    ):
        return Refusal(
            "doing_not_permitted", _("The rules of this marketplace do not permit that."), _("Choose one of what is offered for this rule.")
        )
    return _why_not_words(wanted.banned, MOST_WORDS) or _why_not_words(wanted.own, MOST_OWN_NAMES)


def _why_not_words(words: Collection[str], most: int) -> Refusal | None:
    if len(words) > most:
        return Refusal("too_many_words", _("There are more than %(most)d words.") % {"most": most}, _("Leave some out."))
    if long := next((word for word in words if len(word) > LONGEST_WORD), ""):
        return Refusal("word_too_long", _("“%(word)s…” is too long.") % {"word": long[:20]}, _("A line has at most 80 characters."))
    if not all(word.isprintable() for word in words):
        return Refusal("word_unprintable", _("A word holds signs that cannot be shown."), _("Type it anew."))
    return None


def _kept(rules: RuleProfile, doings: Doings) -> dict[str, dict[str, str]]:
    return {
        place: kept
        for place in PLACES
        if (kept := {rule: doing for rule, doing in doings.get(place, {}).items() if rule in RULES and doing != usual(rules, place, rule)})
    }


def _told(chosen: Chosen) -> dict[str, Any]:
    places: Iterable[tuple[str, Mapping[str, str]]] = chosen.doings.items()
    return {"doings": {place: dict(rules) for place, rules in places}, "banned": list(chosen.banned), "own": list(chosen.own)}
