"""What the three shops sell."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, eq=False)
class Good:
    """One product in all three shops. `popular` is its share of the orders."""

    key: str
    article: str
    titles: Mapping[str, str]
    prices: Mapping[str, Decimal]
    popular: float


def _prices(rub: int, cny: int, gbp: str) -> dict[str, Decimal]:
    return {"RUB": Decimal(rub), "CNY": Decimal(cny), "GBP": Decimal(gbp)}


GOODS = (
    Good(
        "grinder",
        "MK-25",
        {"ru": "Кофемолка ручная «Мока»", "zh": "摩卡手摇磨豆机", "en": "Moka hand grinder"},
        _prices(2490, 168, "29.00"),
        1.3,
    ),
    Good(
        "doll",
        "VR-38",
        {"ru": "Кукла льняная «Варя», 38 см", "zh": "瓦莉娅亚麻娃娃 38厘米", "en": "Linen doll Varya"},
        _prices(1890, 129, "24.00"),
        1.0,
    ),
    Good(
        "brush",
        "S2-W",
        {"ru": "Зубная щётка звуковая S2", "zh": "S2 声波电动牙刷", "en": "Sonic toothbrush S2"},
        _prices(3290, 199, "39.00"),
        1.1,
    ),
    Good(
        "thermos",
        "TH-075",
        {"ru": "Термос стальной 0,75 л", "zh": "不锈钢保温杯 0.75升", "en": "Steel thermos 0.75 l"},
        _prices(1590, 109, "22.50"),
        1.4,
    ),
    Good(
        "throw",
        "MR-130",
        {"ru": "Плед мериносовый 130×180", "zh": "美丽诺羊毛毯 130×180", "en": "Merino throw"},
        _prices(5490, 368, "69.00"),
        0.7,
    ),
    Good(
        "mug",
        "KR-38",
        {"ru": "Кружка керамическая 380 мл", "zh": "粗陶马克杯 380毫升", "en": "Stoneware mug"},
        _prices(790, 49, "12.00"),
        1.5,
    ),
    Good(
        "lamp", "DN-27", {"ru": "Лампа настольная «Дюна»", "zh": "沙丘实木台灯", "en": "Desk lamp Dune"}, _prices(3990, 259, "45.00"), 0.9
    ),
    Good(
        "board",
        "DB-45",
        {"ru": "Доска разделочная дубовая", "zh": "橡木砧板", "en": "Oak chopping board"},
        _prices(2190, 149, "27.50"),
        0.9,
    ),
)
BY_KEY = {good.key: good for good in GOODS}
CATEGORIES = {"ru": "Дом и кухня", "zh": "家居日用", "en": "Home and kitchen"}


def picture(key: str) -> str:
    """Where the product's drawing lies."""
    return f"/static/demo/{key}.svg"


def photo(key: str, wrong: str, *, flagged: bool) -> str:
    """Where the drawing lies that stands for a buyer's photo."""
    name = {"batch": "leak-1", "packing": "parcel", "delivery": "parcel", "crisis": "parcel"}.get(wrong)
    return picture(name or f"{key}-{'flaw' if flagged else 'home'}")
