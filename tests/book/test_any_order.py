"""Whatever people do in whichever order: the book is right, its sums are the screens' sums, and the export verifies."""

import os
import secrets
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from hypothesis import Phase
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from assembly.book.export import verify
from assembly.book.export.folder import export
from assembly.book.export.rows import opening, written
from assembly.extensions import db
from assembly.forgetting.actions import purge
from assembly.gatherings.actions import start_gathering as start_another
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.books import broken_at
from assembly.kernel.actions.keys import make_link
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.identity import Grant
from assembly.kernel.models.ledger import LedgerRow, balance
from assembly.kernel.rules import RuleBroken
from assembly.kernel.web import answers
from assembly.money.models import MoneyReceived
from assembly.rounds.actions import counting
from assembly.rounds.models.round import LastCall, Reopening
from assembly.rounds.rules.allocation import Support
from assembly.rounds.rules.room import allocate
from tests.support.cast import Person, code_of, start_gathering

LONG = os.environ.get("ASSEMBLY_LONG") == "1"
any_order = hypothesis_settings(
    max_examples=600 if LONG else 20,
    stateful_step_count=60 if LONG else 25,
    phases=tuple(Phase) if LONG else [Phase.generate],  # to make a failing order short takes minutes
    derandomize=True,
    deadline=None,
    database=None,
)

evenings = st.sampled_from([0, 0, 0, 1])  # in the second one less happens
few = st.sampled_from([1, 2, 3, 1, 2, 3, 4])  # somebody, or a proposal of the list; maybe there is none of this number
money = st.sampled_from([0, 50, 100, 150, 400, 1000, 3000])
hours = st.integers(0, 4)
BOARD = ("1/hiding", "1/hiding/withdrawal", "1/merging", "1/merging/withdrawal", "approval", "approval/withdrawal")
FIRST_HOURS = ("this week", "next week", "later")


class AnyOrder(RuleBasedStateMachine):
    """Two evenings of one assembly share a pot. Every form goes through its door, and many are refused."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self.app = app
        self.evenings: list[Evening] = []
        self.last: tuple[Person, str, dict[str, Any]] | None = None
        self.checked: dict[str, int] = {}  # up to which row, by evening

    @initialize(
        rule=st.sampled_from(["floors_first", "common_rate", "equal_shares"]),
        divided=st.sampled_from([0, 1000, 3000]),
        sealed=st.booleans(),
        quiet=st.booleans(),
        outside=st.sampled_from([0, 0, 1]),
        ending=st.sampled_from(["soft", "freeze"]),
        stage=st.sampled_from([0, 1, 1, 1, 2, 3, 4, 4]),  # not open, open, closed, a second round, an open one
    )
    def begin(self, rule: str, divided: int, sealed: bool, quiet: bool, outside: int, ending: str, stage: int) -> None:
        fay = start_gathering(self.app, "Eastside Assembly", "Winter congress", kind="congress")
        first = Evening(self.app, fay)
        with self.app.app_context(), writing(Gathering, fay.slug) as gathering:
            steward = db.session.scalars(select(Grant).where(Grant.role == "steward")).all()[-1]
            with db.session.no_autoflush:
                slug = start_another(gathering.assembly, steward, "Spring congress", "congress").slug
        again = Person(self.app, slug)
        again.browser, again.token = fay.browser, fay.token
        self.evenings = [first, Evening(self.app, again)]
        more = {"ending": ending, "sealed": "yes"} if sealed else {"ending": ending}
        self.publish(0, rule, divided, 0, 1, min_outside=outside, **more)
        for minimum, ask in ((100, 400), (50, 150), (1000, 3000)):
            self.propose(0, minimum, ask, quiet and ask == 400 and rule != "equal_shares")
        for name in ("Ana", "Bo", "Cleo"):
            self.come_in(0, name)
        if stage > 0:
            self.go_on(0, 3)
            for number in (1, 2):
                self.pledge(0, number, number, 2)
                self.lower(0, number, 0, presenter=number > 1)
        if stage > 1:
            self.close(0)
        if stage > 2:
            self.begin_second_round(0)
        if stage > 3:
            self.open_second_round(0)

    # the evening

    @rule(which=evenings, name=st.sampled_from(["", "Ana", "Luz"]))
    def come_in(self, which: int, name: str) -> None:
        evening = self.evenings[which]
        person = Person(self.app, evening.slug)
        if self.press(person, "/people", code=code_of(self.app, evening.slug), name=name) == 303:
            evening.phones.append(person)

    @rule(which=evenings, steps=st.integers(1, 5))
    def go_on(self, which: int, steps: int) -> None:
        for _ in range(steps):
            self.step(which, 1)

    @rule(which=evenings, by=st.sampled_from([-1, 1]))
    def step(self, which: int, by: int) -> None:
        with self.app.app_context():
            at = self.evenings[which].here.position
        self.desk(which, "/step", to=max(0, at + by), at=at)

    @rule(which=evenings, press=st.sampled_from(["/code", "/door/closure", "/freeze", "/proposals/1/presentation"]))
    def hold(self, which: int, press: str) -> None:
        self.desk(which, press, seconds=60, at=0)

    # the board

    @rule(which=evenings, who=few, words=st.sampled_from(["bread", "van"]), press=st.sampled_from(BOARD))
    def share(self, which: int, who: int, words: str, press: str) -> None:
        """A card, and what the desk does with the board then."""
        self.phone(which, who, "/board/skills", words=words)
        self.desk(which, f"/board/{press}", into=2)

    # proposals

    @rule(which=evenings, minimum=money, ask=money, quiet=st.booleans())
    def propose(self, which: int, minimum: int, ask: int, quiet: bool = False) -> None:
        more = {"quiet": "yes"} if quiet else {"role_title_1": "Driver", "role_hours_1": 3}
        self.desk(which, "/proposals/", **proposal(minimum, ask), **more)

    @rule(which=evenings, number=few, minimum=money, ask=money)
    def amend(self, which: int, number: int, minimum: int, ask: int) -> None:
        self.desk(which, f"/proposals/{number}", **proposal(minimum, ask), wants="a van", need_people=1)

    @rule(which=evenings, number=few)
    def amend_words(self, which: int, number: int) -> None:
        self.desk(which, f"/presenter/{number}/words", lesson="Salt it early.", change="Soup.")

    @rule(which=evenings, number=few, steps=st.integers(-1, 2), presenter=st.booleans())
    def lower(self, which: int, number: int, steps: int, presenter: bool) -> None:
        """By some steps, or by none, or up."""
        with self.app.app_context():
            stands = {ask.proposal.number: ask.minimum // 100 for ask in self.evenings[which].here.allocation.asks}
        place = f"/presenter/{number}/minimum" if presenter else f"/proposals/{number}"
        self.desk(which, place, minimum=max(0, stands.get(number, 0) - 50 * steps))

    @rule(
        which=evenings,
        number=few,
        press=st.sampled_from(["title", "title/withdrawal", "withdrawal", "withdrawal/withdrawal"]),
    )
    def mend_the_list(self, which: int, number: int, press: str) -> None:
        self.desk(which, f"/proposals/{number}/{press}", title=f"Kitchen {secrets.randbelow(9)}")

    @rule(which=evenings, number=few, into=few)
    def put_together(self, which: int, number: int, into: int) -> None:
        self.desk(which, f"/proposals/{number}/merging", into=into, sure=into)

    # the round

    @rule(
        which=evenings,
        rule=st.sampled_from(["floors_first", "common_rate", "equal_shares"]),
        divided=money,
        set_aside=money,
        min_people=st.integers(0, 2),
    )
    def publish(self, which: int, rule: str, divided: int, set_aside: int, min_people: int, **more: Any) -> None:
        limits = {"hours_each": 6, "proposals_each": 2, "min_people": min_people, "min_hours": 1, "step": 50}
        self.desk(which, "/allocation", rule=rule, divided=divided, set_aside=set_aside, **limits, **more)

    @rule(which=evenings, who=few, number=few, hours=hours)
    def pledge(self, which: int, who: int, number: int, hours: int) -> None:
        place = f"/proposals/{number}/pledge"
        if hours:
            self.phone(which, who, place, hours=hours, first_hour=FIRST_HOURS[hours % 3])
        else:
            self.phone(which, who, f"{place}/withdrawal")

    @rule(which=evenings, who=few, number=few, hours=hours, role=st.sampled_from(["", 1]), pod=st.booleans())
    def take_part(self, which: int, who: int, number: int, hours: int, role: object, pod: bool) -> None:
        """In a role, from the pod or not, with one's name or not."""
        more = {"from_pod": "yes", "named": "yes"} if pod else {}
        typed = {"hours": hours + 1, "first_hour": "this week", "role": role, **more}
        self.phone(which, who, f"/proposals/{number}/pledge", **typed)

    @rule(which=evenings, who=few, number=few, hours=hours, people=st.integers(1, 2), back=st.sampled_from([0, 0, 1]))
    def offer(self, which: int, who: int, number: int, hours: int, people: int, back: int) -> None:
        """Hours if others join; sometimes taken back at once."""
        typed = {"offered": hours, "joining": people, "first_hour": "later"}
        self.phone(which, who, f"/proposals/{number}/offer", **typed)
        if back:
            self.phone(which, who, f"/proposals/{number}/offer/withdrawal")

    @rule(which=evenings, who=few, number=few, answer=st.sampled_from(["yes", "no"]))
    def answer_shift(self, which: int, who: int, number: int, answer: str) -> None:
        self.phone(which, who, f"/proposals/{number}/shift/answer", answer=answer)
        self.desk(which, "/shifts", number=number, shift="Thursday, back door")

    @rule(which=evenings)
    def reveal(self, which: int) -> None:
        self.desk(which, "/allocation/reveal")

    @rule(which=evenings, left=st.sampled_from([-1, 30, 100]))
    def call_last(self, which: int, left: int) -> None:
        """A last call whose clock has so many seconds left."""
        self.desk(which, "/allocation/reveal")
        self.desk(which, "/allocation/money")
        if self.desk(which, "/allocation/last-call") == 303:
            with self.app.app_context():
                call = self.evenings[which].here.allocation.last_call
                if call is not None:
                    mine = db.session.get_one(LastCall, call.id)
                    mine.started_at += timedelta(seconds=left) - (mine.ends_at - mine.started_at)
                    db.session.commit()

    @rule(which=evenings)
    def close(self, which: int) -> None:
        self.call_last(which, -1)
        self.desk(which, "/allocation/closure", sure="yes")

    @rule(which=evenings, second=st.booleans(), objected=st.booleans())
    def reopen(self, which: int, second: bool, objected: bool) -> None:
        """After the notice, or at once by a second facilitator; or not at all."""
        self.desk(which, "/allocation/reopening", sure="yes")
        if objected:
            self.desk(which, "/allocation/reopening/withdrawal")
        if not second:
            with self.app.app_context():
                for asked in db.session.scalars(select(Reopening).where(Reopening.ended_at.is_(None))):
                    asked.started_at -= timedelta(seconds=61)
                db.session.commit()
        evening = self.evenings[which]
        self.press(evening.second if second else evening.fay, "/allocation/closure/withdrawal")

    @rule(which=evenings)
    def begin_second_round(self, which: int) -> None:
        self.desk(which, "/allocation/wave")

    @rule(which=evenings)
    def open_second_round(self, which: int) -> None:
        self.desk(which, "/allocation/wave/opening")

    @rule(which=evenings)
    def call_second_round_off(self, which: int) -> None:
        self.desk(which, "/allocation/wave/withdrawal")

    @rule(which=evenings, who=few, number=few, choice=st.sampled_from(["free", "keep", "move"]), into=few)
    def choose(self, which: int, who: int, number: int, choice: str, into: int) -> None:
        self.phone(which, who, f"/proposals/{number}/pledge/choice", choice=choice, into=into)

    # what helpers do

    @rule(which=evenings, name=st.sampled_from(["", "Oma Li"]))
    def help_in(self, which: int, name: str) -> None:
        self.desk(which, "/help", name=name, another="yes")

    @rule(which=evenings, number=few, what=few, hours=hours)
    def help_to_pledge(self, which: int, number: int, what: int, hours: int) -> None:
        self.desk(which, f"/help/{number}/pledges", give=f"{what}-{hours}", first_hour="later")

    @rule(which=evenings, number=few, who=few)
    def help_with_a_slip(self, which: int, number: int, who: int) -> None:
        """A slip is made, and some phone, maybe a new one, claims it."""
        evening = self.evenings[which]
        self.desk(which, f"/help/{number}/slip")
        with evening.fay.browser.session_transaction() as kept:
            code = kept.pop("slip", "")
        phone = evening.phones[who - 1] if who <= len(evening.phones) else Person(self.app, evening.slug)
        if self.press(phone, "/claims", code=code) == 303 and phone not in evening.phones:
            evening.phones.append(phone)

    # money

    @rule(which=evenings, amount=money)
    def receive(self, which: int, amount: int) -> None:
        self.desk(which, "/desk/money", amount=amount, source="street sale")

    @rule(which=evenings, entry=few, amount=money)
    def correct(self, which: int, entry: int, amount: int) -> None:
        with self.app.app_context():
            entries = [
                one.number for one in db.session.scalars(select(MoneyReceived).order_by(MoneyReceived.id.desc()))
            ]
        if entry <= len(entries):
            self.desk(which, f"/desk/money/{entries[entry - 1]}/correction", amount=amount, source="street sale")

    @rule(which=evenings, amount=money, to=st.sampled_from(["aside", "pot"]))
    def transfer(self, which: int, amount: int, to: str) -> None:
        self.desk(which, "/desk/money/transfer", amount=amount, to=to)

    @rule(which=evenings, number=few, amount=money)
    def give_back(self, which: int, number: int, amount: int) -> None:
        self.desk(which, "/desk/money/return", amount=amount, proposal=number)

    # looking back, and what is left behind at the end

    @rule(which=evenings, number=few, kept=hours)
    def look_back(self, which: int, number: int, kept: int) -> None:
        self.desk(which, "/promises", **{f"kept-{number}": kept})
        self.desk(which, "/metrics", what="Meals", amount=kept)

    @rule(which=evenings, who=few)
    def leave_words(self, which: int, who: int) -> None:
        self.phone(which, who, "/victories", words="The lot is ours", named="yes")
        self.phone(which, who, "/check-out", tap=4, good="The soup")
        self.phone(which, who, "/me/document")
        self.desk(which, "/for-later", words="Ask the school")

    # forgetting

    @rule(which=evenings, who=few)
    def forget_me(self, which: int, who: int) -> None:
        self.phone(which, who, "/me/forgetting")

    @rule(which=evenings, names=st.sampled_from([True, True, False]))
    def forget(self, which: int, names: bool) -> None:
        """All names, or everything of the people; both are refused until the end."""
        if names:
            self.desk(which, "/forgetting", sure="yes")
        else:
            try:
                with self.app.app_context(), writing(Gathering, self.evenings[which].slug) as gathering:
                    purge(gathering)
            except RuleBroken:
                pass

    @rule()
    def press_again(self) -> None:
        """The newest form once more, under the same key."""
        if self.last:
            person, place, form = self.last
            self.press(person, place, **form)

    # what is always so

    @invariant()
    def the_book_is_right(self) -> None:
        with self.app.app_context():
            for gathering in [evening.here for evening in self.evenings]:
                if self.checked.get(gathering.slug) != gathering.version:
                    self.checked[gathering.slug] = gathering.version
                    check(gathering)

    def teardown(self) -> None:
        """Strangers get a folder of each evening that is not sealed; the other may be."""
        for evening in self.evenings:
            folder = Path(tempfile.mkdtemp(prefix="assembly-any-order-"))
            with self.app.test_request_context("/"):
                gathering = evening.here
                if not (gathering.allocation.hidden and gathering.allocation.opened):
                    export(gathering, folder, Path(str(self.app.static_folder)) / "css")
                    assert verified(folder).wrong == []
            shutil.rmtree(folder)

    def desk(self, which: int, place: str, **form: Any) -> int:
        return self.press(self.evenings[which].fay, place, **form)

    def phone(self, which: int, who: int, place: str, **form: Any) -> None:
        if who <= len(self.evenings[which].phones):
            self.press(self.evenings[which].phones[who - 1], place, **form)

    def press(self, person: Person, place: str, **form: Any) -> int:
        """The status: done, or refused in a sentence."""
        self.last = (person, place, {"key": secrets.token_hex(16), **form})
        answered = person.post(place, **self.last[2])
        assert answered.status_code in (303, 403, 404, 409, 422), (place, form, answered.status)
        return answered.status_code


class Evening:
    """A gathering with its facilitator `fay`, a `second` one, and phones of people who came in."""

    def __init__(self, app: Flask, fay: Person) -> None:
        self.fay, self.slug, self.phones = fay, fay.slug, list[Person]()
        self.second = Person(app, fay.slug)
        with app.test_request_context("/"), writing(Gathering, fay.slug) as gathering:
            key = make_link(None, gathering, "facilitator")
        self.second.browser.post("/key", data={"csrf_token": self.second.csrf(), "key": key})

    @property
    def here(self) -> Gathering:
        return db.session.scalars(select(Gathering).where(Gathering.slug == self.slug)).one()


def proposal(minimum: int, ask: int) -> dict[str, Any]:
    return {"title": f"Kitchen for {ask}", "change": "Meals.", "minimum": minimum, "ask": ask, "all_or_nothing": "yes"}


def check(gathering: Gathering) -> None:
    """The book is right, and what it says is what the database says."""
    assembly = gathering.assembly
    rows = db.session.scalars(select(LedgerRow).where(LedgerRow.assembly_id == assembly.id).order_by(LedgerRow.seq))
    book = verify.Book()
    book.read(
        [opening(gathering.ledger_id, assembly.head, assembly.seq), *(written(row, openly=True) for row in rows), ""]
    )
    assert book.wrong == []
    assert broken_at(assembly) is None
    for account in ("pot", "aside"):
        assert book.accounts.get(account, 0) == balance(assembly.id, account)
    if book.gathering.settings and not gathering.purged:
        assert counted(book.gathering) == summed(gathering)


def verified(folder: Path) -> verify.Book:
    book = verify.Book()
    book.read((folder / "ledger.jsonl").read_text().split("\n"))
    return book


def counted(book: verify.Gathering) -> dict[int, tuple[int, int, int]]:
    """People, hours and people from outside its pod of each proposal, from the book, which forgets quiet ones."""
    claims = book.claims(book.settings, book.settings["step"])
    told = [claim for claim in claims if not book.asks[claim.number].get("quiet")]
    return {claim.number: (claim.people, claim.hours, claim.outside) for claim in told}


def summed(gathering: Gathering) -> dict[int, tuple[int, int, int]]:
    """The same, as the database sums them for every screen."""
    round, nobody = gathering.allocation, Support()
    asks = [ask for ask in round.standing_asks if not ask.proposal.quiet]
    found = {ask.proposal.number: round.supports.get(ask.proposal.number, nobody) for ask in asks}
    return {number: (support.people, support.hours, support.outside) for number, support in found.items()}


def refused(view: object, broken: Exception, **places: object) -> Response:
    """A refusal without the page around it, which takes most of the time."""
    return Response(answers.sentence_of(broken), broken.status)


def test_any_order_of_what_people_do_leaves_a_book_that_verifies(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """With ASSEMBLY_LONG many and long evenings."""
    monkeypatch.setattr(counting, "_ask", allocate)  # the same program, without starting it each time
    monkeypatch.setattr(answers, "again", refused)
    run_state_machine_as_test(lambda: AnyOrder(app), settings=any_order)  # type: ignore[no-untyped-call]
