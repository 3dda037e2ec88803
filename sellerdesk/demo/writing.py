"""What a buyer writes: a short word, a sentence or a letter, about what was right or wrong with this very order."""

from sellerdesk.demo.grammar import formed, in_own_hand
from sellerdesk.demo.house import House


def praise(house: House, good: str, *, woman: bool) -> str:
    """A text of one who is content with a product; empty for those who only give stars."""
    said, deal = house.plan.language.judged, house.deck.deal
    draw = house.rng.random()
    aspect = said.aspects[house.rng.choice(tuple(said.aspects))]
    uses = said.gifts if good == "doll" else said.uses
    if draw < 0.1:
        parts = []
    elif draw < 0.22:
        parts = [deal(said.short)]
    elif draw < 0.4:
        parts = [deal(said.goods[good])]
    elif draw < 0.52:
        parts = [deal(said.openers), deal(said.goods[good])]
    elif draw < 0.64:
        parts = [deal(said.goods[good]), deal(aspect)]
    elif draw < 0.74:
        parts = [deal(said.goods[good]), deal(uses)]
    elif draw < 0.84:
        parts = [deal(said.openers), deal(said.goods[good]), deal(aspect), deal(said.closers)]
    elif draw < 0.92:
        parts = [deal(uses), deal(said.goods[good]), deal(said.closers)]
    else:
        parts = [deal(said.openers), deal(said.goods[good]), deal(said.goods[good]), deal(uses), deal(aspect)]
    return _written(house, parts, woman=woman, content=True)


def blame(house: House, good: str, wrong: str, *, woman: bool) -> str:
    """A text about what was wrong: an aspect, "batch" or "crisis"."""
    said, deal = house.plan.language.judged, house.deck.deal
    cause = _cause(house, good, wrong)
    draw = house.rng.random()
    if draw < 0.06 and wrong == "goods":
        parts = [deal(said.short_bad)]
    elif draw < 0.3:
        parts = [cause]
    elif draw < 0.5:
        parts = [deal(said.bad_openers), cause]
    elif draw < 0.72:
        parts = [cause, deal(said.bad_closers)]
    elif draw < 0.9:
        parts = [deal(said.bad_openers), cause, deal(said.bad_closers)]
    elif draw < 0.96:
        parts = [deal(said.bad_openers), cause, deal(said.bad_aspects["service"]), deal(said.bad_closers)]
    else:
        parts = [cause, deal(said.threats)]
    return _written(house, parts, woman=woman, content=False)


def half_and_half(house: House, good: str, wrong: str, *, woman: bool) -> str:
    """A text of one who likes the product and not the rest."""
    said, deal = house.plan.language.judged, house.deck.deal
    liked = deal(said.goods[good]) if wrong not in {"goods", "batch"} else deal(said.aspects["delivery"])
    return _written(house, [liked, deal(said.mixed), _cause(house, good, wrong)], woman=woman, content=False)


def _cause(house: House, good: str, wrong: str) -> str:
    said, deal = house.plan.language.judged, house.deck.deal
    if wrong == "batch":
        return deal(said.batch)
    if wrong == "crisis":
        return deal(said.crisis)
    return deal(said.bad_goods[good] if wrong == "goods" else said.bad_aspects[wrong])


def _written(house: House, parts: list[str], *, woman: bool, content: bool) -> str:
    language = house.plan.language
    text = language.joint.join(formed(part, woman=woman) for part in dict.fromkeys(parts))
    return in_own_hand(text, language, house.rng, content=content) if text else ""
