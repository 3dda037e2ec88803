"""The reason that a person gives a claim, beside those that are told. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """A reason of our taxonomy, and the told one that it took the place of."""

    reason: str
    instead_of: str


def holds(choice: Choice | None, told: str) -> str:
    """The chosen reason while what is told is still what it took the place of; else nothing: somebody has said otherwise since."""
    return choice.reason if choice is not None and choice.instead_of == told else ""
