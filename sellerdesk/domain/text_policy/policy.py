"""Everything that is said about one text: the six checks as a row, and findings with their places. Pure.

What stops, what warns and what advises comes from the shop's rule profile and its own choice (`severities`). More rules are more
functions in `_RULES`.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from sellerdesk.domain import scripts
from sellerdesk.domain.replies import gaps
from sellerdesk.domain.rules import STANDARD, RuleProfile
from sellerdesk.domain.text_policy import contacts, guard, manners, repeated, wordings
from sellerdesk.domain.text_policy.banned import banned
from sellerdesk.domain.text_policy.doubt.judging import UNASKED, Told, judged
from sellerdesk.domain.text_policy.hits import Hits
from sellerdesk.domain.text_policy.reading import LONGEST_READ
from sellerdesk.domain.text_policy.severities import ADVISE, ALLOW, BANNED, CONTACTS, DOUBT, REPEATED, STOP, WARN, Chosen, Place, doing


__all__ = ["ADVISE", "ALLOW", "CHECKS", "CONTACTS", "STOP", "WARN", "Chosen", "Finding", "Findings", "Place", "TextFacts", "check"]

GAP, VARIABLE_LEFT, TOO_LONG, TOO_SHORT = "gap", "variable_left", "too_long", "too_short"
CHECKS: Final = (manners.NAME, manners.THANKS, manners.EMPATHY, manners.SOLUTION, manners.CLOSING, CONTACTS)
"""The six, in the order of a good answer."""


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What is known about whom a text is for. `numbers` are orders, parcels and articles: told, they are no contacts."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    rules: RuleProfile = STANDARD
    is_template: bool = False
    """Its variables stand in it yet: they are no gaps."""
    chosen: Chosen = field(default_factory=Chosen)
    """What the shop chose."""
    given: int = 0
    """How many public answers of the shop within `repeated.WITHIN` had the same wording (`repeated.fold`)."""

    def doing(self, place: Place, rule: str) -> str:
        """What the guard does about one rule: stop, warn or allow."""
        return doing(self.rules, place, rule, self.chosen.doings)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a text. `places` are (start, end) in it; `kinds` say more of each place; `better` is the text rewritten."""

    code: str
    severity: str
    places: tuple[tuple[int, int], ...] = ()
    kinds: tuple[str, ...] = ()
    better: str = ""
    most: int | None = None
    """The limit that was missed, in characters."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found, in the order of the checks; `length` is in characters."""

    language: str
    place: Place
    length: int
    found: tuple[Finding, ...] = field(default=())

    def of(self, code: str) -> Finding | None:
        """The finding of one code, or None where there is nothing to say."""
        return next((finding for finding in self.found if finding.code == code), None)

    @property
    def stops(self) -> tuple[Finding, ...]:
        """What must be mended before the text can go."""
        return tuple(finding for finding in self.found if finding.severity == STOP)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What needs a reason before the text can go."""
        return tuple(finding for finding in self.found if finding.severity == WARN)


def check(text: str, *, language: str = "", place: Place, facts: TextFacts) -> Findings:
    """Look at a text that is to go into a chat or into a public answer. An empty `language` is told by the letters."""
    spoken = language_of(text, language)
    found = [finding for rule in _RULES for finding in rule(text, spoken, place, facts)]
    return Findings(spoken, place, len(text), tuple(found))


def language_of(text: str, told: str = "") -> str:
    """`ru`, `zh` or `en`: as its letters say; where they say nothing, as told; else English."""
    return scripts.lang_of(text) or (told if told in manners.LANGUAGES and not text.strip() else "en")


def _manners(text: str, language: str, _place: Place, facts: TextFacts) -> list[Finding]:
    if not text.strip():
        return [Finding(code, ADVISE) for code in CHECKS[:-1]]
    kept = manners.manners(text, language, facts.names)
    return [Finding(code, ADVISE) for code, done in kept.items() if not done]


def _contacts(text: str, language: str, place: Place, facts: TextFacts) -> list[Finding]:
    severity = facts.doing(place, CONTACTS)
    found = contacts.find(text, facts.numbers) if severity != ALLOW else []
    if not found:
        return []
    places = tuple((one.start, one.end) for one in found)
    better = wordings.without_contacts(text, places, language) if place == "public" else ""
    return [Finding(CONTACTS, severity, places, tuple(one.kind for one in found), better)]


def _guard(text: str, language: str, place: Place, facts: TextFacts) -> list[Finding]:
    """Contacts, and the rules that need the words of the text: it is read once for all of these."""
    rules = [rule for rule in guard.RULES if facts.doing(place, rule) != ALLOW]
    doubting = facts.doing(place, DOUBT) != ALLOW
    found = _contacts(text, language, place, facts)
    if not (rules or doubting) or not text.strip():
        return found
    hits = Hits(text, facts.numbers)
    told = judged(hits, language) if doubting else UNASKED
    for rule in rules:
        severity = facts.doing(place, rule)
        if told.calm and severity == WARN:
            # What the scorer takes for innocent needs more than a rule that only warns.
            continue
        places = guard.found_in(hits, rule, profile=facts.rules.name, own=facts.chosen.own)
        if places:
            better = guard.better(text, places, rule, language) if place == "public" else ""
            found.append(Finding(rule, WARN if told.calm else severity, tuple(places), better=better))
    return found + _doubt(told, {finding.code for finding in found}, place, facts)


def _doubt(told: Told, known: Collection[str], place: Place, facts: TextFacts) -> list[Finding]:
    """What may break a rule though none says so. Its kinds are rules.

    A stretch whose likeliest kind was found is not doubted as well; nor are kinds that the shop allows.
    """
    asked = [(one, guard.doubted(one)) for one in told.doubts]
    left = [(one, [kind for kind in kinds if facts.doing(place, kind) != ALLOW]) for one, kinds in asked if kinds[0] not in known]
    left = [(one, [kind for kind in kinds if kind not in known]) for one, kinds in left]
    left = [(one, kinds) for one, kinds in left if kinds]
    if not left:
        return []
    kinds = tuple(dict.fromkeys(kind for _one, kinds in left for kind in kinds))
    return [Finding(DOUBT, facts.doing(place, DOUBT), tuple((one.start, one.end) for one, _kinds in left), kinds)]


def _banned(text: str, _language: str, place: Place, facts: TextFacts) -> list[Finding]:
    severity = facts.doing(place, BANNED)
    if severity == ALLOW or not facts.chosen.banned:
        return []
    # What the order is called may hold a word that the shop does not use itself.
    hits = Hits(text, facts.numbers)
    places = tuple(hits.place(span) for span in banned(hits, facts.chosen.banned))
    return [Finding(BANNED, severity, places)] if places else []


def _repeated(text: str, _language: str, place: Place, facts: TextFacts) -> list[Finding]:
    severity = facts.doing(place, REPEATED)
    if severity == ALLOW or facts.is_template or not repeated.is_repeated(text, facts.given):
        return []
    return [Finding(REPEATED, severity, most=facts.given)]


def _gaps(text: str, _language: str, _place: Place, facts: TextFacts) -> list[Finding]:
    """A gap stands for a value that nobody knew; a variable that was typed by hand was never filled."""
    found = [Finding(GAP, STOP, tuple(places))] if (places := gaps.gaps(text)) else []
    if not facts.is_template and (left := gaps.variables_left(text)):
        found.append(Finding(VARIABLE_LEFT, STOP, tuple(left)))
    return found


def _length(text: str, _language: str, place: Place, facts: TextFacts) -> list[Finding]:
    least, most = facts.rules.chat_length if place == "chat" else facts.rules.answer_length
    if place == "public":
        # Nothing leaves that nobody has looked at.
        most = min(most or LONGEST_READ, LONGEST_READ)
    length = len(text.strip())
    if most is not None and length > most:
        return [Finding(TOO_LONG, STOP, ((most, len(text)),), most=most)]
    if 0 < length < least:
        return [Finding(TOO_SHORT, STOP, most=least)]
    return []


_RULES: Sequence[Callable[[str, str, Place, TextFacts], list[Finding]]] = (
    _manners, _guard, _banned, _repeated, _gaps, _length,
)  # fmt: skip
