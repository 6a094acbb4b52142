"""The deeds of one pledge: what is written, and what is not."""

import json

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.ledger import TAG, canonical, sealed, sha256
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.models.places import BEGINNING, Assembly
from assembly.kernel.rules import RuleBroken
from assembly.kernel.rules.refusals import Missing
from assembly.people.actions.people import come_in
from assembly.people.models import Participant
from assembly.rounds.actions.pledge_context import pledge_context_of
from assembly.rounds.actions.pledges import pledge_hours, withdraw_pledge
from assembly.rounds.models.pledge import Pledge
from tests.support.cast import Person

pytestmark = pytest.mark.both_memories


def chain(app: Flask) -> list[LedgerRow]:
    with app.app_context():
        rows = db.session.query(LedgerRow).order_by(LedgerRow.assembly_id, LedgerRow.seq).all()
        db.session.expunge_all()
        return rows


def pledge(slug: str, person: int, number: int, hours: int) -> None:
    with writing(Gathering, slug) as gathering:
        me = db.session.query(Participant).filter_by(gathering_id=gathering.id, number=person).one()
        proposal = next(one for one in gathering.proposals if one.number == number)
        pledge_hours(pledge_context_of(me, proposal, press=None), hours, "later")


def test_a_pledge_its_row_and_its_version_are_one_transaction(app: Flask, fay: Person, ana: Person) -> None:
    before = chain(app)
    with app.app_context():
        pledge(ana.slug, 1, 1, 3)
        gathering = db.session.query(Gathering).filter_by(slug=ana.slug).one()
        assert gathering.version == len(before) + 1
        assert [one.hours for one in db.session.query(Pledge)] == [3]
    row = chain(app)[-1]
    facts = json.loads(row.body)
    assert facts["kind"] == "hours pledged"
    assert facts["facts"] == {"proposal": 1, "hours": 3, "first_hour": "later"}


def test_a_broken_rule_leaves_nothing_behind(app: Flask, fay: Person, ana: Person) -> None:
    before = len(chain(app))
    with app.app_context(), pytest.raises(RuleBroken):
        pledge(ana.slug, 1, 1, 7)
    with app.app_context():
        assert db.session.query(Pledge).count() == 0
    assert len(chain(app)) == before


def test_the_chain_hangs_together(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    rows = chain(app)
    prev = BEGINNING
    for seq, row in enumerate(rows, start=1):
        assert (row.seq, row.prev) == (seq, prev)
        assert row.body == canonical(json.loads(row.body))
        assert row.body_hash == sha256(row.body)
        assert row.hash == sha256(f"{TAG}|{prev}|{seq}|{row.body_hash}")
        prev = row.hash
    with app.app_context():
        assembly = db.session.query(Assembly).one()
        assert (assembly.seq, assembly.head) == (len(rows), prev)


def test_the_book_holds_no_name_and_no_text(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    book = "".join(row.body for row in chain(app))
    with app.app_context():
        me = db.session.query(Participant).one()
        assert me.name == "Ana"
        assert sealed(me.name, me.salt) in book
        assert me.handle not in book
    for word in ("Ana", "Night-watch", "street", "Winter congress"):
        assert word not in book


def test_taking_back_what_was_never_given_writes_nothing(app: Flask, fay: Person, ana: Person) -> None:
    before = len(chain(app))
    with app.app_context(), writing(Gathering, ana.slug) as gathering:
        me = db.session.query(Participant).one()
        context = pledge_context_of(me, gathering.proposals[0], press=None)
        assert not withdraw_pledge(context).moved
    assert len(chain(app)) == before


def test_writing_refuses_to_begin_after_a_read(app: Flask, fay: Person) -> None:
    with app.app_context():
        db.session.query(Gathering).first()
        with pytest.raises(RuntimeError), writing(Gathering, fay.slug):
            pass


def test_writing_finds_no_gathering_nobody_made(app: Flask) -> None:
    with app.app_context(), pytest.raises(Missing), writing(Gathering, "nosuch"):
        pass


def test_coming_in_twice_keeps_who_i_am(app: Flask, fay: Person) -> None:
    from tests.support.cast import code_of

    code = code_of(app, fay.slug)
    with app.app_context():
        for name in ("Ana", "Anna"):
            with writing(Gathering, fay.slug) as gathering:
                come_in(gathering, "f" * 64, code, name)
        assert [person.name for person in db.session.query(Participant)] == ["Anna"]
