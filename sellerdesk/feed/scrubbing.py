"""A record without anybody's words: what is kept of one whose buyer was erased. Everything that figures are made of stays. Pure."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sellerdesk.feed.schema import TYPES


ERASED: Final = "[erased]"
"""Stands where words stood, in every language: that there were some is a fact that rules and figures know."""
MARK: Final = "erased"
"""A field that no record type has: whether a kept record was scrubbed."""
WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "order": ("note", "tracking"),
    "review": ("title", "text", "pros", "cons"),
    "review_change": ("text",),
    "follow_up": ("text",),
    "reply": ("text",),
    "trade_void": ("reason",),
    "question": ("text",),
    "question_answer": ("text",),
    "message": ("text",),
    "message_change": ("text",),
    "claim_step": ("tracking", "text"),
}
"""By record type: fields whose words are replaced."""
PICTURES: Final[Mapping[str, tuple[str, ...]]] = {
    "review": ("photos",),
    "follow_up": ("photos",),
    "message": ("attachments",),
    "claim": ("photos", "video"),
}
"""Fields that lead to pictures and files: they are emptied."""
PARENTS: Final[Mapping[str, tuple[str, str]]] = {
    "review_change": ("review", "id"),
    "review_delete": ("review", "id"),
    "follow_up": ("review", "review"),
    "reply": ("review", "review"),
    "question_answer": ("question", "question"),
    "message_change": ("message", "message"),
    "claim_step": ("claim", "claim"),
}
"""By record type: the type of what it is about, and its field that says which."""
_HEAD = ("type", "id", "at")
Value = dict[str, Any]
_before: dict[str, Callable[[Value], Value]] = {}


def before(kind: str, derive: Callable[[Value], Value]) -> None:
    """Tell how a record of this type keeps what a room reads from its words (a reason, say), once these are gone."""
    if _before.setdefault(kind, derive) is not derive:
        raise ValueError(f"Records of the type {kind} are derived already.")


def words(text: str | None) -> str | None:
    """What stands in place of a text: nothing stays nothing."""
    return ERASED if text else text


def scrub(kind: str, value: Value, mask: Callable[[str], str]) -> Value:
    """The fields of a record (of the feed or as read) without words, names and pictures; `mask` gives what stands for a buyer's id.

    Fields that we do not know are left out: they may say anything.
    """
    known = TYPES[kind].fields
    kept = {name: one for name, one in value.items() if name in known or name in _HEAD or name == MARK}
    kept = _before[kind](kept) if kind in _before else kept
    for name in WORDS.get(kind, ()):
        if name in kept:
            kept[name] = words(kept[name])
    for name in PICTURES.get(kind, ()):
        if name in kept:
            kept[name] = [] if isinstance(kept[name], list) else None
    if kind == "message" and not kept.get("text"):
        # It brought files alone: a message says something.
        kept["text"] = ERASED
    if isinstance(buyer := kept.get("buyer"), dict):
        kept["buyer"] = {"id": mask(buyer["id"])}
    if isinstance(reason := kept.get("reason"), dict):
        kept["reason"] = {**reason, "text": words(reason.get("text"))}
    return kept


def names(kind: str, value: Value) -> str | None:
    """The outside id of the buyer that a record names, if it names one."""
    buyer = value.get("buyer") if kind in TYPES else None
    return buyer.get("id") if isinstance(buyer, dict) else None
