"""Why goods come back or are not taken: one taxonomy for all marketplaces, with whose fault it is and whether it speaks of quality.

The first reason of a claim is kept beside the later one (AS-12), so both are codes of this list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


Fault = Literal["buyer", "seller", "carrier", "none"]
Phase = Literal["not_received", "received", "any"]


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason: when it can be given, whose fault it is taken for, and whether it speaks of the goods' quality."""

    code: str
    phase: Phase
    fault: Fault
    quality: bool = False


_ALL = (
    Reason("not_delivered", "not_received", "carrier"),
    Reason("late", "not_received", "carrier"),
    Reason("not_shipped_as_agreed", "not_received", "seller"),
    Reason("empty_parcel", "received", "carrier"),
    Reason("missing_part", "received", "seller"),
    Reason("wrong_item", "received", "seller"),
    Reason("damaged", "received", "carrier"),
    Reason("defective", "received", "seller", quality=True),
    Reason("fake", "received", "seller", quality=True),
    Reason("used", "received", "seller", quality=True),
    Reason("not_as_described", "received", "seller", quality=True),
    Reason("colour", "received", "seller", quality=True),
    Reason("too_small", "received", "none"),
    Reason("too_large", "received", "none"),
    Reason("disliked", "received", "none"),
    Reason("changed_mind", "any", "buyer"),
    Reason("bought_by_mistake", "any", "buyer"),
    Reason("cheaper_elsewhere", "any", "buyer"),
    Reason("no_reason", "received", "none"),
    Reason("repair", "received", "none", quality=True),
    Reason("postage", "received", "none"),
    Reason("invoice", "any", "seller"),
    Reason("not_collected", "not_received", "buyer"),
    Reason("other", "any", "none"),
)
REASONS: Mapping[str, Reason] = {reason.code: reason for reason in _ALL}
"""By code, in the order in which lists show them. `other` is what is none of these; an empty code, that nobody has said."""
OTHER = "other"

_TOLD = {
    # Yandex Market: reasons and their finer ones.
    "not_delivered": "PARCEL_MISSING LOST NOT_RECEIVED NOT_DELIVERED",
    "late": "DELIVERY_FAIL TOO_LONG TOOK_TOO_LONG LATE",
    "empty_parcel": "EMPTY_PARCEL",
    "missing_part": "INCOMPLETE INCOMPLETENESS WRONG_AMOUNT SHORT_SHIPPED MISSING_PARTS",
    "wrong_item": "WRONG_ITEM WRONG_ORDER WRONG_PRODUCT CONTENT_FAIL",
    "damaged": "DAMAGE_DELIVERY DELIVERY_DAMAGED BAD_PACKAGE DAMAGED",
    "defective": "BAD_QUALITY DEFECTIVE BROKEN NOT_WORKING QUALITY",
    "used": "WAS_USED USED WRAPPING",
    "not_as_described": "NOT_AS_DESCRIBED",
    "colour": "COLOR WRONG_COLOR COLOUR",
    "too_small": "SIZE_TOO_SMALL smaller",
    "too_large": "SIZE_TOO_LARGE bigger",
    "disliked": "DOES_NOT_FIT DID_NOT_LIKE STYLE UNWANTED DISLIKED",
    "changed_mind": "CHANGED_MIND USER_CHANGED_MIND app",
    "bought_by_mistake": "ORDERED_BY_MISTAKE BOUGHT_BY_MISTAKE",
    "no_reason": "SEVEN_DAYS_WITHOUT_REASON receipt",
    "not_collected": "expire NOT_COLLECTED",
    "other": "OTHER OTHER_REASON UNKNOWN LOYALTY_FAIL",
}
# Marketplaces that tell their reasons in Chinese words (Taobao) give these.
_WORDED = {
    "退运费": "postage", "收到商品破损": "damaged", "商品错发/漏发": "wrong_item", "商品需要维修": "repair", "发票问题": "invoice",
    "收到商品与描述不符": "not_as_described", "商品质量问题": "defective", "未按约定时间发货": "not_shipped_as_agreed",
    "七天无理由退换货": "no_reason", "空包裹": "empty_parcel", "未收到货": "not_delivered", "多拍/拍错/不想要": "changed_mind",
    "假冒品牌": "fake", "其他": "other",
}  # fmt: skip
MAPPED: Mapping[str, str] = {code.casefold(): ours for ours, codes in _TOLD.items() for code in codes.split()} | _WORDED
"""A marketplace's code, folded -> ours."""


def of_code(told: str) -> str:
    """Our code for a marketplace's, whatever its case; empty where it is none that we know. Our own codes are themselves."""
    folded = told.strip().casefold()
    return folded if folded in REASONS else MAPPED.get(folded, "")
