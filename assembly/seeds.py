"""One made-up congress, told in actions: nobody here exists."""

from collections.abc import Sequence

from sqlalchemy import select

from .actions.gatherings import move_step, start_assembly, start_gathering
from .actions.grants import make_operator
from .actions.ledger import sha256
from .actions.people import come_in
from .actions.pledges import pledge_hours
from .actions.proposals import Draft, add_proposal
from .actions.rounds import RoundSettings, publish_settings
from .actions.writing import writing
from .extensions import db
from .models import Gathering, Grant, Participant, Proposal

ASSEMBLY, EVENING = "Eastside Assembly", "Winter congress"

# title, what it would change, who proposes, minimum and ask in dollars
PROPOSALS: Sequence[tuple[str, str, str, int, int]] = (
    (
        "Night-watch kitchen",
        "Hot meals for people who work nights, Thursday to Saturday.",
        "the kitchen pod",
        1400,
        3600,
    ),
    ("Tool library", "Borrow a drill for a weekend instead of buying one for ten holes.", "the mending pod", 500, 2000),
    ("Bike repair", "Every bicycle on the east side rides through the winter.", "Terrence and Bo", 300, 1000),
    ("Courtyard garden", "Beds, water and shade where the cars used to stand.", "the garden pod", 900, 3000),
    ("Sound van", "Our own loudspeakers for every gathering, ready in an hour.", "Luz", 2000, 4000),
    ("Rent desk", "Somebody beside you when you open a letter from the landlord.", "the tenants' pod", 0, 0),
)

# name, (proposal, hours, first hour) …
PEOPLE: Sequence[tuple[str, tuple[tuple[int, int, str], ...]]] = (
    ("Rosa", ((1, 4, "this week"), (6, 2, "later"))),
    ("Amina", ((1, 3, "this week"), (4, 2, "next week"))),
    ("Kwame", ((1, 6, "next week"),)),
    ("Wren", ((2, 4, "this week"), (3, 2, "this week"))),
    ("Malik", ((2, 3, "later"), (1, 3, "this week"))),
    ("Ines", ((2, 2, "next week"), (6, 4, "this week"))),
    ("Sun-hi", ((4, 4, "this week"), (2, 2, "later"))),
    ("Luz", ((5, 6, "later"),)),
    ("June", ((3, 3, "this week"), (4, 3, "next week"))),
    ("Bo", ((3, 6, "this week"),)),
    ("Pat", ((5, 2, "later"), (6, 1, "later"))),
    ("Otis", ((4, 6, "this week"),)),
    ("Terrence", ((3, 2, "this week"), (1, 4, "later"))),
    ("Dolores", ((1, 2, "this week"), (6, 3, "this week"))),
    ("Ibrahim", ()),
    ("", ()),
)


def tell_everything() -> str:
    """Tell the congress up to the middle of pledging, once; the gathering's slug."""
    told = db.session.scalar(select(Gathering.slug).where(Gathering.name == EVENING))
    db.session.rollback()
    return told or tell_congress()


def tell_congress() -> str:
    with writing(None):
        make_operator(sha256("the demo's desk"))
    with writing(None):
        operator = db.session.scalars(select(Grant).where(Grant.role == "operator")).first()
        assert operator
        assembly = start_assembly(operator, ASSEMBLY, "USD", 2, "America/New_York")
        slug = start_gathering(assembly, operator, EVENING).slug
    _set_the_table(slug)
    for number, (name, promises) in enumerate(PEOPLE, start=1):
        with writing(slug) as gathering:
            come_in(gathering, sha256(f"the demo's phone {number}"), gathering.code, name)
        for proposal, hours, first_hour in promises:
            with writing(slug) as gathering:
                pledge_hours(_person(gathering, number), _proposal(gathering, proposal), hours, first_hour)
    return slug


def _set_the_table(slug: str) -> None:
    with writing(slug) as gathering:
        publish_settings(_facilitator(gathering), gathering.allocation, SETTINGS)
    for title, change, proposer, minimum, ask in PROPOSALS:
        draft = Draft(
            title=title,
            change=change,
            proposer=proposer,
            minimum=minimum * 100,
            ask=ask * 100,
            all_or_nothing=False,
            need_people=None,
            need_hours=None,
        )
        with writing(slug) as gathering:
            add_proposal(_facilitator(gathering), gathering, draft)
    with writing(slug) as gathering:
        move_step(_facilitator(gathering), gathering, to=1, at=0)


SETTINGS = RoundSettings(
    divided=8_000_00,
    set_aside=1_200_00,
    set_aside_note="rent of the hall and the bail fund, decided by everybody in October",
    step=1_00,
    rule="floors_first",
    people_weight=3,
    min_people=3,
    min_hours=3,
    hours_each=6,
    proposals_each=2,
    period="the next four weeks",
    period_end=None,
    last_call_seconds=180,
)


def _facilitator(gathering: Gathering) -> Grant:
    mine = (Grant.gathering_id == gathering.id, Grant.role == "facilitator")
    return db.session.scalars(select(Grant).where(*mine)).one()


def _person(gathering: Gathering, number: int) -> Participant:
    mine = (Participant.gathering_id == gathering.id, Participant.number == number)
    return db.session.scalars(select(Participant).where(*mine)).one()


def _proposal(gathering: Gathering, number: int) -> Proposal:
    return next(proposal for proposal in gathering.proposals if proposal.number == number)
