"""Statements that a whole hall asks in the same minute: spelled once for a kind of database, then said to its driver.

SQLAlchemy spends more on such a statement than the database does. Everything else goes its way; what listens to its
cursors hears these too, and what it raises is raised here.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Executable, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError

Row = Any  # a named tuple with the statement's columns
Change = Callable[[Any], Any]


class Prepared:
    """A core statement. `fills`: the columns that an insert fills.

    It begins no transaction: alone, it sees one snapshot all the same.
    """

    def __init__(self, statement: Executable, *fills: str) -> None:
        self.statement, self.fills = statement, fills or None
        self._spellings: dict[str, _Spelling] = {}

    def do(self, on: Connection, *each: Mapping[str, Any]) -> None:
        """Write, once for each of these."""
        if each:
            spelling = self._spelled(on)
            say(on, spelling.text, [spelling.said(known) for known in each], many=True)

    def rows(self, on: Connection, **known: Any) -> list[Row]:
        spelling = self._spelled(on)
        return [spelling.read(row) for row in say(on, spelling.text, spelling.said(known))]

    def row(self, on: Connection, **known: Any) -> Row | None:
        """The only one, if there is one."""
        return next(iter(self.rows(on, **known)), None)

    def _spelled(self, on: Connection) -> "_Spelling":
        name = on.dialect.name
        if name not in self._spellings:
            self._spellings[name] = _Spelling(self.statement, self.fills, on.dialect)
        return self._spellings[name]


class _Spelling:
    """A statement as one kind of database wants to hear it, and its rows as Python wants them."""

    def __init__(self, statement: Any, fills: Sequence[str] | None, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=fills, for_executemany=bool(fills))
        self.text = str(compiled)
        self._order: Sequence[str] | None = compiled.positiontup if compiled.positional else None
        self._always = {name: value for name, value in compiled.params.items() if value is not None}
        binds = {name: bind.type.dialect_impl(dialect) for name, bind in compiled.binds.items()}
        self._binds = {name: change for name, kind in binds.items() if (change := kind.bind_processor(dialect))}
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        row = _kind_of_row([str(column.key) for column in columns])
        reads = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self.read: Callable[[Sequence[Any]], Row] = _reader(row, reads) if any(reads) else row._make

    def said(self, known: Mapping[str, Any]) -> Any:
        words = {**self._always, **known}
        for name, change in self._binds.items():
            words[name] = change(words[name])
        return words if self._order is None else tuple(words[name] for name in self._order)


def say(on: Connection, text: str, words: Any = (), *, many: bool = False) -> list[Any]:
    """One statement, on a connection of SQLAlchemy's; its rows, if it has any. Raises as SQLAlchemy does."""
    driver = on.dialect.loaded_dbapi.Error
    try:
        cursor = on.connection.cursor()
        for hear in on.dispatch.before_cursor_execute:
            hear(on, cursor, text, words, None, many)
        (cursor.executemany if many else cursor.execute)(text, words)
        found = list(cursor.fetchall()) if cursor.description else []
        cursor.close()
        return found
    except driver as error:
        broken = on.dialect.is_disconnect(error, on.connection.dbapi_connection, None)
        if broken:
            on.invalidate()
        raise DBAPIError.instance(text, None, error, driver, True, broken, on.dialect) from error
    except BaseException as error:
        if not isinstance(error, Exception):
            on.invalidate()  # whoever was told to stop waiting left it in the middle of something
        raise


def _kind_of_row(columns: Sequence[str]) -> Any:
    return namedtuple("Row", columns)


def _reader(row: Any, changes: Sequence[Change | None]) -> Callable[[Sequence[Any]], Row]:
    return lambda cells: row(*[change(cell) if change else cell for change, cell in zip(changes, cells, strict=True)])
