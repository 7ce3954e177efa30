"""Questions that every request asks, and rows that many write: put together and compiled once, then only asked.

Django builds and compiles a query anew each time, and PostgreSQL plans it anew; both cost more than answering. A
prepared question is written as a query set like any other; the first call compiles it with a probe for each argument,
and the places where the probes come out are where later calls put their values. PostgreSQL keeps its plan for the
connection.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import update_wrapper
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery
from django.utils import timezone

__all__ = ["Columns", "Written", "instances", "prepared"]

#: The name under which a connection keeps the cursor of prepared questions; it goes when the connection does.
KEPT_CURSOR = "lms_prepared_cursor"

Row = tuple[Any, ...]
ModelT = TypeVar("ModelT", bound=Model)


@dataclass(frozen=True)
class _Compiled:
    """Statement, its parameters, which argument stands at which of them, and what turns columns into values."""

    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, int, Callable[[Any], Any] | None], ...]
    converters: tuple[tuple[int, list[Any], Any], ...]


class prepared:
    """``@prepared def ask(person_id, on): return Enrolment.objects.….values_list(…)``; ``ask(7, today)`` gives rows.

    The function must not look at its arguments, only hand them to the query, each as it is: it is called once. An
    argument that the query changes on the way (``__startswith``) raises ValueError at the first call.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self.known: dict[tuple[str, tuple[type, ...]], _Compiled] = {}
        update_wrapper(self, build)

    def __call__(self, *arguments: Any) -> list[Row]:
        """The rows for these arguments: numbers, words, days, moments."""
        key = (connection.vendor, tuple(map(type, arguments)))
        compiled = self.known.get(key)
        if compiled is None:
            compiled = self.known[key] = self._compile(arguments)
        parameters = list(compiled.parameters)
        for place, number, adapt in compiled.places:
            parameters[place] = adapt(arguments[number]) if adapt else arguments[number]
        cursor = _cursor()
        cursor.execute(compiled.sql, parameters)
        rows: list[Row] = cursor.fetchall()
        return _converted(rows, compiled.converters) if compiled.converters else rows

    def _compile(self, arguments: tuple[Any, ...]) -> _Compiled:
        probes = [_probe(type(argument), number) for number, argument in enumerate(arguments)]
        compiler = self.build(*probes).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        places = []
        for place, parameter in enumerate(parameters):
            for number, probe in enumerate(probes):
                if _is_probe(parameter, probe):
                    places.append((place, number, _adapter(parameter, probe)))
        if {number for _place, number, _adapt in places} != set(range(len(arguments))):
            raise ValueError(f"{self.build.__qualname__}: an argument does not reach the query as it is")
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        return _Compiled(
            sql, tuple(parameters), tuple(places), tuple((at, fs, expr) for at, (fs, expr) in converters.items())
        )


def _cursor() -> CursorWrapper:
    """A cursor as Django gives it; on PostgreSQL one that leaves the values to the server, which can keep its plan.

    That one is the connection's own and is used again: making it costs as much as a small answer.
    """
    # A statement under its plan's name tells whoever logs statements nothing: they get it written out.
    if connection.vendor != "postgresql" or connection.queries_logged:
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor  # noqa: PLC0415 - brings the driver

    connection.ensure_connection()
    raw: Any = connection.connection
    kept: CursorWrapper | None = getattr(raw, KEPT_CURSOR, None)
    if kept is None:
        usual, raw.cursor_factory = raw.cursor_factory, ServerBindingCursor
        try:
            kept = connection.cursor()
        finally:
            raw.cursor_factory = usual
        setattr(raw, KEPT_CURSOR, kept)
    return kept


def _probe(kind: type, number: int) -> Any:
    """A value of that type which no query holds by itself."""
    if kind is bool:
        raise ValueError("a bool looks like any other: write two questions")
    if issubclass(kind, datetime):
        return datetime(1703, 2, 1, 3, 7, 11, 1009 + number, tzinfo=timezone.get_default_timezone())
    if issubclass(kind, date):
        return date(1703, 2, 1) + timedelta(days=number)
    if issubclass(kind, int):
        return 1_703_020_100 + number
    if issubclass(kind, str):
        return f"probe-1703-{number}"
    raise ValueError(f"no probe for {kind}")


def _is_probe(parameter: Any, probe: Any) -> bool:
    """Whether a parameter is the probe as this database takes it (SQLite takes days and moments as text)."""
    if isinstance(probe, datetime):
        return bool(parameter == _moment(probe))
    if isinstance(probe, date):
        return bool(parameter == _day(probe))
    return isinstance(parameter, type(probe)) and parameter == probe


def _adapter(parameter: Any, probe: Any) -> Callable[[Any], Any] | None:
    """What makes of an argument what this database takes; None where it takes it as it is."""
    if isinstance(probe, date):
        return _moment if isinstance(probe, datetime) else _day
    return None if type(parameter) is type(probe) else type(parameter)


def _day(value: date) -> Any:
    return connection.ops.adapt_datefield_value(value)


def _moment(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


def _converted(rows: list[Row], converters: tuple[tuple[int, list[Any], Any], ...]) -> list[Row]:
    changed = [list(row) for row in rows]
    for row in changed:
        for place, functions, expression in converters:
            for function in functions:
                row[place] = function(row[place], expression, connection)
    return [tuple(row) for row in changed]


class Columns(Generic[ModelT]):
    """Some columns of a model, and its instances made of them: the rest is read where somebody wants it.

    ``through`` is the way to the model from the one that is asked: ``Columns(CourseRun, "id", through="run__")``.
    """

    def __init__(self, model: type[ModelT], *names: str, through: str = "") -> None:
        wanted = [field.attname for field in model._meta.concrete_fields if not names or field.attname in names]
        if unknown := set(names) - set(wanted):
            raise ValueError(f"{model.__name__} has no column {', '.join(sorted(unknown))}")
        self.model = model
        # In the model's own order, which is what ``from_db`` asks for.
        self.attnames = wanted
        self.names = [through + name for name in wanted]

    def __len__(self) -> int:
        return len(self.attnames)

    def instance(self, values: Row) -> ModelT | None:
        """The instance of these values; None where a joined row does not exist, which has nothing but empty columns."""
        if all(value is None for value in values):
            return None
        return self.model.from_db(connection.alias, self.attnames, values)


def instances(row: Row, *parts: Columns[Any]) -> list[Any]:
    """One instance, or None, for each of the parts of which the row's columns were put together."""
    found, start = [], 0
    for part in parts:
        end = start + len(part)
        found.append(part.instance(row[start:end]))
        start = end
    return found


class Written(Generic[ModelT]):
    """``KEEP = Written(LessonProgress, unique=("enrolment", "lesson"), update=("completed_at",)); KEEP(row)``: one row
    inserted, or the row that is there already brought up to date, as ``bulk_create(update_conflicts=True)`` does it.

    The row holds plain values, no expressions. Without ``unique`` one that is there already raises IntegrityError.
    Sends no signals.
    """

    def __init__(self, model: type[ModelT], *, unique: tuple[str, ...] = (), update: tuple[str, ...] = ()) -> None:
        self.model, self.unique, self.update = model, unique, update
        self.known: dict[str, str] = {}

    def __call__(self, row: ModelT) -> ModelT:
        """The same row, with its id."""
        meta = self.model._meta
        fields = [field for field in meta.local_concrete_fields if field is not meta.auto_field]
        sql = self.known.get(connection.vendor)
        if sql is None:
            sql = self.known[connection.vendor] = self._compile(fields, row)
        values = [field.get_db_prep_save(field.pre_save(row, add=True), connection=connection) for field in fields]
        cursor = _cursor()
        cursor.execute(sql, values)
        ((row.pk,),) = cursor.fetchall()
        row._state.adding, row._state.db = False, connection.alias
        return row

    def _compile(self, fields: list[Any], row: ModelT) -> str:
        known: dict[str, Any] = {}
        if self.unique:
            by_name = self.model._meta.get_field
            known = {
                "on_conflict": OnConflict.UPDATE,
                "update_fields": [by_name(name) for name in self.update],
                "unique_fields": [by_name(name) for name in self.unique],
            }
        query = InsertQuery(self.model, **known)
        query.insert_values(fields, [row])
        compiler = query.get_compiler(connection=connection)
        compiler.returning_fields = [self.model._meta.pk]
        ((sql, _values),) = compiler.as_sql()
        return str(sql)
