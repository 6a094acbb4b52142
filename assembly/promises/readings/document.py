"""What the shared document tells of looking back; None where there is nothing to tell."""

from assembly.gatherings.models import Gathering
from assembly.live.reading import Reading
from assembly.people.readings.names import published_names
from assembly.promises.readings.metrics import Metrics, metrics
from assembly.promises.readings.promises import LastPromises, last_promises
from assembly.promises.readings.victories import victories


def promises_told(reading: Reading[Gathering]) -> tuple[LastPromises] | None:
    promises = reading.ask(last_promises)
    return (promises,) if promises.read else None


def metrics_told(reading: Reading[Gathering]) -> tuple[Metrics] | None:
    counted = reading.ask(metrics)
    return (counted,) if counted.figures else None


def victories_told(reading: Reading[Gathering]) -> tuple[list[tuple[str, str | None]]] | None:
    """Words, and a name where its owner wants it beside the line and in the document."""
    shown, names = reading.ask(victories).shown, reading.ask(published_names)
    told = [(each.words, names.get(each.teller_id or 0) if each.named else None) for each in shown]
    return (told,) if told else None
