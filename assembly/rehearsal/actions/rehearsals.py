"""Rehearse: put a made-up evening on the table, send pretend phones to it, take all of it away again."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import and_, delete, select, union, union_all

from assembly.extensions import db
from assembly.gatherings.actions import move_step, start_assembly, start_gathering
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.idempotency import Press
from assembly.kernel.actions.ledger import sha256
from assembly.kernel.actions.writing import writing, writing_anew
from assembly.kernel.models.base import now, random_name
from assembly.kernel.models.identity import Attempt, Device, Grant
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.models.places import Assembly
from assembly.kernel.rules import N_, RuleBroken
from assembly.money.actions import receive, today
from assembly.people.actions.people import forget_devices
from assembly.people.models import Participant
from assembly.people.rules import check_pretend
from assembly.rehearsal.models import Crowd, out
from assembly.rehearsal.rules import LONGEST, Tried, check_crowd, check_removable, write_report
from assembly.rehearsal.stories import PROPOSALS, REHEARSAL
from assembly.rounds.actions.proposals import Draft, add_proposal
from assembly.rounds.actions.rounds import publish_settings
from assembly.rounds.rules.settings import RoundSettings

STAYS = 1  # minute that a crowd from the desk stays at the step where people give hours

SETTINGS = RoundSettings(
    divided=8_000_00,
    set_aside=1_200_00,
    set_aside_note="rent of the hall and the bail fund, decided by everybody in October",
    step=1_00,
    period="the next four weeks",
)


def start_rehearsal(
    operator: Grant, names: tuple[str, str], time_zone: str, press: Press | None = None, kind: str = "congress"
) -> Gathering:
    """An evening of one `kind`, in dollars, that does not count, in an assembly of its own (`names`): see
    `set_the_table`."""
    assembly = start_assembly(operator, names[0], "USD", 2, time_zone)
    assembly.rehearsal = True
    return start_gathering(assembly, operator, names[1], kind, press)


def rehearse_hours() -> str:
    """From the command line, at nobody's desk: a rehearsal where people give hours already; its code."""
    with writing_anew():
        nobody = Grant(role="operator", device=Device(token_hash=sha256(random_name())))
        gathering = start_rehearsal(nobody, (REHEARSAL, REHEARSAL), "UTC")
        slug, code = gathering.slug, gathering.code
    set_the_table(slug)
    while _moved_on(slug) != "pledging":
        pass
    return code


def set_the_table(slug: str) -> None:
    """Money, settings and made-up proposals, each an action of its own by whoever facilitates there; an evening of
    cards alone needs none."""
    if not _has_round(slug):
        return
    as_facilitator(slug, _fill_the_pot)
    as_facilitator(slug, lambda by, gathering: publish_settings(by, gathering.allocation, SETTINGS))
    for plan in PROPOSALS:
        draft = Draft(
            title=plan.title,
            change=plan.change,
            lesson=plan.lesson,
            proposer=plan.proposer,
            minimum=plan.minimum * 100,
            ask=plan.ask * 100,
            all_or_nothing=False,
            need_people=None,
            need_hours=None,
            wants=plan.wants,
        )
        as_facilitator(slug, lambda by, gathering, draft=draft: add_proposal(by, gathering, draft))


def _has_round(slug: str) -> bool:
    found = db.session.scalar(select(Gathering.has_round).where(Gathering.slug == slug))
    db.session.rollback()
    return bool(found)


def as_facilitator(slug: str, action: Callable[..., object]) -> None:
    """Do it as the first facilitator of the gathering."""
    with writing(Gathering, slug) as gathering:
        mine = (Grant.gathering_id == gathering.id, Grant.role == "facilitator")
        action(db.session.scalars(select(Grant).where(*mine).order_by(Grant.id)).first(), gathering)


def send_crowd(facilitator: Grant, gathering: Gathering, phones: int) -> Crowd:
    """So many pretend phones come now; the door starts them. RuleBroken for an evening that counts, beyond the bounds,
    and while others that a desk sent are out anywhere on this server.
    """
    check_pretend(gathering.rehearsal)
    check_crowd(phones, STAYS)
    if db.session.scalar(select(Crowd.id).where(Crowd.by_id.is_not(None), out()).limit(1)):
        raise RuleBroken(N_("Pretend phones are out already. Wait until they are home."))
    crowd = Crowd(phones=phones, gathering_id=gathering.id, by=facilitator)
    db.session.add(crowd)
    db.session.commit()
    return crowd


def crowd_came_home(gathering: Gathering, crowd: int, tried: Tried | None) -> Gathering:
    """Keep what they found, or that they came to nothing (None). `crowd` is its id in this gathering."""
    _keep(db.session.scalar(select(Crowd).where(Crowd.id == crowd, Crowd.gathering_id == gathering.id)), tried)
    db.session.commit()
    return gathering


def speak_for_crowd(speaker: Participant, phones: int) -> Gathering:
    """A crowd came from another computer; repeatable. RuleBroken where it counts or beyond the bounds."""
    gathering = speaker.gathering
    check_pretend(gathering.rehearsal)
    check_crowd(phones, LONGEST)
    if _spoken_for_by(speaker) is None:
        db.session.add(Crowd(phones=phones, gathering_id=gathering.id, speaker=speaker))
    db.session.commit()
    return gathering


def hand_over_report(speaker: Participant, tried: Tried | None) -> Gathering:
    """What the crowd that I speak for found, or that it came to nothing (None). The first word stands."""
    _keep(_spoken_for_by(speaker), tried)
    db.session.commit()
    return speaker.gathering


def remove_rehearsal(gathering: Gathering) -> None:
    """Delete the assembly and its book. RuleBroken for one that counts. `database.sweep` clears the files."""
    check_removable(gathering.rehearsal)
    assembly = gathering.assembly_id
    here = select(Gathering.id).where(Gathering.assembly_id == assembly)
    inside = select(Participant.device_id).where(Participant.gathering_id.in_(here))
    granted = select(Grant.device_id).where(
        (Grant.gathering_id.in_(here)) | (Grant.assembly_id == assembly), Grant.device_id.is_not(None)
    )
    devices = list(db.session.scalars(union(inside, granted)))
    _forget_presses(assembly, devices)
    db.session.execute(delete(Assembly).where(Assembly.id == assembly))  # everything below goes with it
    forget_devices(devices)
    db.session.commit()


def _forget_presses(assembly: int, devices: list[int]) -> None:
    """Forget what hosts pressed here. Where another book has the row number too, the press (hash, number) stays."""
    people = select(Participant.device_id, Participant.ledger_id, Gathering.assembly_id).join(Participant.gathering)
    hosts = select(Grant.device_id, Grant.ledger_id, Gathering.assembly_id).join(Grant.gathering)
    hands = union_all(
        *(hand.where(hand.selected_columns.device_id.in_(devices)) for hand in (people, hosts))
    ).subquery()
    in_its_book = (LedgerRow.assembly_id == hands.c.assembly_id, LedgerRow.seq == Attempt.seq)
    made = (
        select(Attempt.id)
        .join(hands, hands.c.device_id == Attempt.device_id)
        .join(LedgerRow, and_(*in_its_book, LedgerRow.body.contains(hands.c.ledger_id)))
    )
    elsewhere = made.where(hands.c.assembly_id != assembly)
    here = made.where(hands.c.assembly_id == assembly, Attempt.id.not_in(elsewhere))
    db.session.execute(delete(Attempt).where(Attempt.id.in_(here)))


def _spoken_for_by(speaker: Participant) -> Crowd | None:
    return db.session.scalar(select(Crowd).where(Crowd.speaker_id == speaker.id))


def _keep(crowd: Crowd | None, tried: Tried | None) -> None:
    if crowd and crowd.running:
        crowd.ended_at = now()
        crowd.sheet = write_report(tried) if tried else ""


def _moved_on(slug: str) -> str:
    """One Next; the step that the room is at now."""
    step = ""

    def press_next(by: Grant, gathering: Gathering) -> None:
        nonlocal step
        step = move_step(by, gathering, to=gathering.position + 1, at=gathering.position).step.kind

    as_facilitator(slug, press_next)
    return step


def _fill_the_pot(by: Grant, gathering: Gathering) -> None:
    day = today(gathering.assembly)
    receive(by, gathering, 6_500_00, "neighbourhood fund of the city", day - timedelta(days=23))
    receive(by, gathering, 2_700_00, "summer street sale", day - timedelta(days=9))
