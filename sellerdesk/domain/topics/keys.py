"""The topics, in the order in which they are shown. Their keys are in the database and the addresses: they are only ever added."""

from typing import Final


SIZE: Final = "size"
QUALITY: Final = "quality"
NOT_DESCRIBED: Final = "not_described"
DAMAGED: Final = "damaged"
WRONG_ITEM: Final = "wrong_item"
MISSING: Final = "missing"
PACKAGING: Final = "packaging"
DELIVERY: Final = "delivery"
SERVICE: Final = "service"
PRICE: Final = "price"
COLOUR: Final = "colour"
SMELL: Final = "smell"
TASTE: Final = "taste"
SPOILED: Final = "spoiled"
FAKE: Final = "fake"

TOPICS: Final[tuple[str, ...]] = (
    SIZE, QUALITY, NOT_DESCRIBED, DAMAGED, WRONG_ITEM, MISSING, PACKAGING, DELIVERY, SERVICE, PRICE, COLOUR, SMELL, TASTE, SPOILED, FAKE,
)  # fmt: skip
