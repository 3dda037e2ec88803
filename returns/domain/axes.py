"""The three axes of a claim as data: money, goods, talk. Every state answers every event, with a state or a refusal's code.

A column is a state, a row an event. `=` stays as it is, `!code` is refused with that code, all else is the state that comes next.
An event that an axis has no row for concerns it not: it stays as it is. docs/mechanisms/returns-states.md is drawn from this file, and
the database allows no step that is not in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


Name = Literal["money", "goods", "talk"]

STEPS = (
    *("agreed", "partly_agreed", "refused", "changed", "sent_back", "signed", "received", "marketplace_joined"),
    *("ruled_for_buyer", "ruled_for_seller", "refunded", "refund_failed", "withdrawn", "closed"),
)
"""What the feed tells of a claim (docs/contract/feed.md)."""
DERIVED = ("agreed_outright", "offered", "not_sent", "shipped", "shipped_in_time", "delivered")
"""What the feed tells in another way: steps that mean something else where they happen, and how far the order itself came meanwhile."""
OWN = ("pay_started", "lost", "wrong_thing", "restocked", "written_off", "repaired")
"""What the shop's own people and its way of paying tell."""
EVENTS = (*STEPS, *DERIVED, *OWN)

_MONEY = """
                    asked     agreed    partly    refused   paying          paid            failed          dropped
agreed              agreed    =         agreed    agreed    !being_paid     !already_paid   =               !claim_over
agreed_outright     agreed    =         agreed    agreed    !being_paid     !already_paid   =               !claim_over
partly_agreed       partly    partly    =         partly    !being_paid     !already_paid   =               !claim_over
refused             refused   refused   refused   =         !being_paid     !already_paid   !being_paid     !claim_over
changed             =         asked     asked     asked     !being_paid     !already_paid   !being_paid     !claim_over
offered             =         =         =         =         !being_paid     !already_paid   !being_paid     !claim_over
ruled_for_buyer     agreed    =         agreed    agreed    =               =               =               agreed
ruled_for_seller    refused   refused   =         =         =               =               =               =
pay_started         !not_agreed paying  paying    !not_agreed =             !already_paid   paying          !claim_over
refunded            paid      paid      paid      paid      paid            !already_paid   paid            paid
refund_failed       !not_agreed failed  failed    !not_agreed failed        failed          =               !claim_over
withdrawn           dropped   dropped   dropped   dropped   !being_paid     !already_paid   dropped         =
closed              dropped   =         =         =         =               =               =               =
shipped_in_time     dropped   =         =         =         =               =               =               =
not_sent            dropped   dropped   dropped   =         =               =               =               =
"""
_SHORT = {"!B": "!already_back", "!O": "!not_back", "!M": "!not_on_the_way", "!P": "!put_away"}
_GOODS = """
            with_shop going    with_buyer coming   arrived  received    not_sent lost        kept     wrong       restocked   written_off repaired
shipped     going     =        =          =        =        =           =        =           =        =           =           =           =
shipped_in_time going =        =          =        =        =           =        =           =        =           =           =           =
delivered   with_buyer with_buyer =       =        =        =           =        =           =        =           =           =           =
sent_back   coming    coming   coming     =        !B       !B          coming   coming      coming   coming      !B          !B          !B
signed      arrived   arrived  arrived    arrived  =        =           arrived  arrived     arrived  arrived     =           =           =
received    received  received received   received received =           received received    received received    !B          !B          !B
refunded    =         =        kept       =        =        =           kept     =           =        =           =           =           =
not_sent    =         =        not_sent   =        =        =           =        =           =        =           =           =           =
lost        !M        lost     !M         lost     !B       !B          !M       =           !M       !B          !B          !B          !B
wrong_thing !O        !O       !O         !O       wrong    wrong       !O       !O          !O       =           !P          !P          !P
restocked   !O        !O       !O         !O       !O       restocked   !O       !O          !O       !O          =           !P          restocked
written_off !O        !O       !O         !O       !O       written_off !O       written_off !O       written_off written_off =           written_off
repaired    !O        !O       !O         !O       !O       repaired    !O       !O          !O       !O          !P          !P          =
"""  # noqa: E501 - a state for each column
_TALK = """
                   shop        buyer       nobody      marketplace for_buyer      for_shop    closed
agreed             buyer       =           buyer       buyer       buyer          buyer       !claim_over
agreed_outright    nobody      nobody      =           nobody      nobody         nobody      !claim_over
partly_agreed      buyer       =           buyer       buyer       !already_ruled buyer       !claim_over
refused            buyer       =           buyer       =           !already_ruled =           !claim_over
changed            =           shop        shop        =           !already_ruled shop        !claim_over
offered            buyer       =           buyer       =           !already_ruled buyer       !claim_over
shipped_in_time    closed      =           =           =           =              =           =
sent_back          =           nobody      =           =           =              =           =
signed             =           shop        shop        =           =              =           =
received           =           shop        shop        =           =              =           =
marketplace_joined marketplace marketplace marketplace =           marketplace    marketplace marketplace
ruled_for_buyer    for_buyer   for_buyer   for_buyer   for_buyer   =              for_buyer   for_buyer
ruled_for_seller   for_shop    for_shop    for_shop    for_shop    for_shop       =           for_shop
pay_started        nobody      nobody      =           =           =              =           =
refunded           nobody      nobody      =           nobody      =              =           =
refund_failed      =           shop        shop        =           =              =           shop
wrong_thing        =           shop        shop        =           =              =           =
withdrawn          closed      closed      closed      closed      closed         closed      =
closed             closed      closed      closed      closed      closed         closed      =
not_sent           closed      closed      closed      closed      closed         closed      =
"""


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: its states in order, and what each answers to each event."""

    name: Name
    states: tuple[str, ...]
    rows: tuple[str, ...]
    """The events that concern it, in order."""
    cells: Mapping[tuple[str, str], str]
    """(state, event) -> the next state, or "!" and a code; for every state and every event of `EVENTS`."""


def read(name: Name, table: str) -> Axis:
    """An axis from its table. A state or an event that is none, or a row that has not one cell for each state, is a ValueError."""
    head, *lines = [line.split() for line in table.strip().splitlines()]
    cells = {(state, event): state for state in head for event in EVENTS}
    for event, *answers in lines:
        for state, answer in zip(head, answers, strict=True):
            after = state if answer == "=" else _SHORT.get(answer, answer)
            if (state, event) not in cells or (after not in head and not after.startswith("!")):
                raise ValueError(f"{name}: {state} cannot answer {event} with {answer}.")
            cells[state, event] = after
    return Axis(name, tuple(head), tuple(line[0] for line in lines), cells)


MONEY = read("money", _MONEY)
GOODS = read("goods", _GOODS)
TALK = read("talk", _TALK)
AXES = (MONEY, GOODS, TALK)
TOLD_CODES = frozenset(
    answer[1:] for axis in AXES for (_, event), answer in axis.cells.items() if event not in OWN and answer.startswith("!")
)
"""Why a told step does not stand."""
