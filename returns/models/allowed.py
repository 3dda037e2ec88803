"""The transition tables as constraints: the database takes no move that is not in them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models.constraints import BaseConstraint

from returns.domain.axes import Axis


def moves_of(axis: Axis) -> list[str]:
    """Every "event:before:after" of an axis that is not a refusal, in order."""
    return sorted(f"{event}:{before}:{after}" for (before, event), after in axis.cells.items() if not after.startswith("!"))


class AllowedMoves(BaseConstraint):
    """CHECK that event, `<axis>_before` and `<axis>_after` of a row are a cell of the axis's table.

    The cells travel with the migration, so a change of the table asks for a migration as a change of a column does.
    """

    def __init__(self, axis: str, moves: Sequence[str], *, name: str) -> None:
        super().__init__(name=name)
        self.axis = axis
        self.moves = list(moves)

    def _condition(self, schema_editor: BaseDatabaseSchemaEditor) -> str:
        allowed = ", ".join(schema_editor.quote_value(move) for move in self.moves)
        return f"(event || ':' || {self.axis}_before || ':' || {self.axis}_after) IN ({allowed})"

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Its part of CREATE TABLE."""
        assert model is not None
        assert schema_editor is not None
        return f"CONSTRAINT {schema_editor.quote_name(self.name)} CHECK ({self._condition(schema_editor)})"

    def create_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Statement:  # type: ignore[override]  # the stubs say str
        """ALTER TABLE ... ADD CONSTRAINT."""
        assert model is not None
        assert schema_editor is not None
        return Statement(
            "ALTER TABLE %(table)s ADD %(constraint)s",
            table=schema_editor.quote_name(model._meta.db_table),
            constraint=self.constraint_sql(model, schema_editor),
        )

    def remove_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """ALTER TABLE ... DROP CONSTRAINT."""
        assert model is not None
        assert schema_editor is not None
        return f"ALTER TABLE {schema_editor.quote_name(model._meta.db_table)} DROP CONSTRAINT {schema_editor.quote_name(self.name)}"

    def validate(self, model: Any, instance: Any, exclude: Iterable[str] | None = None, using: str = "default") -> None:
        """Left to the database."""

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """For the migration that carries it."""
        return f"{type(self).__module__}.{type(self).__qualname__}", [self.axis, self.moves], {"name": self.name}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AllowedMoves) and (self.axis, self.moves, self.name) == (other.axis, other.moves, other.name)

    __hash__ = None  # type: ignore[assignment]  # it can change: as Django's own
