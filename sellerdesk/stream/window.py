"""What a stream is made of, without sockets and tables: frames, the newest of them, and the bytes of one write."""

import json
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple


MOST: Final = 500
"""So many events of a desk stay in memory; who is further behind is served by Postgres."""
EVERYBODY: Final = 0
OPENING: Final = b": open\n\n"
BEAT: Final = b":\n\n"


class Gap(Exception):
    """Numbers are missing between what is known and what follows: the log has been cut or replaced."""


class Frame(NamedTuple):
    """One event, ready to be written."""

    number: int
    shop_id: int | None
    text: bytes
    doubt: int | None = None
    """Whose rights it may have changed: a person's id, EVERYBODY, or None."""


class Window:
    """The newest frames of one desk. Their numbers have no gaps, so a position alone says what comes after it."""

    def __init__(self, last: int, most: int = MOST) -> None:
        self.last = last
        self._frames: deque[Frame] = deque(maxlen=most)

    @property
    def first(self) -> int:
        """The earliest position after which everything is here."""
        return self.last - len(self._frames)

    def add(self, frames: Iterable[Frame]) -> None:
        """Append what follows. Refused with Gap where a number is missing, repeated or out of order."""
        for frame in frames:
            if frame.number != self.last + 1:
                raise Gap(f"{frame.number} follows {self.last}")
            self._frames.append(frame)
            self.last = frame.number

    def after(self, position: int, most: int = MOST) -> list[Frame]:
        """Up to `most` frames after a position that is here (`first` to `last`)."""
        held = len(self._frames)
        start = held - (self.last - position)
        return [self._frames[place] for place in range(start, min(held, start + most))]


def framed(number: int, kind: str, shop_id: int | None, ids: str, at: str) -> bytes:
    """One event of the log as `text/event-stream` spells it; `ids` is JSON already. JSON has no raw line breaks: one line is enough."""
    told = f'{{"number":{number},"kind":{json.dumps(kind)},"shop":{json.dumps(shop_id)},"ids":{ids},"at":"{at}"}}'
    return b"id: %d\ndata: %s\n\n" % (number, told.encode())


def event(name: str, told: Mapping[str, Any]) -> bytes:
    """An event beside the log: it has no number and is not sent again."""
    return b"event: %s\ndata: %s\n\n" % (name.encode(), json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())


def joined(frames: Sequence[Frame], sight: Collection[int]) -> bytes:
    """One write of what may be seen of these frames. The last number is said even where its event is hidden."""
    seen = [frame.text for frame in frames if frame.shop_id is None or frame.shop_id in sight]
    last = frames[-1]
    if last.shop_id is not None and last.shop_id not in sight:
        seen.append(b"id: %d\n\n" % last.number)
    return b"".join(seen)
