"""Orders of a year: how many on which day, how each of them went, and what went wrong with it."""

from datetime import date, datetime, time, timedelta

from sellerdesk.demo.goods import BY_KEY, CATEGORIES, GOODS, picture
from sellerdesk.demo.house import HOURS, House, Line, Trade
from sellerdesk.demo.plans import DAYS


WRONG = (("goods", 0.034), ("delivery", 0.026), ("packing", 0.014), ("service", 0.012), ("described", 0.018))
"""How often what goes wrong, in an ordinary week."""
EAST = ("浙江杭州", "上海", "江苏苏州", "福建厦门")
"""Where the courier of the crisis has its worst depot."""


def tell_products(house: House) -> None:
    """The listings, a little older than the year."""
    first = house.until - timedelta(days=DAYS + 20)
    for n, good in enumerate(GOODS):
        price = good.prices[house.plan.currency]
        house.tell(
            "product", product_id(house, good.key), first + timedelta(hours=5 * n),
            title=good.titles[house.plan.language.code], article=good.article, category=CATEGORIES[house.plan.language.code],
            image=picture(good.key), price=house.money(price), cost=house.money(price * 42 / 100),
        )  # fmt: skip


def product_id(house: House, key: str) -> str:
    """The outside id of a product in this shop."""
    return f"{house.plan.language.code.upper()}{BY_KEY[key].article}"


def trade_a_year(house: House) -> None:
    """Make every order of the year and tell it as it stands at the end."""
    last = house.until.date()
    for age in range(DAYS - 1, -1, -1):
        day = last - timedelta(days=age)
        for at in sorted(_moments(house, day)):
            house.trades.append(_trade(house, at, age))
    for trade in house.trades:
        _tell(house, trade)


def busy(house: House, day: date) -> float:
    """How many times as many orders as on a quiet weekday."""
    factor = 1.3 if day.weekday() >= 5 else 1.0
    for month, first, days, times in house.plan.peaks:
        begins = date(day.year, month, first)
        if begins <= day < begins + timedelta(days=days):
            factor *= times
    return factor


def _moments(house: House, day: date) -> list[datetime]:
    wanted = house.plan.orders_a_day * busy(house, day) * house.rng.uniform(0.6, 1.4)
    number = int(wanted) + house.chance(wanted % 1)
    hours = house.rng.choices(range(24), HOURS, k=number)
    moments = [datetime.combine(day, time(hour, house.rng.randrange(60), house.rng.randrange(60)), house.plan.zone) for hour in hours]
    return [at for at in moments if at <= house.until]


def _trade(house: House, at: datetime, age: int) -> Trade:
    plan, people = house.plan, house.plan.language.people
    trade = Trade(
        id=house.number("T"), at=at, buyer=house.buyer(at), lines=_lines(house, age), region=house.rng.choice(people.regions),
        courier=house.rng.choices(people.couriers, (5, 3, 2))[0], wrong="",
    )  # fmt: skip
    trade.wrong = _wrong(house, trade, age)
    if house.chance(0.025):
        trade.status = "cancelled"
        return trade
    trade.shipped_at = house.known(house.after(at, 5, 30))
    slow = {"crisis": (150, 330), "delivery": (190, 420)}.get(trade.wrong, (30, 120))
    arrived = house.by_day(house.after(trade.shipped_at or house.until, *slow), closes=21)
    if house.chance(_left_behind(house, trade, age)):
        trade.status = "refused" if house.known(arrived) else "shipped"
        trade.delivered_at = house.known(arrived)
        return trade
    trade.delivered_at = house.known(arrived)
    taken = house.by_day(house.after(arrived, 1, 60 if plan.rules == "taobao" else 20), closes=22)
    trade.completed_at = house.known(taken) if trade.delivered_at else None
    trade.status = "completed" if trade.completed_at else "delivered" if trade.delivered_at else "shipped" if trade.shipped_at else "placed"
    return trade


def _left_behind(house: House, trade: Trade, age: int) -> float:
    disliked = trade.lines[0].good.key == house.plan.disliked
    return 0.42 if disliked and age <= 20 else 0.1 if disliked else 0.03


def _lines(house: House, age: int) -> list[Line]:
    weights = [good.popular * (2.6 if good.key == "thermos" and _within(house.plan.batch, age) else 1) for good in GOODS]
    number = 2 if house.chance(0.13) else 1
    picked = dict.fromkeys(house.rng.choices(GOODS, weights, k=number))
    return [Line(id=str(n), good=good, quantity=2 if house.chance(0.08) else 1) for n, good in enumerate(picked, start=1)]


def _wrong(house: House, trade: Trade, age: int) -> str:
    if _within(house.plan.batch, age) and trade.lines[0].good.key == "thermos" and house.chance(0.75):
        return "batch"
    if _within(house.plan.crisis, age) and house.chance(0.62 if trade.region in EAST else 0.2):
        return "crisis"
    draw = house.rng.random()
    for aspect, share in WRONG:
        if draw < share:
            return aspect
        draw -= share
    return ""


def _within(ages: tuple[int, int] | None, age: int) -> bool:
    return ages is not None and ages[0] >= age >= ages[1]


def _tell(house: House, trade: Trade) -> None:
    """Most orders are told once, as they stand; some were told when they were placed, too."""
    language = house.plan.language
    fields = {
        "buyer": {"id": trade.buyer.id, "name": trade.buyer.name},
        "lines": [
            {
                "id": line.id,
                "product": product_id(house, line.good.key),
                "quantity": line.quantity,
                "price": house.money(line.good.prices[house.plan.currency]),
            }
            for line in trade.lines
        ],
        "region": trade.region,
        "warehouse": house.rng.choice(language.people.warehouses),
        "ship_by": house.spelt(trade.at + timedelta(hours=48)),
    }
    if house.chance(0.06):
        fields["note"] = house.deck.deal(language.talked.notes)
    if house.chance(0.05):
        house.tell("order", trade.id, trade.at, **fields, status="placed")
    moments = {name: getattr(trade, name) for name in ("shipped_at", "delivered_at", "completed_at")}
    last = max((at for at in moments.values() if at), default=trade.at)
    if trade.shipped_at:
        fields |= {"courier": trade.courier, "tracking": f"{house.rng.randrange(10**11, 10**12)}"}
        fields["shipping_cost"] = house.money(house.rng.randrange(300, 900) * trade.lines[0].good.prices[house.plan.currency] / 10000)
    fields |= {name: house.spelt(at) for name, at in moments.items() if at}
    house.tell("order", trade.id, trade.at, **fields, status=trade.status, updated_at=house.spelt(last + timedelta(seconds=1)))
