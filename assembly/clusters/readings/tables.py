"""Clusters in the export: no names, and stars once the room saw them."""

from collections.abc import Iterable, Iterator

from assembly.clusters.readings.clusters import Choice, Clusters, Stars, clusters, stars
from assembly.gatherings.models import Gathering
from assembly.live.reading import Reading

Row = Iterable[object]


def table(reading: Reading[Gathering]) -> Iterator[Row]:
    yield "number", "words", "cards", "people", "shown", "stars", "made into"
    found = reading.ask(clusters)
    choices = {choice.number: choice for choice in reading.ask(stars).choices if choice.kind == "cluster"}
    for each in reversed(found.everything):
        shown = "yes" if each.stands else "waiting" if each in found.waiting else "hidden"
        cards = " ".join(str(card.number) for card in each.cards)
        choice = choices.get(each.number)
        counted = choice.stars if choice and reading.ask(stars).shown else ""
        yield each.number, each.words if shown != "hidden" else "", cards, each.people, shown, counted, made(choice)


def made(choice: Choice | None) -> str:
    raised = choice.raised if choice else None
    if raised and raised.proposal:
        return f"proposal {raised.proposal.number}"
    return f"need {raised.into_need.number}" if raised and raised.into_need else ""


def in_the_document(reading: Reading[Gathering]) -> tuple[Clusters, Stars] | None:
    """For the page that everybody is given afterwards."""
    found = reading.ask(clusters)
    return (found, reading.ask(stars)) if found.standing else None
