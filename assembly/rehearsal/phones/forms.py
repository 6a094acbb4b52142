"""The forms on a page, as a pretend guest finds them: what to press, what to tick, where to type."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

WRITTEN = ("text", "search", "")  # types of fields people type words into
TICKED = 3  # of many boxes, at most
NOTHING: Mapping[str, Sequence[str]] = {}


@dataclass
class Form:
    """One form: its address, hidden values, fields to type into, choices of one among several, and boxes to tick."""

    action: str
    fixed: dict[str, str] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)  # name → longest
    choices: dict[str, list[str]] = field(default_factory=dict)
    boxes: dict[str, list[str]] = field(default_factory=dict)

    def filled(
        self, luck: random.Random, words: str, by_field: Mapping[str, Sequence[str]] = NOTHING
    ) -> list[tuple[str, str]]:
        """A way to fill it in: one of each choice, two or three of many boxes; into a field one of the texts that
        `by_field` has for its name, else `words` into the first and nothing into the others."""
        typed = list(self.fixed.items())
        for place, (name, longest) in enumerate(self.texts.items()):
            said = luck.choice(by_field[name]) if name in by_field else words if place == 0 else ""
            typed.append((name, said[:longest]))
        typed.extend((name, luck.choice(values)) for name, values in self.choices.items())
        for name, values in self.boxes.items():
            few = min(len(values), luck.randint(2, TICKED)) if len(values) > 1 else luck.randint(0, 1)
            typed.extend((name, value) for value in luck.sample(values, few))
        return typed


class _Forms(HTMLParser):
    """Collects what stands between <main> and </main>."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.inside = False
        self.form: Form | None = None
        self.named: dict[str, Form] = {}
        self.elsewhere: list[
            tuple[str, str, dict[str, str]]
        ] = []  # fields outside: the form they name, tag, attributes
        self.select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "main":
            self.inside = True
        elif tag == "form" and self.inside:
            self.form = self.named[given.get("id", "")] = Form(given.get("action", ""))
            if given.get("method") == "post":
                self.found.append(self.form)
        elif "form" in given:
            self.elsewhere.append((given["form"], tag, given))
        elif self.form is not None:
            self._field(self.form, tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.inside = False
        elif tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""

    def close(self) -> None:
        super().close()
        for name, tag, given in self.elsewhere:
            if name in self.named:
                self._field(self.named[name], tag, given)

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "")
        if tag == "option" and self.select:
            form.choices[self.select].append(given.get("value", ""))
        elif not name or "disabled" in given:
            return
        elif tag == "select":
            self.select = name
            form.choices[name] = []
        elif kind == "hidden":
            form.fixed[name] = given.get("value", "")
        elif kind == "radio" or tag == "button":
            form.choices.setdefault(name, []).append(given.get("value", ""))
        elif kind == "checkbox":
            form.boxes.setdefault(name, []).append(given.get("value", "on"))
        elif tag == "textarea" or kind in WRITTEN:
            form.texts[name] = int(given.get("maxlength") or 80)


def forms_on(page: str, never: Sequence[str]) -> list[Form]:
    """Those to be sent, but none whose address has one of the words of `never` in it."""
    reading = _Forms()
    reading.feed(page)
    reading.close()
    return [form for form in reading.found if not any(word in form.action for word in never)]
