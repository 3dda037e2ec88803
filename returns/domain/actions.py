"""What the shop may do with a claim: where the marketplace tells the legal moves, only these, else what the axes allow."""

from collections.abc import Sequence
from dataclasses import dataclass

from returns.domain.moving import State, move


@dataclass(frozen=True, slots=True)
class Action:
    """One legal move. `code` is the marketplace's own name of it, or ours; `event` is what it does to the axes.

    `least` and `most` are characters of the words that go with it; `most` 0: it takes none. `least` 0: they may be left out.
    """

    code: str
    event: str
    least: int = 0
    most: int = 0


OWN = (
    Action("agree", "agreed", 0, 1000),
    Action("agree_outright", "agreed_outright", 0, 1000),
    Action("agree_partly", "partly_agreed", 0, 1000),
    Action("offer", "offered", 0, 1000),
    Action("reject", "refused", 1, 1000),
    Action("confirm_received", "received"),
    Action("escalate", "marketplace_joined", 1, 2000),
)
"""Where the marketplace tells no moves."""
TOLD = {
    action.code: action
    for action in (
        Action("approve1", "agreed"),
        Action("approve2", "agreed"),
        Action("autorefund1", "agreed_outright"),
        Action("reject1", "refused"),
        Action("reject2", "refused"),
        Action("reject3", "refused"),
        Action("rejectcustom", "refused", 10, 1000),
        Action("approvecc1", "agreed", 0, 1000),
        Action("confirmreturngoodcc1", "received"),
    )
}
"""Wildberries' moves, by its names: with a check of the defect, back to the shop, without return, three wordings of its own to refuse
with, words of one's own, and the two of a shop where buyers collect."""


def legal(state: State, wants: str, told: Sequence[str] | None) -> tuple[Action, ...]:
    """The legal moves of a claim, in order. `told` is the marketplace's list: None where it told none, empty where nothing is allowed.

    A told move whose meaning is not known is left out: nobody could say what it would do. A told move is legal whatever the axes
    say: the marketplace knows better how the claim stands.
    """
    if told is not None:
        return tuple(TOLD[code] for code in dict.fromkeys(told) if code in TOLD)
    return tuple(action for action in OWN if _does_something(state, wants, action))


def _does_something(state: State, wants: str, action: Action) -> bool:
    moved = move(state, action.event)
    if moved.code or moved.after == state:
        return False
    if action.event == "agreed":
        return wants != "reship"
    if action.event == "offered":
        return state.money == "asked" and state.talk == "shop"
    if action.event == "partly_agreed":
        return wants in {"refund", "return"}
    return action.event != "received" or state.goods in {"coming", "arrived"}
