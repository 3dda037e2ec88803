"""Chats, product questions and what buyers thought of the talk."""

from datetime import datetime, timedelta

from sellerdesk.demo.goods import BY_KEY, GOODS, photo
from sellerdesk.demo.grammar import formed
from sellerdesk.demo.house import HOURS, Buyer, House, Trade
from sellerdesk.demo.plans import DAYS
from sellerdesk.demo.trading import product_id
from sellerdesk.demo.words.forms import Talk


TALKS_A_YEAR = 100
QUESTIONS_A_YEAR = 56
LONG_TALKS = 30
"""Talks of one buyer in one conversation."""
OPENS, CLOSES = 9, 22
"""The shop's hours; what is written at night is answered in the morning."""


def talk_a_year(house: House) -> None:
    """Conversations before and after orders, and those of the last hours that nobody has answered."""
    for _ in range(TALKS_A_YEAR):
        topic = house.rng.choices(("before", "praise", "night", "threat"), (10, 2, 3, 1))[0]
        at = _some_moment(house, at_night=topic == "night")
        _talk(house, house.deck.deal(house.plan.language.talked.talks[topic]), at, house.buyer(), None)
    for trade in house.trades:
        if trade.wrong in {"crisis", "delivery"} and trade.shipped_at and house.chance(0.5):
            _talk_about(house, trade, "late", house.after(trade.shipped_at, 90, 200))
        elif trade.wrong in {"goods", "batch"} and trade.delivered_at and house.chance(0.5):
            _talk_about(house, trade, "defect", house.after(trade.delivered_at, 1, 60))
    _talk_for_long(house)
    _leave_waiting(house)


def _talk_for_long(house: House) -> None:
    """A regular who has written about one thing after another for two months, always in the same conversation."""
    conversation, buyer = house.number("C"), house.buyer()
    for n in range(LONG_TALKS):
        talk = house.deck.deal(house.plan.language.talked.talks["before" if n % 3 else "praise"])
        at = house.by_day(house.after(house.until - timedelta(days=2 + 2 * (LONG_TALKS - n)), 0, 20), opens=OPENS, closes=CLOSES)
        _talk(house, talk, at, buyer, None, conversation)


def _leave_waiting(house: House) -> None:
    """What nobody has answered yet: due within the hour, overdue for a while, and some since yesterday; before and after the sale."""
    talks = house.plan.language.talked.talks
    for n, talk in enumerate(talks["waiting"]):
        trade = _recent_trade(house, talk) if n else None
        _talk(house, talk, house.until - timedelta(minutes=9 + 23 * n), trade.buyer if trade else house.buyer(), trade, ends=False)
    for topic, minutes in (("defect", 96), ("before", 250), ("late", 1_560)):
        talk = house.deck.deal(talks[topic])
        question = talk[: 2 if talk[0][0] == "g" else 1]
        trade = _recent_trade(house, talk) if topic != "before" else None
        at, buyer = house.until - timedelta(minutes=minutes), trade.buyer if trade else house.buyer()
        _talk(house, question, at, buyer, trade, ends=False)


def _recent_trade(house: House, talk: Talk) -> Trade | None:
    """The latest order that was on its way by yesterday and that such a talk may be about."""
    fits = talk[0][1].split() if talk[0][0] == "g" else ()
    sent = [trade for trade in house.trades if trade.shipped_at and trade.shipped_at < house.until - timedelta(days=2)]
    return next((trade for trade in reversed(sent) if not fits or trade.lines[0].good.key in fits), None)


def ask_a_year(house: House) -> None:
    """Public questions, nearly all answered within hours; two of this morning are not."""
    asked = house.plan.language.talked.questions
    for n in range(QUESTIONS_A_YEAR):
        good = GOODS[house.rng.randrange(len(GOODS))]
        question, answer = house.rng.choice(asked[good.key])
        buyer, own_id = house.buyer(), house.number("Q")
        open_still = n >= QUESTIONS_A_YEAR - 2
        at = house.until - timedelta(minutes=35 + 50 * (QUESTIONS_A_YEAR - n)) if open_still else _some_moment(house, at_night=False)
        house.tell("question", own_id, at, product=product_id(house, good.key), buyer={"id": buyer.id, "name": buyer.name}, text=question)
        answered = house.known(house.after(at, 0.2, 9))
        if answered is not None and not open_still:
            house.tell("question_answer", house.number("W"), answered, question=own_id, text=answer)


def _some_moment(house: House, *, at_night: bool) -> datetime:
    """A moment of the year, but none of the last two days: those are told by name."""
    day = house.until - timedelta(days=house.rng.randrange(2, DAYS))
    hour = house.rng.choice((0, 1, 2, 3, 4)) if at_night else house.rng.choices(range(24), HOURS)[0]
    return day.replace(hour=hour, minute=house.rng.randrange(60), second=house.rng.randrange(60))


def _talk_about(house: House, trade: Trade, topic: str, at: datetime) -> None:
    at = house.by_day(at)
    if not house.known(at + timedelta(hours=30)):
        return
    key = trade.lines[0].good.key
    pool = tuple(talk for talk in house.plan.language.talked.talks[topic] if talk[0][0] != "g" or key in talk[0][1].split())
    _talk(house, house.rng.choice(pool), at, trade.buyer, trade)


def _talk(house: House, talk: Talk, at: datetime, buyer: Buyer, trade: Trade | None, conversation: str = "", *, ends: bool = True) -> None:
    """Tell a talk line by line. One that `ends` has the last word from the shop, as those have who want no conversation to wait."""
    conversation = conversation or house.number("C")
    fits = talk[0][1].split() if talk[0][0] == "g" else ()
    good = trade.lines[0].good if trade else BY_KEY[house.rng.choice(fits)] if fits else house.rng.choice(GOODS)
    talk = talk[1:] if fits else talk
    if ends and talk[-1][0] == "b":
        talk = (*talk, ("s", house.deck.deal(house.plan.language.talked.closing)))
    title = good.titles[house.plan.language.code]
    for n, (who, line) in enumerate(talk):
        if n:
            at = house.after(at, 0.02, 0.7) if who == "s" else house.after(at, 0.01, 0.3)
            at = house.by_day(at, opens=OPENS, closes=CLOSES) if who == "s" else at
        if at > house.until:
            return
        text = formed(line.replace("{product}", title), woman=buyer.woman)
        house.tell(
            "message", house.number("N"), at, conversation=conversation, sender="buyer" if who == "b" else "seller",
            buyer={"id": buyer.id, "name": buyer.name}, order=trade.id if trade else None, product=product_id(house, good.key), text=text,
            attachments=_photo(good.key, trade.wrong if trade else "") if who == "b" and _shows(talk, n, trade) else None,
        )  # fmt: skip
    done = house.known(house.after(at, 0.05, 2))
    if len(talk) > 1 and done is not None and house.chance(0.45):
        house.tell(
            "satisfaction",
            house.number("K"),
            done,
            conversation=conversation,
            score=house.rng.choices((5, 4, 3, 2, 1), (70, 16, 6, 3, 5))[0],
        )


def _shows(talk: Talk, n: int, trade: Trade | None) -> bool:
    """Whether a photo goes with the line: with the third of a talk about a defect, and with a question that stands alone."""
    if trade is None:
        return False
    return (trade.wrong in {"goods", "batch"} and n == 2) or len(talk) == 1


def _photo(good: str, wrong: str) -> list[dict[str, str]]:
    return [{"name": "photo.svg", "url": photo(good, wrong, flagged=True), "content_type": "image/svg+xml"}]
