"""What the rules of this room have against something that a person wants to do."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Objection:
    """Why not: a code, and the moment that the sentence about it names."""

    code: str
    moment: datetime | None = None
