"""A letter to a marketplace's support about a claim: what stands in it, in which order. Pure; `services.letters` puts it into words.

Of the buyer it holds what the claim itself shows: no name, no contact, nothing from elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Final, Literal

from returns.domain.clocks import ACTS, ALWAYS, STANDARD, TABLES, Stage, rule_of
from returns.domain.facts import BUYER, CLOCK, MARKETPLACE, SHOP
from returns.domain.moving import State
from returns.domain.reasons import OTHER, REASONS
from sellerdesk.domain.days import day_of, end_of
from sellerdesk.domain.money import Money


LANGUAGES: Final[Mapping[str, str]] = {"wildberries": "ru", "ozon": "ru", "taobao": "zh-hans"}
"""By rule profile: what its support reads. English elsewhere."""
LONGEST: Final = 2_000
"""Characters that a marketplace takes with the request to join (`actions.OWN`)."""
QUOTED: Final = 300
"""So much of the buyer's words is quoted: the claim has them whole."""
MOST_STEPS: Final = 12
"""The first and the last ones; what lies between is counted."""
COOLING: Final = timedelta(hours=168)
"""Seven days: of a return without a reason on Taobao, from the day after signing; of a refusal after hand-over in Russia, from that."""

Asked = Literal["uphold", "look_for_parcel", "wrong_thing", "check_defect", "decide"]
Section = Literal["facts", "evidence", "rule", "asked"]
SECTIONS: Final[tuple[Section, ...]] = ("facts", "evidence", "rule", "asked")


@dataclass(frozen=True, slots=True)
class Happened:
    """A step of the claim that stands. `by` is one of `facts.ACTORS`."""

    at: datetime
    event: str
    by: int
    amount: Money | None = None
    tracking: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that a letter is made from. Moments are instants; the letter tells them in the shop's zone."""

    number: str
    order: str
    product: str
    at: datetime
    wants: str
    reason: str
    words: str
    amount: Money | None
    state: State
    photos: int
    film: bool
    listing: bool
    profile: str
    zone: tzinfo
    stage: str = ""
    clock_since: datetime | None = None
    due_at: datetime | None = None
    outcome: str = ""
    placed_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    steps: Sequence[Happened] = ()
    findings: Sequence[str] = ()
    """What the warehouse found, in its words."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, by its code, with what it names. `day` is a plain date, `number` a count, hours or days, as the code says."""

    section: Section
    code: str
    at: datetime | None = None
    day: date | None = None
    amount: Money | None = None
    number: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter in parts: the language, and its lines by section, in order. `facts`, `evidence` and `asked` are never empty."""

    language: str
    lines: Sequence[Line] = field(default_factory=tuple)

    def of(self, section: Section) -> list[Line]:
        """The lines of one section."""
        return [line for line in self.lines if line.section == section]


def language_of(profile: str) -> str:
    """In which language the support of a marketplace is written to."""
    return LANGUAGES.get(profile, "en")


def write(case: Case) -> Letter:
    """The letter about a claim."""
    return Letter(language_of(case.profile), (*_facts(case), *_evidence(case), *_rules(case), Line("asked", asked(case))))


def asked(case: Case) -> Asked:
    """What the marketplace is asked for: what the goods say first, then our own decision, then the reason."""
    if case.state.goods == "lost":
        return "look_for_parcel"
    if case.state.goods == "wrong":
        return "wrong_thing"
    if case.state.money == "refused":
        return "uphold"
    reason = REASONS.get(case.reason)
    return "check_defect" if reason is not None and reason.quality else "decide"


def _facts(case: Case) -> list[Line]:
    lines = [Line("facts", "claim", case.at, amount=case.amount, text=case.number), Line("facts", "order", text=case.order)]
    lines += [Line("facts", "product", text=case.product)] if case.product else []
    lines += [Line("facts", f"wants_{case.wants}")]
    lines += [Line("facts", "reason", text=case.reason)] if case.reason and case.reason != OTHER else []
    lines += [Line("facts", "words", text=cut(case.words, QUOTED))] if case.words.strip() else []
    for code in ("placed", "shipped", "delivered"):
        at: datetime | None = getattr(case, f"{code}_at")
        lines += [Line("facts", code, at)] if at is not None else []
    return lines + _course(case.steps)


def _course(steps: Sequence[Happened]) -> list[Line]:
    if len(steps) <= MOST_STEPS:
        return [_step(one) for one in steps]
    head, tail = steps[: MOST_STEPS // 2], steps[-(MOST_STEPS // 2) :]
    between = Line("facts", "steps_between", number=len(steps) - len(head) - len(tail))
    return [*map(_step, head), between, *map(_step, tail)]


def _step(one: Happened) -> Line:
    who = {BUYER: "buyer", SHOP: "shop", MARKETPLACE: "marketplace", CLOCK: "clock"}[one.by]
    return Line("facts", f"{who}:{one.event}", one.at, amount=one.amount, text=one.tracking)


def _evidence(case: Case) -> list[Line]:
    lines = [Line("evidence", "photos", number=case.photos)] if case.photos else []
    lines += [Line("evidence", "film")] if case.film else []
    lines += [Line("evidence", "listing")] if case.listing else []
    parcels = dict.fromkeys(one.tracking for one in case.steps if one.tracking)
    lines += [Line("evidence", "tracking", text=cut(parcel, 60)) for parcel in list(parcels)[:3]]
    lines += [Line("evidence", "finding", text=cut(finding, QUOTED)) for finding in case.findings[:2]]
    return lines or [Line("evidence", "no_pictures")]


def _rules(case: Case) -> list[Line]:
    """The rule of the running clock as it held when that began, and the time within which a buyer may send back without a reason."""
    lines: list[Line] = []
    stage = next((one for one in ACTS if one == case.stage), None)
    if case.due_at is not None and case.clock_since is not None and stage is not None:
        lines.append(_clock(case, stage, case.clock_since, case.due_at))
        lines += [Line("rule", f"then_{case.outcome}", case.due_at)] if case.outcome else []
    reason = REASONS.get(case.reason)
    if case.delivered_at is not None and reason is not None and not reason.quality and reason.fault in {"buyer", "none"}:
        lines += _cooling(case, case.delivered_at)
    return lines


def _clock(case: Case, stage: Stage, since: datetime, due_at: datetime) -> Line:
    who = "" if ACTS[stage] == "shop" else "_buyer"
    rules = TABLES.get(case.profile, STANDARD).get(stage)
    rule = None if rules == STANDARD.get(stage) else rule_of(stage, since, profile=case.profile, zone=case.zone)
    if rule is None or since + rule.allowed != due_at:
        # The shop's own deadline, or one that the marketplace told for this claim: no rule of a table.
        return Line("rule", f"due{who}", due_at)
    since_day = None if rule.holds_from == ALWAYS else rule.holds_from
    return Line("rule", f"clock{who}", due_at, since_day, number=rule.allowed // timedelta(hours=1))


def _cooling(case: Case, delivered_at: datetime) -> list[Line]:
    until = ends_at(case.profile, delivered_at, case.zone)
    if until is None:
        return []
    kind = "seven_days_cn" if case.profile == "taobao" else "seven_days_ru"
    return [Line("rule", kind, until), Line("rule", "in_time" if case.at <= until else "too_late", case.at)]


def ends_at(profile: str, delivered_at: datetime, zone: tzinfo) -> datetime | None:
    """Until when goods may be sent back without a reason; None where the profile has no such rule (reference: AS-04, RU-01)."""
    if profile == "taobao":
        return end_of(day_of(delivered_at, zone), zone) + COOLING
    return delivered_at + COOLING if profile in {"wildberries", "ozon"} else None


def cut(text: str, most: int) -> str:
    """A text on one line, of at most so many characters; three dots where something is left out."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
