"""The form of a round's settings: what each field is called, how it is typed, and what it cannot read."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, Form, RadioField, SelectChoice
from wtforms.widgets import DateInput, TextInput

from assembly.kernel.models.places import Assembly
from assembly.kernel.rules import N_, RuleBroken, numbers
from assembly.language import plain_money
from assembly.rounds.rules.settings import RoundSettings
from assembly.rounds.rules.shares import RULES

FINER = ("sealed", "money_when", "ending", "weight", "person_from", "per_person_cap", "reach", "max_rate_over")

SEALED = _("Nobody sees where hours go until you reveal them; then everybody can still change theirs.")
# value → its name and what it means; the rules are told in rounds/_rules.html, each with a sketch
MONEY_WHEN = {
    "pressed": (_("When you press"), _("Hours first; then “Show the money”, and hours can still change.")),
    "always": (_("Always"), _("From the first hour on.")),
    "end": (_("At the close"), _("Until then the room sees people and hours alone, in the last call too.")),
}
ENDINGS = {
    "soft": (_("Soft"), _("When who gets money changes in the last minute, a minute more, three times at most.")),
    "freeze": (_("Still"), _("For its last two minutes all sums stand still on wall and phones; hours still count.")),
}
WEIGHTS = {
    "affine": (_("People and hours"), _("Every hour is one point, every person adds as many as set here.")),
    "hours": (_("Hours alone"), _("Every hour is one point; how many people give them does not matter.")),
}


class TypedField(Field):
    """One line, read by `read`. Left empty it has its default; what cannot be read is shown again as it was typed."""

    widget = TextInput()
    inputmode = "text"

    def __init__(self, label: str, longest: int = 0, hint: str = "", **options: Any) -> None:
        limits = {"inputmode": self.inputmode, "maxlength": longest} if longest else {}
        super().__init__(label, description=hint, render_kw=limits, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and valuelist[0].strip():
            try:
                self.data = self.read(valuelist[0].strip())
            except RuleBroken as broken:
                raise ValueError(broken) from broken

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else "" if self.data is None else self.write(self.data)

    def read(self, written: str) -> Any:
        return written

    def write(self, value: Any) -> str:
        return str(value)


class NumberField(TypedField):
    inputmode = "numeric"

    def read(self, written: str) -> int:
        return numbers.whole(written, N_("Please use whole numbers, such as 3, for people, hours and seconds."))


class MoneyField(TypedField):
    """Minor units of the assembly's currency."""

    inputmode = "decimal"

    def read(self, written: str) -> int:
        return numbers.money(written, self.meta.assembly.exponent)

    def write(self, value: int) -> str:
        return plain_money(value, self.meta.assembly)


class DayField(TypedField):
    widget = DateInput()
    read = staticmethod(numbers.day)


class ChoiceField(RadioField):
    """One of `words`, a value and what is said of it; rules refuse anything else."""

    def __init__(self, label: str, words: dict[str, Any], **options: Any) -> None:
        choices = [SelectChoice(value, said) for value, said in words.items()]
        super().__init__(label, choices=choices, validate_choice=False, **options)


class RoundSettingsForm(Form):
    """Filled from settings, or from what was typed: then a field that was left empty has its usual value."""

    divided = MoneyField(_("Divided tonight"), 20)
    set_aside = MoneyField(_("Set aside before"), 20)
    set_aside_note = TypedField(_("Set aside for what"), 200, _("and who decided it"))
    hours_each = NumberField(_("Hours each"), 3, _("one person, at most"))
    proposals_each = NumberField(_("Proposals each"), 2, _("to share them over"))
    period = TypedField(_("In which time"), 60)
    period_end = DayField(_("Until which day"))
    rule = ChoiceField(_("How the pot divides"), dict.fromkeys(RULES))
    min_people = NumberField(_("People needed"), 4, _("for a proposal to take part"))
    min_hours = NumberField(_("Hours needed"), 4, _("for a proposal to take part"))
    min_outside = NumberField(_("From outside the pod"), 4, _("people; 0: it does not matter"))
    people_weight = NumberField(_("One person counts like"), 2, _("so many hours"))
    step = MoneyField(_("Money moves in steps of"), 10)
    last_call_seconds = NumberField(_("Last call"), 4, _("in seconds"))
    sealed = BooleanField(_("Sealed first"), description=SEALED)
    money_when = ChoiceField(_("Money shows"), MONEY_WHEN)
    ending = ChoiceField(_("The last call ends"), ENDINGS)
    weight = ChoiceField(_("What counts"), WEIGHTS)
    person_from = NumberField(_("A person counts from"), 3, _("hours"))
    per_person_cap = NumberField(_("Hours of one person count up to"), 3, _("on one proposal; empty: all"))
    reach = NumberField(_("A project joins at"), 3, _("percent of its minimum"))
    max_rate_over = MoneyField(_("At most"), 20, _("money; empty: no limit"))
    max_rate_under = NumberField(_("for so many points"), 6)

    def __init__(self, assembly: Assembly, settings: RoundSettings | None, typed: MultiDict[str, str] | None) -> None:
        self.usual = RoundSettings(step=10**assembly.exponent)
        shown = replace(settings, period=settings.period or gettext("the next four weeks")) if settings else self.usual
        units, points = shown.max_rate or (None, None)
        over = None if units is None else units * shown.step
        super().__init__(typed, shown, meta={"assembly": assembly}, max_rate_over=over, max_rate_under=points)

    @property
    def tuned(self) -> bool:
        """Is any of the finer settings not as usual?"""
        return any(self[name].data != getattr(self.usual, name, None) for name in FINER)

    def settings(self) -> RoundSettings:
        """What was typed. RuleBroken for the first field that cannot be read."""
        if not self.validate():
            raise next(iter(self.errors.values()))[0]
        typed = self.data
        over, points, step = typed.pop("max_rate_over"), typed.pop("max_rate_under"), typed["step"]
        if (over is None) != (points is None):
            raise RuleBroken(N_("A highest price takes two numbers: so much money, for so many points."))
        if over is not None and (step < 1 or over % step):
            raise RuleBroken(N_("The highest price must be a whole number of steps."))
        return RoundSettings(**typed, max_rate=None if over is None else (over // step, points))
