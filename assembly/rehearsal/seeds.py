"""Made-up evenings, told in actions: one of cards, one half-way through its hours, and two that wait to begin."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import available_timezones

from sqlalchemy import select

from assembly.board.actions import CardDraft, add_name, post_card
from assembly.board.models import Asset
from assembly.extensions import db
from assembly.gatherings.actions import (
    move_step,
    set_meeting_place,
    set_next_date,
    start_assembly,
    start_gathering,
)
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.keys import make_operator
from assembly.kernel.actions.ledger import sha256
from assembly.kernel.actions.writing import writing, writing_anew
from assembly.kernel.models.identity import Grant
from assembly.people.actions.people import come_in
from assembly.people.models import Participant
from assembly.presenting.actions import present
from assembly.rehearsal.actions.rehearsals import as_facilitator, set_the_table, start_rehearsal
from assembly.rehearsal.stories import ASSEMBLY, CARDS, CONGRESS, MAPPING, MAPPING_REHEARSAL, PEOPLE, REHEARSAL
from assembly.rounds.actions.pledge_context import pledge_context_of
from assembly.rounds.actions.pledges import pledge_hours
from assembly.rounds.models.proposal import Proposal

LOCALTIME = Path("/etc/localtime")


def zone_here() -> str:
    """This computer's time zone, so that a demo's clocks are right where it runs; UTC where it is not said."""
    told = os.environ.get("TZ") or str(LOCALTIME.resolve()).partition("/zoneinfo/")[2]
    return told if told in available_timezones() else "UTC"


def tell_mapping() -> str:
    """An evening of cards alone, up to the reading of the wall."""
    slug = _start(MAPPING, "mapping")
    _everybody_comes_in(slug)
    _next(slug)
    _tell_cards(slug)
    _next(slug)
    as_facilitator(slug, lambda by, gathering: set_next_date(by, gathering, "Sunday, 3 pm, the same hall"))
    return slug


def tell_congress() -> str:
    """A congress up to the middle of pledging."""
    slug = _start(CONGRESS, "congress")
    set_the_table(slug)
    as_facilitator(slug, lambda by, gathering: set_meeting_place(by, gathering, "the kitchen"))
    _everybody_comes_in(slug)
    _next(slug)
    _tell_cards(slug)
    _next(slug)
    for at, following in ((0, 1), (1, 2)):
        as_facilitator(
            slug,
            lambda by, gathering, at=at, following=following: present(by, _proposal(gathering, following), 240, at),
        )
    _next(slug)
    for number, (_, promises) in enumerate(PEOPLE, start=1):
        for proposal, hours, first_hour in promises:
            with writing(Gathering, slug) as gathering:
                context = pledge_context_of(_person(gathering, number), _proposal(gathering, proposal), press=None)
                pledge_hours(context, hours, first_hour)
    return slug


def set_up_rehearsal() -> str:
    """A whole congress with everything on the table and nobody in the room."""
    return _set_up(REHEARSAL, "quarterly-congress")


def set_up_mapping_rehearsal() -> str:
    """A whole mapping gathering with nobody in the room."""
    return _set_up(MAPPING_REHEARSAL, "mapping-gathering")


def _set_up(name: str, kind: str) -> str:
    with _operating() as operator:
        slug = start_rehearsal(operator, (ASSEMBLY, name), zone_here(), kind=kind).slug
    set_the_table(slug)
    return slug


def _start(name: str, kind: str) -> str:
    with _operating() as operator:
        return start_gathering(start_assembly(operator, ASSEMBLY, "USD", 2, zone_here()), operator, name, kind).slug


@contextmanager
def _operating() -> Iterator[Grant]:
    with writing_anew():
        make_operator(sha256("the demo's desk"))
    with writing_anew():
        operator = db.session.scalars(select(Grant).where(Grant.role == "operator")).first()
        assert operator
        yield operator


def _everybody_comes_in(slug: str) -> None:
    for number, (name, _) in enumerate(PEOPLE, start=1):
        with writing(Gathering, slug) as gathering:
            come_in(gathering, sha256(f"the demo's phone {number} at {slug}"), gathering.code, name)


def _tell_cards(slug: str) -> None:
    for number, (kind, words, note, people) in enumerate(CARDS, start=1):
        with writing(Gathering, slug) as gathering:
            post_card(_person(gathering, people[0]), gathering, CardDraft(kind, words, note))
        for person in people[1:]:
            with writing(Gathering, slug) as gathering:
                add_name(_person(gathering, person), _card(gathering, number))


def _next(slug: str) -> None:
    as_facilitator(
        slug, lambda by, gathering: move_step(by, gathering, to=gathering.position + 1, at=gathering.position)
    )


def _person(gathering: Gathering, number: int) -> Participant:
    mine = (Participant.gathering_id == gathering.id, Participant.number == number)
    return db.session.scalars(select(Participant).where(*mine)).one()


def _card(gathering: Gathering, number: int) -> Asset:
    return next(card for card in gathering.assets if card.number == number)


def _proposal(gathering: Gathering, number: int) -> Proposal:
    return next(proposal for proposal in gathering.proposals if proposal.number == number)
