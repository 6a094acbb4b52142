"""What the shared document tells of the rounds: lessons, proposals, hours promised, and how the pot was divided."""

from assembly.gatherings.models import Gathering
from assembly.live.reading import Reading
from assembly.rounds.readings.standing import Standing, standing


def proposals_told(reading: Reading[Gathering]) -> tuple[Standing] | None:
    round = reading.ask(standing)
    return (round,) if round.lines else None
