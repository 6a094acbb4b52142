"""Looking back, for a spreadsheet: the first row names the columns; nobody's name."""

from collections.abc import Iterable, Iterator

from assembly.gatherings.models import Gathering
from assembly.live.reading import Reading
from assembly.promises.readings.metrics import metrics
from assembly.promises.readings.promises import last_promises
from assembly.promises.readings.victories import victories
from assembly.promises.rules import A_HUNDRED

Row = Iterable[object]


def promises_read_back(reading: Reading[Gathering]) -> Iterator[Row]:
    yield "evening", "number", "project", "promised", "kept", "moved", "dropped"
    promises = reading.ask(last_promises)
    for line in promises.read:
        if line.read and promises.before:
            came = (line.read.kept, line.read.moved, line.read.dropped)
            yield promises.before.name, line.number, line.title, line.promised, *came


def metrics_counted(reading: Reading[Gathering]) -> Iterator[Row]:
    yield "number", "what", "amount", "unit", "last time", "meaning", "counted by", "as of"
    for figure in reading.ask(metrics).figures:
        metric = figure.metric
        before = "" if figure.before is None else plain(figure.before)
        who = "Assembly" if metric.ready else metric.counted_by
        row = (metric.number, metric.what, plain(metric.amount), metric.unit, before, metric.meaning, who)
        yield *row, metric.as_of.isoformat()


def victories_told(reading: Reading[Gathering]) -> Iterator[Row]:
    yield "number", "words"
    for victory in reading.ask(victories).shown:
        yield victory.number, victory.words


def plain(hundredths: int) -> str:
    """Digits, and a point only when there is a rest."""
    whole, rest = divmod(abs(hundredths), A_HUNDRED)
    return ("-" if hundredths < 0 else "") + (f"{whole}.{rest:02}" if rest else str(whole))
