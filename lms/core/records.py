"""Records that nobody may rewrite: database triggers on both engines, set by one migration operation.

A record is immutable except for one-way closing columns (empty → value). SQLite loses triggers when Django rebuilds
a table, so a later migration that alters a protected table must protect it again; a system check finds the gap.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

__all__ = ["ProtectRecord", "ProtectWhenReferred", "Record", "missing_triggers"]


class Record(models.Model):
    """Abstract base of append-only tables. ``closing_columns`` may go from empty to a value, once."""

    closing_columns: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True


def _trigger_names(table: str) -> tuple[str, str]:
    return f"{table}_no_update", f"{table}_no_delete"


def _create_statements(vendor: str, table: str, columns: list[str], closing: list[str]) -> list[str]:
    update, delete = _trigger_names(table)
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    frozen = [f'NEW."{column}" {differs} OLD."{column}"' for column in columns if column not in closing]
    reopened = [
        f'(OLD."{column}" IS NOT NULL AND CAST(OLD."{column}" AS TEXT) <> \'\' '
        f'AND NEW."{column}" {differs} OLD."{column}")'
        for column in closing
    ]
    condition = " OR ".join(frozen + reopened)
    message = f"{table} is a record: it cannot be changed"
    if vendor == "postgresql":
        function = f"{table}_protect"
        return [
            f'CREATE OR REPLACE FUNCTION "{function}"() RETURNS trigger AS $$ BEGIN '
            f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$ LANGUAGE plpgsql",
            f'CREATE TRIGGER "{update}" BEFORE UPDATE ON "{table}" FOR EACH ROW WHEN ({condition}) '
            f'EXECUTE FUNCTION "{function}"()',
            f'CREATE TRIGGER "{delete}" BEFORE DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{function}"()',
        ]
    return [
        f'CREATE TRIGGER "{update}" BEFORE UPDATE ON "{table}" FOR EACH ROW WHEN {condition} '
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
        f'CREATE TRIGGER "{delete}" BEFORE DELETE ON "{table}" FOR EACH ROW '
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
    ]


def _drop_statements(vendor: str, table: str) -> list[str]:
    on = f' ON "{table}"' if vendor == "postgresql" else ""
    return [f'DROP TRIGGER IF EXISTS "{name}"{on}' for name in _trigger_names(table)]


class ProtectRecord(Operation):
    """Migration operation: refuse UPDATE (but for closing columns) and DELETE on a model's table."""

    reversible = True

    def __init__(self, model_name: str, closing: tuple[str, ...] = ()) -> None:
        self.model_name = model_name
        self.closing = closing

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The state of the models does not change."""

    def _run(self, statements: list[str], editor: BaseDatabaseSchemaEditor) -> None:
        for statement in statements:
            editor.execute(statement)

    def database_forwards(self, app_label: str, editor: BaseDatabaseSchemaEditor, old: Any, new: Any) -> None:
        model = new.apps.get_model(app_label, self.model_name)
        table, vendor = model._meta.db_table, editor.connection.vendor
        columns = [field.column for field in model._meta.local_concrete_fields]
        closing = [model._meta.get_field(name).column for name in self.closing]
        # Django defers constraint creation; triggers must see the finished table.
        self._run(_drop_statements(vendor, table) + _create_statements(vendor, table, columns, closing), editor)

    def database_backwards(self, app_label: str, editor: BaseDatabaseSchemaEditor, old: Any, new: Any) -> None:
        table = old.apps.get_model(app_label, self.model_name)._meta.db_table
        self._run(_drop_statements(editor.connection.vendor, table), editor)

    def describe(self) -> str:
        return f"Protect the records of {self.model_name}"


class ProtectWhenReferred(Operation):
    """Migration operation: refuse UPDATE and DELETE of a row from the moment another table's row refers to it.

    For texts that people sign: a draft may be rewritten, what is signed may not. Constraints are deferred, triggers
    are not: the refusal comes with the statement.
    """

    reversible = True

    def __init__(self, model_name: str, *, by: str, through: str) -> None:
        self.model_name = model_name
        self.by = by
        self.through = through

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The state of the models does not change."""

    def database_forwards(self, app_label: str, editor: BaseDatabaseSchemaEditor, old: Any, new: Any) -> None:
        model, referring = (new.apps.get_model(app_label, name) for name in (self.model_name, self.by))
        table, vendor = model._meta.db_table, editor.connection.vendor
        column, key = referring._meta.get_field(self.through).column, model._meta.pk.column
        referred = f'EXISTS (SELECT 1 FROM "{referring._meta.db_table}" WHERE "{column}" = OLD."{key}")'  # noqa: S608 - names of our own tables
        message = f"{table} is referred to: it cannot be changed"
        for statement in _drop_statements(vendor, table):
            editor.execute(statement)
        if vendor == "postgresql":
            editor.execute(
                f'CREATE OR REPLACE FUNCTION "{table}_protect"() RETURNS trigger AS $$ BEGIN IF {referred} THEN '
                f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$ LANGUAGE plpgsql"
            )
        for name, event in zip(_trigger_names(table), ("UPDATE", "DELETE"), strict=True):
            body = (
                f'EXECUTE FUNCTION "{table}_protect"()'
                if vendor == "postgresql"
                else f"WHEN {referred} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
            editor.execute(f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW {body}')

    def database_backwards(self, app_label: str, editor: BaseDatabaseSchemaEditor, old: Any, new: Any) -> None:
        table = old.apps.get_model(app_label, self.model_name)._meta.db_table
        for statement in _drop_statements(editor.connection.vendor, table):
            editor.execute(statement)

    def describe(self) -> str:
        return f"Protect {self.model_name} once {self.by} refers to it"


def missing_triggers(connection: Any) -> list[str]:
    """Labels of Record models whose table exists but has lost a trigger."""
    catalogue = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        cursor.execute(catalogue)
        present = {row[0] for row in cursor.fetchall()}
    return [
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, Record)
        and model._meta.db_table in tables
        and not present.issuperset(_trigger_names(model._meta.db_table))
    ]
