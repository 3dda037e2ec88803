"""The transition tables as a page of the documentation."""

from returns.domain.axes import AXES, Axis
from returns.domain.clocks import ACTS, ALWAYS, TABLES, Rule
from returns.domain.moving import reachable, steps


_HEAD = """# Returns: the states of a claim

Drawn by `./desk manage returns_states` from `returns/domain/axes.py` and `clocks.py`; a test fails while it is stale. What the words
mean is in [returns](returns.md).

A claim stands on three axes at once. Each table answers each event in each state: with the state that comes next, `=` for none, or in
brackets with the code of a refusal. Where one axis refuses, none moves. Events that an axis does not name leave it as it is.
"""


def page() -> str:
    """The whole page, in Markdown."""
    parts = [_HEAD, *(_axis(axis) for axis in AXES), _clocks()]
    parts.append(f"\nFrom the three beginnings {len(reachable())} states can be reached, by {len(steps())} different steps.\n")
    return "".join(parts)


def _axis(axis: Axis) -> str:
    lines = [f"\n## {axis.name.capitalize()}\n", _row("", *axis.states), _row("---", *("---" for _ in axis.states))]
    lines += [_row(f"`{event}`", *(_answer(axis.cells[state, event], state) for state in axis.states)) for event in axis.rows]
    return "\n".join(lines) + "\n"


def _answer(answer: str, state: str) -> str:
    if answer.startswith("!"):
        return f"({answer[1:]})"
    return "=" if answer == state else answer


def _clocks() -> str:
    lines = ["\n## Clocks\n", _row("stage", "silent", *TABLES), _row(*("---" for _ in range(len(TABLES) + 2)))]
    for stage, actor in ACTS.items():
        lines.append(_row(f"`{stage}`", actor, *("; ".join(map(_rule, table.get(stage, ()))) or "–" for table in TABLES.values())))
    return "\n".join(lines) + "\n"


def _rule(rule: Rule) -> str:
    days, hours = rule.allowed.days, rule.allowed.seconds // 3600
    span = f"{days * 24 + hours} h" if days < 5 else f"{days} d"
    since = "" if rule.holds_from == ALWAYS else f"from {rule.holds_from.isoformat()} "
    return f"{since}{span}" + (f" → `{rule.outcome}`" if rule.outcome else "")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
