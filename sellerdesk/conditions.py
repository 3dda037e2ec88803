"""What stands behind WHERE, put together piece by piece with its parameters."""

import re
from typing import Any, Final


_NAMED: Final = re.compile(r"%\((\w+)\)s")


class Conditions:
    """Conditions with their parameters, joined by AND."""

    def __init__(self) -> None:
        self.where: list[str] = []
        self.parameters: list[Any] = []

    def add(self, condition: str, *parameters: Any) -> None:
        """One more."""
        self.where.append(condition)
        self.parameters += parameters

    def named(self, condition: str, **parameters: Any) -> None:
        """One more, of which each parameter has a name."""
        names = _NAMED.findall(condition)
        self.add(_NAMED.sub("%s", condition), *(parameters[name] for name in names))

    @property
    def sql(self) -> str:
        """What stands behind WHERE."""
        return " AND ".join(self.where)
