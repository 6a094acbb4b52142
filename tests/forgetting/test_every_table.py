"""Whatever tables there are: after a purge no row leads to anybody of the evening, nor says what people typed."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Column, Table, Text, insert, select, text
from sqlalchemy.sql.sqltypes import Boolean, Date, DateTime, Integer, String

from assembly.extensions import db
from assembly.forgetting.actions import purge
from assembly.gatherings.models import Gathering
from assembly.kernel.models.base import UTCTime, now
from assembly.rehearsal.actions.rehearsals import remove_rehearsal
from tests.support.cast import Person, end_evening

CANARY = "canary"
# what hosts wrote for the evening and the assembly, and what the README says stays: proposals, pods, figures, the book
STAYS = {
    "assembly", "gathering", "allocation", "proposal", "ask", "step", "help_wanted", "want", "closure", "count",
    "last_call", "metric", "temperature_check", "money_received", "move", "ledger_row", "pod", "role_term",
    "synonym_list", "grant", "device", "forgetting", "door_slip",
}  # fmt: skip
# what stays of somebody who was forgotten, without a name: promises, that a name was hidden, codes that open their page
NUMBERS = {"pledge", "match_offer", "claim", "crowd", "person_hidden", "name_hidden"}


@pytest.fixture
def evening(app: Flask, fay: Person, ana: Person) -> Person:
    """It is over, and every table that had no row has one, of this evening and of Ana, with words of people in it."""
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    end_evening(app, fay)
    with app.app_context():
        db.session.execute(text("PRAGMA ignore_check_constraints = ON"))
        for table in db.metadata.sorted_tables:
            if db.session.execute(select(table).limit(1)).first() is None:
                db.session.execute(insert(table).values(made_up(table)))
        db.session.execute(text("PRAGMA ignore_check_constraints = OFF"))
        db.session.commit()
    return fay


def made_up(table: Table) -> dict[str, Any]:
    return {column.name: value(column) for column in table.columns if not column.primary_key}


def value(column: Column[Any]) -> Any:
    for key in column.foreign_keys:
        if key.column.table is column.table:
            return None
        return db.session.scalar(select(key.column).limit(1))
    kind = column.type
    if column.name == "ended_at":  # no card is part of itself, no pod of itself
        return now()
    if column.nullable and not isinstance(kind, (String, Text)):
        return None
    if isinstance(kind, Boolean):
        return False
    elif isinstance(kind, Integer):
        return 1
    elif isinstance(kind, (DateTime, UTCTime)):
        return now()
    elif isinstance(kind, Date):
        return now().date()
    assert isinstance(kind, (String, Text)), column
    return f"{CANARY} {column.table.name}.{column.name}"


def leading_to_people() -> dict[str, list[int]]:
    """Rows by table that point at a participant."""
    found: dict[str, list[int]] = {}
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if any(key.target_fullname == "participant.id" for key in column.foreign_keys):
                rows = db.session.scalars(select(table.c.id).where(column.is_not(None))).all()
                found[table.name] = [*found.get(table.name, []), *rows]
    return {name: rows for name, rows in found.items() if rows}


def saying_canary(*which: str, ids: dict[str, list[int]] | None = None) -> list[str]:
    """Columns in which somebody's words still stand, of all tables but `which`; `ids`: in these rows alone."""
    found = []
    for table in db.metadata.sorted_tables:
        if table.name in which or (ids is not None and table.name not in ids):
            continue
        for column in table.columns:
            if isinstance(column.type, (String, Text)) and not column.foreign_keys:
                asked = select(table.c.id).where(column.like(f"%{CANARY}%"))
                if ids is not None:
                    asked = asked.where(table.c.id.in_(ids[table.name]))
                if db.session.scalar(asked.limit(1)) is not None:
                    found.append(f"{table.name}.{column.name}")
    return found


def here() -> Gathering:
    return db.session.query(Gathering).one()


def test_every_table_is_filled(app: Flask, evening: Person) -> None:
    with app.app_context():
        for table in db.metadata.sorted_tables:
            assert db.session.execute(select(table).limit(1)).first() is not None, table.name


def test_after_a_purge_nothing_leads_to_anybody_and_nothing_says_what_people_typed(app: Flask, evening: Person) -> None:
    with app.app_context():
        assert leading_to_people()
        purge(here())
        db.session.expire_all()
        assert leading_to_people() == {}
        assert saying_canary(*STAYS) == []


def test_whoever_is_forgotten_leaves_promises_as_numbers_and_no_words(app: Flask, evening: Person, ana: Person) -> None:
    with app.app_context():
        mine = leading_to_people()
    assert ana.post("/me/forgetting", sure="yes").status_code == 303
    with app.app_context():
        assert leading_to_people().keys() <= NUMBERS
        assert saying_canary(*NUMBERS, ids=mine) == []


def test_nothing_of_a_rehearsal_is_left(app: Flask, evening: Person) -> None:
    with app.app_context():
        here().assembly.rehearsal = True
        db.session.flush()
        remove_rehearsal(here())
        left = [table for table in db.metadata.sorted_tables if db.session.execute(select(table)).first() is not None]
        assert [table.name for table in left] == ["device", "grant"], "whoever runs this server"
