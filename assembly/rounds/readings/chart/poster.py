"""Where there is nothing to draw: a poster that says so, and what to do."""

from dataclasses import replace

from assembly.rounds.readings.chart.drawing import Drawing, Words
from assembly.rounds.readings.chart.paper import GENEROUS, HEIGHT, NOTES, ROW, SMALLEST, WIDTH
from assembly.rounds.readings.chart.sentences import sentence, without_money
from assembly.rounds.readings.chart.sight import Sight
from assembly.rounds.readings.chart.text_lines import across, wrapped
from assembly.rounds.rules.allocation import Outcome
from assembly.typesetting.text_width import cut, fit


def no_pot(outcome: Outcome, sight: Sight) -> Drawing:
    said = sight.gettext("Tonight there is no pot."), sight.gettext("Hours are what we have, and they are a lot.")
    return _poster(outcome, sight, *said)


def no_columns(outcome: Outcome, sight: Sight) -> Drawing:
    if any(share.terms.ask for share in outcome.shares):
        said = sight.gettext("No hours yet."), sight.gettext("The first people who give some set the water moving.")
        return replace(_poster(outcome, sight, *said), base=HEIGHT - 190.0, line=9)
    else:
        said = sight.gettext("Nobody asks for money yet."), sight.gettext("What would you do with your neighbours?")
        return _poster(outcome, sight, *said)


def _poster(outcome: Outcome, sight: Sight, loud: str, calm: str) -> Drawing:
    words = [Words(0, 300, fit(loud, WIDTH / GENEROUS, 120, SMALLEST) or SMALLEST, loud, "start", "title")]
    lines = wrapped(calm, WIDTH, 56, 2) or [calm]
    words += [Words(0, 396 + 66 * row, 56, line, "start") for row, line in enumerate(lines)]
    for row, (about, text) in enumerate(list(without_money(outcome, sight))[:NOTES]):
        start = across(about, SMALLEST) + 8
        words.append(Words(0, HEIGHT - 100 + ROW * row, SMALLEST, about, "start", "title"))
        rest = cut(text, (WIDTH - start) / GENEROUS, SMALLEST)
        words.append(Words(round(start, 1), HEIGHT - 100 + ROW * row, SMALLEST, rest, "start"))
    described = tuple(sentence(share, outcome, sight) for share in outcome.shares)
    return Drawing(title=loud, description=(calm, *described), words=tuple(words))
