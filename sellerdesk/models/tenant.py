"""What makes a table belong to a desk: its first key, and foreign keys that cannot cross desks."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models.constraints import BaseConstraint


class DeskForeignKey(models.ForeignKey[Any, Any]):
    """A link to another table of the same desk.

    Django's own constraint would compare `id` alone, so it is switched off; `DeskKey` in the
    model's Meta adds the composite one, (desk_id, x_id) -> (desk_id, id). No index of its own
    either: page indexes lead with the desk and are named where they are needed.
    """

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        kwargs.setdefault("db_index", False)
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)


class DeskKey(BaseConstraint):
    """The composite foreign key of one DeskForeignKey, kept by the database.

    With it a row cannot point into another desk, whatever the code does, and the schema can be
    distributed by desk.

    `along` names a link that both ends have (the shop): (desk_id, shop_id, x_id) -> (desk_id, shop_id, id). Then the target
    cannot be another shop's either, and where none of the three is ever null it vouches for the shop as well: one check does for
    two, and a check costs a row of the large ledgers more than its indexes do.
    """

    def __init__(self, field: str, *, name: str, along: str | None = None) -> None:
        super().__init__(name=name)
        self.field = field
        self.along = along

    def create_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Statement:  # type: ignore[override]  # the stubs say str
        """ALTER TABLE ... ADD CONSTRAINT, left for the end of the migration: the target's UNIQUE (desk, id) may come after it.

        What is returned runs now, and Django runs it unasked when a table's columns have parameters, so it is never None.
        """
        assert schema_editor is not None
        schema_editor.deferred_sql.append(self._statement(model, schema_editor))
        return Statement("SELECT 1")

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Nothing inside CREATE TABLE: the target may not exist yet, so it is added at the end."""
        assert schema_editor is not None
        schema_editor.deferred_sql.append(self._statement(model, schema_editor))
        return ""

    def _statement(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor) -> Statement:
        assert model is not None
        link: Any = model._meta.get_field(self.field)
        target = link.remote_field.model._meta.db_table
        quote = schema_editor.quote_name
        shared = '"desk_id"'
        if self.along is not None:
            along: Any = model._meta.get_field(self.along)
            shared += f", {quote(along.column)}"
        return Statement(
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s FOREIGN KEY (%(columns)s) REFERENCES %(target)s (%(target_columns)s)",
            table=quote(model._meta.db_table),
            name=quote(self.name),
            columns=f"{shared}, {quote(link.column)}",
            target=quote(target),
            target_columns=f'{shared}, "id"',
        )

    def remove_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """ALTER TABLE ... DROP CONSTRAINT."""
        assert model is not None
        assert schema_editor is not None
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"

    def validate(self, model: Any, instance: Any, exclude: Iterable[str] | None = None, using: str = "default") -> None:
        """Left to the database, which sees both rows."""

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """For the migration that carries it."""
        return (
            f"{type(self).__module__}.{type(self).__qualname__}",
            [self.field],
            {"name": self.name} | ({"along": self.along} if self.along else {}),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DeskKey) and (self.field, self.name, self.along) == (other.field, other.name, other.along)

    __hash__ = None  # type: ignore[assignment]  # it can change: as Django's own


class DeskOwned(models.Model):
    """A table whose every row belongs to one desk. Its Meta.constraints start with `desk_and_id(name)`."""

    desk = models.ForeignKey("sellerdesk.Desk", on_delete=models.CASCADE, db_index=False, related_name="+")

    class Meta:
        abstract = True


class DeskVouched(models.Model):
    """A table whose desk is vouched for by a composite key that is never null, to its shop or order.

    A foreign key of the desk's own would check the same thing again for every row of the large ledgers.
    """

    desk = models.ForeignKey("sellerdesk.Desk", on_delete=models.CASCADE, db_index=False, db_constraint=False, related_name="+")

    class Meta:
        abstract = True


def desk_and_id(table: str) -> models.UniqueConstraint:
    """UNIQUE (desk, id), the target of every composite foreign key."""
    return models.UniqueConstraint(fields=["desk", "id"], name=f"{table}_desk_id")
