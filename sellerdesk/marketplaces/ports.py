"""What a marketplace can do for us, and the words in which it is asked. Every connection is one of these ports.

All of it happens outside transactions. What goes wrong is a `Transient` (try again), a `Permanent` (never works, with a
reason for a person), or an `Unknown`: it may have arrived, so it is looked up before anything is repeated. `sellerdesk.errors` has
finer kinds of both. Whatever else a port raises while it sends counts as `Unknown`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from sellerdesk.errors import MarketplaceError


class Unknown(MarketplaceError):
    """Nobody knows whether it arrived: the answer was lost after the question left."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes out: its name, its checked content type, its bytes."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageOut:
    """A chat message to send. `key` is its own for ever: a marketplace that knows keys takes the second one for the first."""

    conversation: str
    text: str
    key: str
    files: Sequence[File] = ()
    written_at: datetime
    tried_at: datetime | None = None
    """When it was first tried; filled in when it is asked after. The same words that arrived before it were another message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOut:
    """A public answer to a review, a follow-up or a question. `about` is "review", "follow_up" or "question"."""

    about: str
    subject: str
    text: str
    key: str
    written_at: datetime
    review: str = ""
    """Of a follow-up: the review that it belongs to."""
    edits: bool = False
    """Whether it takes the place of the answer that is there."""
    rejects: str = ""
    """Of a question: why it is turned down in place of an answer ("off_topic", "abuse", "private_data", "advertising", "other").

    `text` then says so to the marketplace, and no buyer sees it.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionOut:
    """What was decided about a claim: one of its legal actions, with what that action needs.

    `step` says what it does, in the words of the feed's `claim_step`; empty where it asks for something and changes nothing.
    `comes_back`: whether the buyer is to send the goods back; `product` is the article that is sent instead.
    """

    claim: str
    action: str
    step: str = ""
    key: str
    text: str = ""
    amount_minor: int | None = None
    currency: str = ""
    comes_back: bool = False
    product: str = ""
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealOut:
    """An appeal against a review (`subject`): why it breaks the marketplace's rules, and the evidence, in `text`.

    `reason` is "off_topic", "threat", "competitor", "abuse", "spam" or "other"; `detail` says it closer, where that was said.
    """

    subject: str
    reason: str
    detail: str
    text: str
    key: str
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingOut:
    """The shop's review of a buyer, of one line of an order. `verdict` is "good", "neutral" or "bad"; `text` of a good one may be empty."""

    order: str
    line: str
    verdict: str
    text: str
    key: str
    written_at: datetime


Parcel = MessageOut | AnswerOut | DecisionOut | AppealOut | RatingOut
Fate = Literal["sent", "moderated"]
Ruling = Literal["", "granted", "refused"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the marketplace said of a parcel: shown to the buyer, or taken and looked at by a moderator first."""

    fate: Fate
    outside_id: str = ""
    at: datetime | None = None
    failed_files: Sequence[str] = ()
    """Names of files that did not go out though the text did."""
    ruling: Ruling = ""
    """Of an appeal: how it was decided. Empty while nobody has said; a refused appeal did arrive, so it is no `Refused`."""
    said: str = ""
    """What the marketplace said to it, in its own words."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A page of feed records, as they would stand in a file, and the cursor to ask after next."""

    records: Sequence[dict[str, Any]]
    cursor: str
    more: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that a buyer sent."""

    content: bytes
    content_type: str = field(default="application/octet-stream")


class Port(Protocol):
    """One shop's connection to its marketplace."""

    by_hand: bool
    """Whether a person carries everything over: then `send` is never called, and the page shows text, Copy and "Done there"."""

    def read(self, cursor: str, /) -> Facts:
        """What happened since; an empty cursor begins at the beginning."""

    def send(self, parcel: Parcel, /) -> Receipt:
        """Deliver. Transient, Permanent or Unknown where that failed."""

    def find(self, parcel: Parcel, /) -> Receipt | None:
        """Whether a parcel has arrived: asked after Unknown, and while it is under moderation.

        None where it is not there; Transient where that is not known; Refused, with the reason, where it was turned down.
        """

    def fetch(self, url: str, /) -> Fetched:
        """The content of an attachment."""

    def link(self, parcel: Parcel, /) -> str:
        """Where a person finds the conversation or review in the marketplace's own pages; empty where nowhere."""
