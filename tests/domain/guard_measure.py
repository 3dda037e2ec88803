"""How the guard is measured on labelled public answers: as the composer judges them, with what stops and with what warns."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from sellerdesk.domain.text_policy.policy import STOP, WARN, TextFacts, check
from sellerdesk.domain.text_policy.severities import CONTACTS, DOUBT


class Labelled(Protocol):
    """A phrase and the kinds that break a rule in it; none for an innocent one."""

    @property
    def text(self) -> str: ...
    @property
    def kinds(self) -> frozenset[str]: ...


class Measure(NamedTuple):
    """Shares from 0 to 1: of the phrases that break a rule those that the guard stops or warns of, and of the innocent ones as many."""

    caught: float
    of_its_kind: float
    """Of all kinds in all phrases, those that the guard names."""
    warned: float
    stopped: float


def said(text: str) -> tuple[set[str], set[str]]:
    """The kinds that the guard stops or warns of in a public answer, and those that it stops."""
    warned: set[str] = set()
    stopped: set[str] = set()
    for finding in check(text, place="public", facts=TextFacts()).found:
        kinds = set(finding.kinds) if finding.code == DOUBT else {finding.code}
        kinds = {"contact" if kind == CONTACTS else kind for kind in kinds}
        if finding.severity in {STOP, WARN}:
            warned |= kinds
        if finding.severity == STOP:
            stopped |= kinds
    return warned, stopped


def measure(phrases: Iterable[Labelled]) -> Measure:
    """The four shares of a set."""
    told = [(phrase.kinds, *said(phrase.text)) for phrase in phrases]
    guilty = [(kinds, warned) for kinds, warned, _stopped in told if kinds]
    innocent = [(warned, stopped) for kinds, warned, stopped in told if not kinds]
    kinds = [kind in warned for kinds, warned in guilty for kind in kinds]
    return Measure(
        caught=sum(bool(warned) for _kinds, warned in guilty) / len(guilty),
        of_its_kind=sum(kinds) / len(kinds),
        warned=sum(bool(warned) for warned, _stopped in innocent) / len(innocent),
        stopped=sum(bool(stopped) for _warned, stopped in innocent) / len(innocent),
    )
