#!/usr/bin/env python3
"""Check the book of an assembly: python3 verify.py ledger.jsonl [the head your hall saw]

It needs Python and nothing else, and shares no line of code with the program that wrote the book. It checks
  1. the chain: each row's hash covers its body and the hash of the row before, so no row can be changed, dropped or
     moved without every later hash changing too;
  2. the promises: nobody gave more hours, or to more proposals, than the round allowed, and only while it was open;
     hours offered "if so many more join" came when so many had joined, and only then;
  3. the money: no pot ever held less than nothing, money moves for known reasons only, and what a close gave out is
     what left the pot;
  4. the split: from settings, asks, lots and promises it divides the pot anew and compares every amount.
Exit: 0 when all of it is right, 1 when something is not (each thing is named), 2 when the file cannot be read, 3 when
what is here is right but rows are left out. Promises to quiet proposals, of which only counts are told, are shredded at
a close: their rows do not count as left out, and what follows from them is taken from that close, which is said.

What it cannot see: what was never written, or was written anew from the beginning. So compare the head printed here
with the one your hall saw on its wall, or with a receipt on somebody's phone; and take this program from where you
trust it, not from the folder of whoever hands you the book. It reads ledger.jsonl alone: tables and minutes are not
checked, compare them with the figures printed here.
"""

import hashlib
import heapq
import json
import sys
from fractions import Fraction

TAG = "assembly ledger 1"
BEGINNING = "0" * 64
FIELDS = {"body", "body_hash", "hash", "prev", "seq"}
MOST_NAMED = 20  # wrong things that are printed; the rest are counted


def main(words):
    if len(words) not in (1, 2):
        print("Type: python3 verify.py ledger.jsonl, and behind it the head your hall saw, if you have it.")
        return 2
    try:
        with open(words[0], encoding="utf-8", newline="") as file:
            lines = file.read().split("\n")
    except (OSError, UnicodeDecodeError) as problem:
        print(f"{words[0]} cannot be read: {problem}")
        return 2
    book = Book()
    book.read(lines)
    if len(words) == 2 and book.head != words[1]:
        book.wrong.append(f"your hall saw the head {words[1]}, this book has {book.head}")
    if not book.wrong:
        print("\n".join(book.said))
    for wrong in book.wrong[:MOST_NAMED]:
        print(f"WRONG  {wrong}")
    if len(book.wrong) > MOST_NAMED:
        print(f"WRONG  and {len(book.wrong) - MOST_NAMED} more")
    print(book.verdict)
    return 1 if book.wrong else 3 if book.left_out else 0


class Book:
    """`said`: what was checked, in words. `wrong`: what is not right, each with its row."""

    def __init__(self):
        self.said, self.wrong = [], []
        self.gathering, self.name, self.accounts = Gathering(), None, {}
        self.mine = self.closes = self.promises = self.moves = 0
        self.hidden, self.shredded = set(), set()  # rows here by their hashes alone; those of them that a close lists
        self.quiet = {}  # gathering → proposals of which only counts are told
        self.head = BEGINNING

    @property
    def left_out(self):
        """Rows that nobody accounts for."""
        return len(self.hidden - self.shredded)

    @property
    def verdict(self):
        if self.wrong:
            return "Something is wrong. The first thing named may be the cause of the others."
        if self.left_out:
            return f"What is here is right. {self.left_out} rows are left out: nothing can be said of them."
        return "All of it is right, if the head above is the one your hall saw."

    def read(self, lines):
        head = self.opening(lines[0])
        self.name = head.get("gathering")
        prev, seq = BEGINNING, 0
        for line in lines[1:-1]:
            seq += 1
            row = self.row(line, seq)
            if row is None:
                break
            prev = self.link(row, line, prev, seq)
            self.replay(row, seq)
        self.head = prev
        if lines[-1] != "":
            self.wrong.append("the file does not end with a whole line")
        if (seq, prev) != (head.get("rows"), head.get("head")):
            self.wrong.append(f"the first line promises {head.get('rows')} rows up to {head.get('head')}")
            self.wrong.append(f"and there are {seq} rows up to {prev}")
        if not self.mine:
            self.wrong.append("no row belongs to the gathering that the first line names")
        self.sum_up(seq, prev)

    def opening(self, line):
        """The first line: which book this is. {"algorithm", "gathering", "head", "rows"}"""
        head = parsed(line) or {}
        if set(head) != {"algorithm", "gathering", "head", "rows"} or canonical(head) != line:
            self.wrong.append("the first line is not the beginning of a book")
        elif head["algorithm"] != TAG:
            self.wrong.append(f"this book was written as {head['algorithm']}, and only {TAG} is known here")
        return head

    def row(self, line, seq):
        row = parsed(line)
        if row is None or row.keys() != FIELDS:
            self.wrong.append(f"row {seq} is not a row: it cannot be read, so nothing after it is checked")
            return None
        return row

    def link(self, row, line, prev, seq):
        """Check one row's place in the chain; its hash as it should be."""
        start, end = (
            '{"body":',
            f',"body_hash":"{row["body_hash"]}","hash":"{row["hash"]}","prev":"{row["prev"]}","seq":{seq}}}',
        )
        if row["seq"] != seq:
            self.wrong.append(f"row {seq} is missing or moved: number {row['seq']} stands in its place")
        elif not line.startswith(start) or not line.endswith(end):
            self.wrong.append(f"row {seq} is not written as the book writes")
        elif line[len(start) : -len(end)] == "null":
            self.hidden.add(seq)  # only its hash is here
        elif sha256(line[len(start) : -len(end)]) != row["body_hash"]:
            self.wrong.append(f"row {seq} was changed: its body does not give its body_hash")
        if row["prev"] != prev:
            self.wrong.append(f"row {seq} does not follow the row before it")
        right = sha256(f"{TAG}|{row['prev']}|{row['seq']}|{row['body_hash']}")
        if row["hash"] != right:
            self.wrong.append(f"row {seq} was changed: its hash is not right")
        return row["hash"]

    def replay(self, row, seq):
        """Let one row happen again: money, asks, promises, closes."""
        body = row["body"]
        if body is None:
            return
        try:
            self.move(body, seq)
            self.keep_quiet(body, seq)
            if body["gathering"] == self.name:
                self.mine += 1
                self.closes += body["kind"] == "allocation locked"
                self.promises += body["kind"] in PROMISES
                for wrong in self.gathering.happens(body):
                    self.wrong.append(f"row {seq}, {body['kind']}: {wrong}")
        except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as problem:
            self.wrong.append(f"row {seq} does not say what it should ({type(problem).__name__}: {problem})")

    def move(self, body, seq):
        """Money moves between accounts. A proposal's belongs to its gathering, pot and aside to the whole assembly."""
        for source, target, amount in body["facts"].get("moves", []):
            self.moves += 1
            if (plainly(source), plainly(target)) not in MOVES.get(body["kind"], ()):
                self.wrong.append(f"row {seq}, {body['kind']}, moves money from {source} to {target}")
            if type(amount) is not int or amount < 1:
                self.wrong.append(f"row {seq} moves {amount!r}, which is no amount")
                continue
            for account, change in ((source, -amount), (target, amount)):
                name = f"{body['gathering']} {account}" if account.startswith("proposal") else account
                self.accounts[name] = self.accounts.get(name, 0) + change
                if account != "outside" and self.accounts[name] < 0:
                    self.wrong.append(f"row {seq} takes more from {account} than it holds")

    def keep_quiet(self, body, seq):
        """Of quiet proposals only counts are told: their close shreds what the rows of their promises said."""
        facts, quiet = body["facts"], self.quiet.setdefault(body["gathering"], set())
        if body["kind"] in ("proposal added", "proposal amended"):
            (quiet.add if facts.get("quiet") else quiet.discard)(facts["proposal"])
        if "shredded" not in facts:
            return
        if body["kind"] != "allocation locked" or not quiet:
            self.wrong.append(f"row {seq} shreds others, which only the close of a round with quiet proposals may")
            return
        for number in facts["shredded"]:
            if number not in self.hidden or number >= seq:
                self.wrong.append(f"row {seq} says that row {number} was shredded, and it is not")
        self.shredded.update(facts["shredded"])

    def sum_up(self, rows, head):
        say = self.said.append
        say(f"{rows} rows, each following the one before; {len(self.hidden)} of them by their hashes alone.")
        if self.shredded:
            say(f"  {len(self.shredded)} of these, promises to quiet proposals, were shredded at a close. Nobody can")
            say("  count them anew: people and hours are what the close says, and nobody's limits are checked there.")
        say(f"Head: row {rows}, {head}")
        say(f"{self.promises} promises given, changed or taken back, all counted anew.")
        say(f"{self.moves} moves of money. All sums are in minor units, such as cents.")
        for name, called in (("pot", "the pot"), ("aside", "what is set aside")):
            if name in self.accounts:
                say(f"  {called}: {self.accounts[name]}")
        for result in self.gathering.results:
            say("\n".join(result))
        say(f"{self.closes} closes, each divided anew.")


# why money may move, and from where to where
MOVES = {
    "pot received": {("outside", "pot")},
    "corrected": {("outside", "pot"), ("pot", "outside")},
    "transferred": {("pot", "aside"), ("aside", "pot")},
    "returned": {("proposal", "pot")},
    "round opened": {("pot", "aside")},
    "round not open yet": {("aside", "pot")},
    "allocation locked": {("pot", "proposal")},
    "round reopened": {("proposal", "pot")},
}
ASKS = ("proposal added", "proposal amended", "minimum lowered")
OFFERS = ("match offer made", "match offer met", "match offer withdrawn", "match offer lapsed")
PROMISES = ("hours pledged", "pledge changed", "pledge withdrawn", "pledge moved", "pledge carried")


class Gathering:
    """One evening, replayed: what was asked, who promised what, how its rounds were closed."""

    def __init__(self):
        self.asks, self.standing, self.promises = {}, set(), {}
        self.pods = {}  # person → proposals of their own pod
        self.offers, self.due = {}, None  # open match offers by number; hours that the next row must give
        self.settings, self.published, self.lots, self.locked = None, None, {}, False
        self.inside, self.carrying, self.results = set(), False, []

    def happens(self, body):
        """What is wrong with this row after those before it."""
        due, self.due = self.due, None
        wrong = self.happened(body)
        given = (body["by"], body["facts"].get("proposal"), body["facts"].get("hours"))
        if due is not None and (body["kind"] not in ("hours pledged", "pledge changed") or given != due):
            wrong = [*wrong, f"the row before met a match offer, so {due[2]} hours of its maker should stand here"]
        return wrong

    def happened(self, body):
        kind, facts = body["kind"], body["facts"]
        if kind in ("pledge moved", "pledge carried"):
            return self.promise(kind, facts["person"], facts)
        if kind in PROMISES:
            return self.promise(kind, body["by"], facts)
        if kind in ASKS:
            return self.ask(kind, facts)
        if kind in OFFERS:
            return self.offer(kind, body["by"], facts)
        if kind == "round opened":
            return self.open(facts)
        if kind == "came in":
            self.inside.add(body["by"])
        elif kind == "settings published":
            self.published = without_moves(facts)
        elif kind in ("proposal withdrawn", "proposals put together"):
            self.standing.discard(facts["proposal"])
        elif kind == "proposal restored":
            self.standing.add(facts["proposal"])
        elif kind == "round not open yet":
            self.settings = None
            if not self.carrying and any(hours for mine in self.promises.values() for hours in mine.values()):
                return ["hours were given already"]
        elif kind == "second wave opened":
            return self.second_wave(facts)
        elif kind == "second wave called off":
            self.asks, self.promises, self.settings, self.lots, self.pods = self.before
            self.locked, self.carrying = True, False
        elif kind == "round reopened":
            self.locked = False
            self.results.append(["The close was taken back; the round went on."])
        elif kind == "allocation locked":
            return self.close(facts)
        return []

    def ask(self, kind, facts):
        number, wrong = facts["proposal"], []
        lowered = kind == "minimum lowered"
        if kind == "proposal added":
            self.standing.add(number)
        if lowered and facts["minimum"] > self.asks[number]["minimum"]:
            wrong.append("a minimum may only come down")
        if lowered and any(facts[name] != self.asks[number][name] for name in ("ask", "need_people", "need_hours")):
            wrong.append("only the minimum may change")
        if not lowered and self.settings is not None:
            wrong.append("asks are fixed once the round is open")
        self.asks[number] = facts
        return wrong

    def open(self, facts):
        """The settings hold from here on: those that were published. Lots are drawn, one for each on the list."""
        wrong, settings = [], facts["settings"]
        if self.settings is not None:
            wrong.append("a round was open already")
        if self.published is not None and self.published != settings:
            wrong.append("these are not the settings that were published")
        self.settings, self.locked, self.carrying, self.offers = settings, False, False, {}
        self.lots = {int(number): lot for number, lot in facts["lots"].items()}
        if set(self.lots) != self.standing or sorted(self.lots.values()) != list(range(1, len(self.lots) + 1)):
            wrong.append("lots were not drawn once for each proposal on the list")
        if sum(amount for _, _, amount in facts.get("moves", [])) != settings["set_aside"]:
            wrong.append("what is set aside is not what was published")
        return wrong

    def promise(self, kind, person, facts):
        """Set what one person gives to one proposal, and check the limits everybody agreed on."""
        hours = 0 if kind == "pledge withdrawn" else facts["hours"]
        if type(hours) is not int or hours < 0:
            return [f"{hours!r} hours cannot be promised"]
        mine = self.promises.setdefault(person, {})
        mine[facts["proposal"]] = hours
        own = self.pods.setdefault(person, set())
        (own.add if facts.get("pod") else own.discard)(facts["proposal"])
        if person not in self.inside:
            return ["nobody came in under this id"]
        if kind == "pledge carried":
            return [] if self.carrying else ["promises are only carried into a second round"]
        if self.settings is None or self.locked:
            return ["hours can only be promised while the round is open"]
        if kind == "pledge moved":  # two rows that belong together: between them the sums may be off
            return []
        if not hours:
            return []
        given = [hours for hours in mine.values() if hours]
        if sum(given) > self.settings["hours_each"]:
            return [f"{sum(given)} hours of one person, and {self.settings['hours_each']} were agreed"]
        if len(given) > self.settings["proposals_each"]:
            return [f"{len(given)} proposals of one person, and {self.settings['proposals_each']} were agreed"]
        return []

    def offer(self, kind, person, facts):
        """Hours for when so many others have joined: they come then, not before, and once."""
        number, proposal = facts["offer"], facts["proposal"]
        if kind == "match offer made":
            people = self.others(person, proposal)
            self.offers[number] = person, proposal, facts["hours"], facts["needed"]
            if self.settings is None or self.locked or person not in self.inside:
                return ["offers are made by people who came in, while the round is open"]
            if facts["people"] < 1 or facts["hours"] < 1 or facts["needed"] != people + facts["people"]:
                return [f"{people} others were there, so it cannot wait for {facts['needed']}"]
            return []
        if number not in self.offers:
            return ["there is no such offer, or it ended before"]
        maker, place, hours, needed = self.offers.pop(number)
        if proposal != place or (kind != "match offer lapsed" and person != maker):
            return ["it was made by somebody else, or elsewhere"]
        if kind == "match offer met":
            self.due = maker, proposal, self.promises.get(maker, {}).get(proposal, 0) + hours
            if self.others(maker, proposal) < needed:
                return [f"it waited for {needed} others, and {self.others(maker, proposal)} are there"]
        return []

    def others(self, person, proposal):
        """People besides this one who count behind a proposal."""
        least = self.settings["person_from"] if self.settings else 1
        return sum(mine.get(proposal, 0) >= least for who, mine in self.promises.items() if who != person)

    def second_wave(self, facts):
        """A new round over what is left; asks come with it, by number."""
        promises = {person: dict(mine) for person, mine in self.promises.items()}
        pods = {person: set(own) for person, own in self.pods.items()}
        self.before = self.asks, promises, self.settings, self.lots, pods
        self.settings, self.published, self.locked, self.lots, self.carrying = None, facts["settings"], False, {}, True
        self.asks = {int(number): {**self.asks[int(number)], **ask} for number, ask in facts["asks"].items()}
        self.standing = set(self.asks)
        return []

    def close(self, facts):
        """Divide the pot anew and compare."""
        told = json.loads(facts["outcome"])
        settings = facts["settings"]
        wrong = []
        if sha256(facts["outcome"]) != facts["outcome_hash"]:
            wrong.append("the outcome does not give its own hash")
        if self.locked:
            wrong.append("the round was closed already")
        if self.offers:
            wrong.append(f"match offers {sorted(self.offers)} were still open")
        for person, mine in self.promises.items():
            given = [hours for hours in mine.values() if hours]
            if sum(given) > settings["hours_each"] or len(given) > settings["proposals_each"]:
                wrong.append(f"{person} gives {sum(given)} hours to {len(given)} proposals, more than was agreed")
        if settings != self.settings:
            wrong.append("the settings are not those the round opened with")
        self.locked = True
        step = settings["step"]
        pot = settings["divided"] // step
        quiet = {int(number): sums for number, sums in facts.get("quiet", {}).items()}
        if set(quiet) != {number for number in self.standing if self.asks[number].get("quiet")}:
            wrong.append("the close tells sums of other proposals than those that are quiet")
        claims = self.claims(settings, step, quiet)
        if told["pot"] != pot:
            wrong.append(f"the pot was {pot} steps, the outcome says {told['pot']}")
        amounts = divide(pot, claims, settings)
        shares = {share["terms"]["id"]: share for share in told["shares"]}
        if set(shares) != {claim.number for claim in claims} or len(told["shares"]) != len(claims):
            wrong.append("the proposals of the outcome are not those on the list")
        said = [f"Closed: {pot * step} minor units over {len(claims)} proposals, by {settings['rule']}."]
        for claim in claims:
            amount, share = amounts.get(claim.number, 0), shares.get(claim.number)
            taken = ", as the close says" if claim.number in quiet else ""
            said.append(f"  {claim}{taken}: {amount * step}{why(claim, amount, step)}")
            if share is not None and counted(share) != (claim.people, claim.hours, claim.points):
                wrong.append(f"{claim}, counted anew; the outcome says {counted(share)}")
            if share is not None and share["support"].get("outside", claim.outside) != claim.outside:
                wrong.append(f"{claim}, {claim.outside} from outside the pod; the outcome says another number")
            if share is not None and share["amount"] != amount:
                told_amount = share["amount"] * step
                wrong.append(
                    f"proposal {claim.number} gets {amount * step} by the rule; the outcome says {told_amount}"
                )
        rest = pot - sum(amounts.values())
        if told["rest"] != rest:
            wrong.append(f"{rest * step} stays in the pot; the outcome says {told['rest'] * step}")
        moved = sorted((target, amount) for _, target, amount in facts.get("moves", []))
        if moved != sorted((f"proposal {number}", amount * step) for number, amount in amounts.items() if amount):
            wrong.append("the money that left the pot is not what the rule gives")
        self.results.append([*said, f"  stays in the pot: {rest * step}"])
        return wrong

    def claims(self, settings, step, quiet=()):
        """Every proposal on the list: most points first, then most people, then the lowest lot; stopped ones last."""
        cap, least = settings["per_person_cap"], settings["person_from"]
        claims = []
        for number in self.standing:
            pledged = {who: mine[number] for who, mine in self.promises.items() if mine.get(number)}
            clipped = {who: hours if cap is None else min(hours, cap) for who, hours in pledged.items()}
            people = [who for who, hours in pledged.items() if hours >= least]
            outside = sum(number not in self.pods.get(who, ()) for who in people)
            lot, counts, hours = self.lots.get(number, number), len(people), None
            if number in quiet:
                counts, hours, outside = (quiet[number][name] for name in ("people", "hours", "outside"))
            claims.append(Claim(number, self.asks[number], lot, counts, clipped, settings, step, outside, hours))
        return sorted(claims, key=Claim.rank)


class Claim:
    """One proposal as the rule sees it. Money in steps."""

    def __init__(self, number, ask, lot, people, pledged, settings, step, outside=0, hours=None):
        self.number, self.lot, self.people, self.outside, self.pledged = number, lot, people, outside, pledged
        self.minimum, self.ask = ask["minimum"] // step, ask["ask"] // step
        self.hours = sum(pledged.values()) if hours is None else hours
        self.points = self.hours + (settings["people_weight"] * people if settings["weight"] == "affine" else 0)
        need_people = settings["min_people"] if ask["need_people"] is None else ask["need_people"]
        need_hours = settings["min_hours"] if ask["need_hours"] is None else ask["need_hours"]
        self.lacks, self.left = "", None  # what stops it before its turn; what the pot still had when it did not fit
        if people < need_people:
            self.lacks = f"{need_people - people} more people"
        elif outside < settings.get("min_outside", 0):
            self.lacks = f"{settings['min_outside'] - outside} more people from outside the pod"
        elif self.hours < need_hours:
            self.lacks = f"{need_hours - self.hours} more hours"
        elif not self.points:
            self.lacks = "somebody"

    def __str__(self):
        return f"proposal {self.number}: {self.people} people, {self.hours} hours, {self.points} points"

    def rank(self):
        return self.lacks != "", -self.points, -self.people, self.lot


def plainly(account):
    """An account without the number of its proposal."""
    return "proposal" if str(account).startswith("proposal ") else account


def without_moves(facts):
    return {name: fact for name, fact in facts.items() if name != "moves"}


def counted(share):
    """What an outcome says of one proposal: people, hours, points."""
    return share["support"]["people"], share["support"]["hours"], share["points"]


def why(claim, amount, step):
    """A few words beside an amount."""
    if claim.lacks:
        return f" (it still needed {claim.lacks})"
    if not claim.ask:
        return " (it asked for no money and has its people)"
    if amount:
        return " (all it asked)" if amount == claim.ask else ""
    if claim.left is not None:
        return f" (the pot had {claim.left * step} left when its turn came, and it needed {claim.minimum * step})"
    return f" (the pot was divided before its points had earned {claim.minimum * step})"


def divide(pot, claims, settings):
    """Number → steps, for those through their gates that ask for money."""
    taking_part = [claim for claim in claims if not claim.lacks and claim.ask]
    if settings["rule"] == "floors_first":
        return floors_first(pot, taking_part)
    if settings["rule"] == "common_rate":
        return common_rate(pot, taking_part, settings)
    if settings["rule"] == "equal_shares":
        return equal_shares(pot, taking_part)
    raise ValueError(f"the rule {settings['rule']} is not known")


def floors_first(pot, claims):
    """Down the list set each minimum aside while it fits; share what is left by points, nobody above their ask."""
    left, chosen = pot, []
    for claim in claims:
        if claim.minimum <= left:
            chosen.append(claim)
            left -= claim.minimum
        else:
            claim.left = left
    return fill(pot, chosen)


def fill(pot, chosen):
    """One water line: everybody gets line x points, but at least the minimum and at most the ask."""
    asked = {claim.number: claim.ask for claim in chosen}
    if sum(asked.values()) <= pot:
        return asked

    def total(line):
        return sum(min(max(line * claim.points, claim.minimum), claim.ask) for claim in chosen)

    # between two neighbouring bends the total grows evenly, so find the last bend the pot can pay and go on from there
    bends = sorted({Fraction(money, claim.points) for claim in chosen for money in (claim.minimum, claim.ask)})
    low, high = 0, len(bends)
    while low < high:
        middle = (low + high) // 2
        if total(bends[middle]) <= pot:
            low = middle + 1
        else:
            high = middle
    start = bends[low - 1]  # at the lowest bend nobody is above their minimum, and all minimums fit
    moving = [claim for claim in chosen if claim.minimum <= start * claim.points < claim.ask]
    still = {
        claim.number: claim.minimum if start * claim.points < claim.minimum else claim.ask
        for claim in chosen
        if claim not in moving
    }
    line = Fraction(pot - sum(still.values()), sum(claim.points for claim in moving))
    exact = {claim.number: line * claim.points for claim in moving}
    return still | whole_steps(pot - sum(still.values()), moving, exact)


def whole_steps(money, moving, exact):
    """Round down, then a step more to the largest remainders; where two are alike, to who stands higher in the list."""
    amounts = {claim.number: int(exact[claim.number]) for claim in moving}
    left = money - sum(amounts.values())
    order = sorted(
        range(len(moving)), key=lambda place: (amounts[moving[place].number] - exact[moving[place].number], place)
    )
    for place in order[:left]:
        amounts[moving[place].number] += 1
    return amounts


def common_rate(pot, claims, settings):
    """Money per point rises from nothing; a proposal joins where its points earn its minimum, and stops at its ask."""
    reach, ceiling = Fraction(settings["reach"], 100), settings["max_rate"]
    ceiling = None if ceiling is None else Fraction(*ceiling)
    grow, full, opens = range(3)
    clock = [(reach * claim.minimum / claim.points, opens, place) for place, claim in enumerate(claims)]
    heapq.heapify(clock)
    stands: dict[int, int] = {}
    growing: set[int] = set()
    while clock:
        rate, kind, place = heapq.heappop(clock)
        claim = claims[place]
        if ceiling is not None and rate > ceiling:
            break
        promised = sum(stands.values()) + rate * sum(claims[each].points for each in growing)
        if promised > pot:
            break
        if kind == opens and promised + claim.minimum <= pot:
            stands[place] = claim.minimum
            heapq.heappush(clock, (Fraction(claim.minimum, claim.points), grow, place))
        elif kind == opens:
            claim.left = int(pot - promised)  # passed over for good
        elif kind == grow:
            del stands[place]
            growing.add(place)
            heapq.heappush(clock, (Fraction(claim.ask, claim.points), full, place))
        elif kind == full:
            growing.discard(place)
            stands[place] = claim.ask
    amounts = {claims[place].number: money for place, money in stands.items()}
    moving = [claims[place] for place in sorted(growing)]
    if moving:
        left, points = pot - sum(stands.values()), sum(claim.points for claim in moving)
        rate = Fraction(left, points)
        if ceiling is not None and ceiling < rate:
            rate = ceiling
            left = int(rate * points)
        amounts |= whole_steps(left, moving, {claim.number: rate * claim.points for claim in moving})
    return amounts


def equal_shares(pot, claims):
    """Everybody who promised holds the same share of the pot; the cheapest minimum per hour is paid first, by those
    who promised to it. Shares are raised by one percent at a time while the minimums chosen still fit."""
    people = {who for claim in claims for who in claim.pledged}
    if not people:
        return {}
    percent = 0
    chosen: list[Claim] = []
    while True:
        found = paid_for(claims, dict.fromkeys(people, Fraction(pot * (100 + percent), 100 * len(people))))
        cost = sum(claim.minimum for claim in found)
        if cost > pot:
            break
        chosen = found
        if not any(claim.minimum <= pot - cost for claim in claims if claim not in found):
            break
        percent += 1
    left = pot - sum(claim.minimum for claim in chosen)
    waiting = [claim for claim in claims if claim not in chosen]
    for claim in sorted(waiting, key=lambda claim: Fraction(claim.minimum, claim.points)):
        if claim.minimum <= left:
            chosen = [*chosen, claim]
            left -= claim.minimum
    return fill(pot, [claim for claim in claims if claim in chosen])


def paid_for(claims, money):
    """The proposals whose supporters can pay their minimums, cheapest per hour first; purses empty on the way."""
    chosen: list[Claim] = []
    while True:
        prices = [(price(claim, money), place) for place, claim in enumerate(claims) if claim not in chosen]
        prices = [each for each in prices if each[0] is not None]
        if not prices:
            return chosen
        rate, place = min(prices)
        chosen.append(claims[place])
        for who, hours in claims[place].pledged.items():
            money[who] -= min(money[who], rate * hours)


def price(claim, money):
    """Money per hour at which its supporters pay its minimum, each at most what they hold; None if they cannot."""
    still, hours = claim.minimum, sum(claim.pledged.values())
    if sum(money[who] for who in claim.pledged) < still:
        return None
    for who in sorted(claim.pledged, key=lambda who: money[who] / claim.pledged[who]):
        if money[who] * hours >= still * claim.pledged[who]:
            return Fraction(still) / hours
        still -= money[who]
        hours -= claim.pledged[who]
    return None


def parsed(line):
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def canonical(facts):
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
