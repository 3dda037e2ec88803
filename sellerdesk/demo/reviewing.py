"""Reviews and what comes after them: answers, changes, deletions, follow-ups, and the shop's own reviews of buyers."""

from datetime import datetime, timedelta
from typing import Any

from sellerdesk.demo import writing
from sellerdesk.demo.goods import GOODS, Good, photo, picture
from sellerdesk.demo.grammar import addressed, formed
from sellerdesk.demo.house import House, Line, Review, Trade
from sellerdesk.demo.trading import product_id


REVIEWED = 0.54
PHOTOGRAPHED = {"batch": 0.75, "goods": 0.5, "described": 0.5}
ASPECT_OF = {"batch": "goods", "crisis": "delivery"}


def review_a_year(house: House) -> None:
    """Every review of the year but those that are still open, each with its end."""
    for trade in house.trades:
        if trade.completed_at is None:
            continue
        likely = 0.85 if trade.wrong == "batch" else 0.74 if trade.wrong else REVIEWED
        for line in trade.lines if house.chance(likely) else ():
            # A few write at night.
            written = house.after(trade.completed_at, 0.3, 70)
            at = house.known(written if house.chance(0.15) else house.by_day(written))
            if at is not None:
                wrong = trade.wrong if line is trade.lines[0] else ""
                _follow(house, trade, _review(house, trade, line, at, wrong))
        _of_the_buyer(house, trade)


def leave_open(house: House) -> None:
    """The reviews of the last days that still wait for the shop, due when the plan says."""
    for n, minutes in enumerate(house.plan.open_due):
        at = house.until + timedelta(minutes=minutes) - house.plan.reply_target
        trade = next((trade for trade in reversed(house.trades) if _fits(trade, at)), None)
        if trade is None:
            # A parcel that came late, of an order that is long over: it is reviewed without it.
            _loose(house, at, GOODS[n % len(GOODS)])
            continue
        wrong = trade.wrong or house.rng.choice(("goods", "described", "delivery", "packing", "goods"))
        _review(house, trade, trade.lines[0], at, wrong, flagged=True)


def _fits(trade: Trade, at: datetime) -> bool:
    return trade.completed_at is not None and not trade.reviews and timedelta(0) < at - trade.completed_at < timedelta(days=12)


def _loose(house: House, at: datetime, good: Good) -> None:
    buyer = house.buyer()
    house.tell(
        "review", house.number("R"), at, product=product_id(house, good.key), buyer={"id": buyer.id, "name": buyer.name},
        **_opinion(house, good.key, "goods", woman=buyer.woman, flagged=True),
    )  # fmt: skip


def _review(house: House, trade: Trade, line: Line, at: datetime, wrong: str, *, flagged: bool | None = None) -> Review:
    if flagged is None:
        flagged = bool(wrong) and (wrong in {"goods", "batch"} or house.chance(0.72))
    review = Review(id=house.number("R"), at=at, good=line.good, wrong=wrong, flagged=flagged, anonymous=house.chance(0.12))
    trade.reviews.append(review)
    told = house.tell(
        "review", review.id, at, order=trade.id, line=line.id if len(trade.lines) > 1 else None,
        anonymous=review.anonymous or None, **_opinion(house, line.good.key, wrong, woman=trade.buyer.woman, flagged=flagged),
    )  # fmt: skip
    review.doubted = not flagged and house.doubted(told)
    return review


def _opinion(house: House, good: str, wrong: str, *, woman: bool, flagged: bool) -> dict[str, Any]:
    """Verdict or stars, text, and what else this marketplace asks for."""
    language = house.plan.language
    if flagged:
        stars = house.rng.choices((1, 2, 3), (5, 4, 3) if wrong in {"goods", "batch", "service"} else (2, 3, 5))[0]
        text = writing.half_and_half(house, good, wrong, woman=woman) if stars == 3 else writing.blame(house, good, wrong, woman=woman)
    else:
        stars = 4 if wrong or house.chance(0.1) else 5
        text = writing.half_and_half(house, good, wrong, woman=woman) if wrong else writing.praise(house, good, woman=woman)
    told: dict[str, Any] = {"text": text or None}
    told |= {"verdict": "bad" if stars < 3 else "neutral" if flagged else "good"} if house.plan.rules == "taobao" else {"stars": stars}
    if text and house.chance(PHOTOGRAPHED.get(wrong, 0.1)):
        told["photos"] = [photo(good, wrong, flagged=flagged)]
    if language.judged.titles and text and house.chance(0.5):
        told["title"] = house.deck.deal(language.judged.bad_titles if flagged else language.judged.titles)
    if house.plan.rules == "wildberries" and text and house.chance(0.3):
        told |= _pros_and_cons(house, good, wrong, woman=woman)
    return told


def _pros_and_cons(house: House, good: str, wrong: str, *, woman: bool) -> dict[str, str]:
    said, deal = house.plan.language.judged, house.deck.deal
    if not wrong:
        return {"pros": formed(deal(said.goods[good]), woman=woman)}
    cons = said.batch if wrong == "batch" else said.bad_aspects["delivery"] if wrong == "crisis" else None
    return {"cons": formed(deal(cons or (said.bad_goods[good] if wrong == "goods" else said.bad_aspects[wrong])), woman=woman)}


def _follow(house: House, trade: Trade, review: Review) -> None:
    """What became of a review: nothing that is flagged stays open."""
    if review.flagged:
        _end(house, trade, review)
    elif house.chance(house.plan.answers) or review.doubted:
        _reply(house, trade, review, hours=30)
    if not review.over and house.chance(0.5 if review.wrong == "batch" and review.flagged else 0.14):
        _follow_up(house, trade, review)


def _end(house: House, trade: Trade, review: Review) -> None:
    draw = house.rng.random()
    if draw < 0.9 or review.wrong == "batch":
        _reply(house, trade, review, hours=house.plan.reply_target.total_seconds() / 3600 * 0.8)
    later = house.known(house.by_day(house.after(review.at, 48, 480)))
    if later is None or review.wrong == "batch":
        if review.replied_at is None:
            _reply(house, trade, review, hours=house.plan.reply_target.total_seconds() / 3600)
        return
    if 0.78 < draw < 0.93:
        text = formed(house.deck.deal(house.plan.language.answered.changed), woman=trade.buyer.woman)
        house.tell("review_change", review.id, later, verdict="good", text=text)
        review.over = True
    elif draw >= 0.93:
        house.tell("review_delete", review.id, later, by="platform" if draw > 0.985 else "author")
        review.over = True
    elif review.replied_at is None:
        _reply(house, trade, review, hours=20)


def _reply(house: House, trade: Trade, review: Review, *, hours: float) -> None:
    """The shop's answer; an answer to a review of this morning has been given by now."""
    at = house.by_day(house.after(review.at, 0.2, max(hours, 0.4)))
    if at > house.until:
        at = review.at + (house.until - review.at) * house.rng.uniform(0.2, 0.8)
    answered, name = house.plan.language.answered, "" if review.anonymous else trade.buyer.first
    if review.flagged:
        body = (answered.bad[ASPECT_OF.get(review.wrong, review.wrong) or "goods"], answered.bad_ends)
        parts = [addressed(answered.sorry, name, house.deck), *(house.deck.deal(pool) for pool in body)]
    else:
        parts = [addressed(answered.good, name, house.deck), house.deck.deal(answered.good_ends)]
    house.tell("reply", house.number("A"), at, review=review.id, text=house.plan.language.joint.join(parts))
    review.replied_at = at


def _follow_up(house: House, trade: Trade, review: Review) -> None:
    said, answered = house.plan.language.judged, house.plan.language.answered
    # The content say how many months it has served; the others have waited for some weeks.
    at = house.known(house.by_day(house.after(review.replied_at or review.at, *((340, 900) if review.flagged else (2200, 3400)))))
    if at is None:
        return
    pool = answered.follow_good if not review.flagged else said.batch_follow_ups if review.wrong == "batch" else answered.follow_bad
    own_id = house.number("F")
    photos = [picture("leak-2")] if review.wrong == "batch" and house.chance(0.4) else None
    text = formed(house.deck.deal(pool), woman=trade.buyer.woman)
    told = house.tell("follow_up", own_id, at, review=review.id, text=text, photos=photos)
    answer = house.known(house.by_day(house.after(at, 1, 40)))
    if answer is None and house.doubted(told):
        # Of the last hours, and it would wait beside the work that the plan promises: it is not written yet.
        house.records.pop()
        return
    if answer is not None and (review.flagged or house.chance(0.5) or house.doubted(told)):
        pool = answered.to_bad_follow_up if review.flagged else answered.to_good_follow_up
        text = addressed(pool, "" if review.anonymous else trade.buyer.first, house.deck)
        house.tell("reply", house.number("A"), answer, review=review.id, follow_up=own_id, text=text)


def _of_the_buyer(house: House, trade: Trade) -> None:
    assert trade.completed_at is not None
    at = house.known(house.by_day(house.after(trade.completed_at, 2, 60)))
    if at is None or not house.chance(house.plan.seller_reviews):
        return
    answered = house.plan.language.answered
    spoilt = bool(trade.wrong) and house.chance(0.04)
    text = house.deck.deal(answered.of_bad_buyers if spoilt else answered.of_buyers)
    for line in trade.lines:
        house.tell(
            "review", house.number("V"), at, author="seller", order=trade.id, line=line.id if len(trade.lines) > 1 else None,
            verdict="bad" if spoilt else "good", text=text,
        )  # fmt: skip
    trade.seller_at = at
