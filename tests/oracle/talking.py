"""Small hostile conversations for hypothesis: ids told twice with other contents, elsewhere and by others, moments that meet."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.oracle.records import Record


START = datetime(2026, 3, 31, 9, 0, tzinfo=UTC)
MINUTES = st.sampled_from([0, 1, 1, 2, 3, 5, 60, 1439, 1440, 1441, 1444])
CONVERSATIONS = st.sampled_from(["a", "B", "ж"])
MESSAGES = st.sampled_from(["m1", "M2", "м3", "_4", "m5", "m6", "m7"])
TEXTS = st.sampled_from(["", "Hello", "Привет", "在吗", "x" * 300, "e\u0301" * 150, "\u202eevil", "<b>\\N\t\n"])


def _at(minutes: int) -> str:
    return (START + timedelta(minutes=minutes)).isoformat()


@st.composite
def messages(draw: Any) -> Record:
    """A message of anybody anywhere."""
    told: Record = {
        "type": "message",
        "id": draw(MESSAGES),
        "at": _at(draw(MINUTES)),
        "conversation": draw(CONVERSATIONS),
        "sender": draw(st.sampled_from(["buyer", "buyer", "buyer", "seller", "marketplace"])),
        "buyer": {"id": draw(st.sampled_from(["b1", "b2"]))},
        "text": draw(TEXTS),
    }
    if draw(st.integers(0, 2)) == 0:
        told["product"] = draw(st.sampled_from(["p1", "p2"]))
    if draw(st.integers(0, 2)) == 0:
        told["order"] = draw(st.sampled_from(["o1", "o2"]))
    if draw(st.integers(0, 2)) == 0:
        told["attachments"] = [{"name": "a.png", "url": url, "content_type": "image/png"} for url in draw(st.lists(URLS, max_size=2))]
    return told


URLS = st.sampled_from(["https://example.org/1.png", "https://example.org/2.png"])


@st.composite
def changes(draw: Any) -> Record:
    """A message edited or removed."""
    return {
        "type": "message_change",
        "id": draw(st.sampled_from(["c1", "C2", "ц3", "c4"])),
        "at": _at(draw(MINUTES)),
        "message": draw(MESSAGES),
        "text": draw(st.one_of(st.none(), TEXTS)),
        "by": draw(st.sampled_from(["buyer", "seller", "marketplace"])),
    }


@st.composite
def marks(draw: Any) -> Record:
    """What a buyer thought of a talk."""
    return {
        "type": "satisfaction",
        "id": draw(st.sampled_from(["s1", "S2", "я3", "s4"])),
        "at": _at(draw(MINUTES)),
        "conversation": draw(CONVERSATIONS),
        "score": draw(st.integers(1, 5)),
        **({"agent": draw(st.sampled_from(["ann", "bob"]))} if draw(st.booleans()) else {}),
    }


records = st.one_of(messages(), messages(), messages(), changes(), marks())


@st.composite
def loads(draw: Any, most: int = 16) -> list[list[Record]]:
    """Some records, in any order, in any number of loads, some of them told twice."""
    told = draw(st.lists(records, min_size=1, max_size=most))
    again = draw(st.lists(st.sampled_from(told), max_size=3))
    shuffled = draw(st.permutations([*told, *again]))
    cuts = sorted(draw(st.sets(st.integers(0, len(shuffled)), max_size=4)))
    return [shuffled[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(shuffled)], strict=True)]
