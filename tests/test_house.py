"""The house law: storeys look down, fragments use what they are given, words and colours have their places."""

import ast
import re
import sys
from pathlib import Path

import pytest
from jinja2 import Environment, meta, nodes

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "assembly"

# Who may import whom: only what stands on the same floor or below. What is not named here is the ground floor's
# furniture (config, extensions, words …): everybody but rules may use it, and it knows rules and models at most.
FLOORS = {
    "rules": 0,
    "models": 1,
    "actions": 2,
    "live": 3,
    "web": 4,
    "__init__": 5,  # create_app, the table of contents
    "seeds": 6,
    "exports": 6,
    "rehearsal": 6,
    "serving": 6,
    "cli": 7,
    "__main__": 8,
}
FURNITURE = 1

# What a fragment may use besides its arguments: words, addresses, names of elements. Never request, session or g.
EVERYBODYS = {
    "_",
    "gettext",
    "ngettext",
    "pgettext",
    "npgettext",
    "url_for",
    "dom_id",
    "words",
    "range",
    "namespace",
    "dict",
}

TRUSTED_HTML = set[str]()  # files that may say |safe or Markup, each with its reason here
VAGUE_NAMES = re.compile(r"(^|_)(utils?|helpers?|managers?|handle[rs]*|process(or|ing)?|data|infos?|misc)(_|$)")


def python_files():
    folders = (PACKAGE, ROOT / "scripts", ROOT / "bench", ROOT / "tests")
    return [ROOT / "start.py", *(file for folder in folders for file in sorted(folder.rglob("*.py")))]


def templates():
    return sorted((ROOT / "templates").rglob("*.html"))


def fragments():
    """The shelf of small marks and hidden fields under layouts/ is no fragment: nobody pushes it."""
    return [file for file in templates() if file.name.startswith("_") and file.parent.name != "layouts"]


def ours(*patterns):
    """The files of ours that match; what was vendored follows its authors' laws."""
    return [file for pattern in patterns for file in sorted(ROOT.glob(pattern)) if "vendor" not in file.parts]


def lines_like(pattern, files):
    """`path:line: text` of every line that matches, to click on."""
    return [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in files
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if re.search(pattern, line)
    ]


def test_imports_only_look_down():
    assert [f"{where} imports {name}" for where, name in imports() if floor(name) > floor(where.module)] == []


def test_rules_import_nothing_but_python_itself():
    outside = [
        f"{file.relative_to(ROOT)}:{node.lineno}: {name}"
        for file in sorted((PACKAGE / "rules").rglob("*.py"))
        for node, name in imported(file)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("assembly.kernel.rules")
    ]
    assert outside == []


def test_only_actions_write():
    files = [file for file in sorted(PACKAGE.rglob("*.py")) if file.parent.name != "actions"]
    assert lines_like(r"\bsession\.(commit|add|delete|merge)\(", files) == []


def test_no_text_is_trusted_to_be_html():
    files = [
        file
        for file in [*templates(), *sorted(PACKAGE.rglob("*.py"))]
        if str(file.relative_to(ROOT)) not in TRUSTED_HTML
    ]
    assert lines_like(r"\|\s*safe\b|\bMarkup\b|autoescape\s+false|autoescape=False", files) == []


def test_templates_hold_no_style_and_no_script_of_their_own():
    assert (
        lines_like(r"\sstyle\s*=|<style|\son[a-z]+\s*=|hx-on|javascript:|=[\"']js:|<script(?![^>]*\bsrc=)", templates())
        == []
    )
    assert lines_like(r"\.innerHTML\s*=[^=]|\beval\(|new Function|setAttribute\(.style", ours("static/**/*.js")) == []


def test_forms_work_without_javascript():
    forms = [
        (file, form)
        for file in templates()
        for form in re.findall(r"<form\b(?:\{[{%].*?[%}]\}|[^>])*>", file.read_text(), re.S)
    ]
    lame = [
        f"{file.relative_to(ROOT)}: {form}"
        for file, form in forms
        if "action=" not in form or 'method="post"' not in form
    ]
    assert lame == []
    assert lines_like(r"hx-(put|patch|delete|query)", templates()) == []


@pytest.mark.parametrize("file", fragments(), ids=lambda file: str(file.relative_to(ROOT)))
def test_a_fragment_is_one_macro_and_uses_only_its_arguments(file):
    tree = parse(file)
    macros = [node.name for node in tree.body if isinstance(node, nodes.Macro)]
    assert macros.count(file.stem.lstrip("_")) == 1, f"{file.name} holds {macros}: one of them must have its name"
    assert meta.find_undeclared_variables(tree) - EVERYBODYS == set()


def test_what_else_stands_in_a_fragments_file_serves_it_alone():
    assert [
        f"{file.relative_to(ROOT)}:{node.lineno}: {name} is a part of {node.template.value}"
        for file in templates()
        for node in parse(file).find_all(nodes.FromImport)
        for name in (word if isinstance(word, str) else word[0] for word in node.names)
        if (ROOT / "templates" / node.template.value) in fragments()
        if name != Path(node.template.value).stem.lstrip("_")
    ] == []


def test_fragments_are_imported_never_included():
    assert lines_like(r"\{%-?\s*include\s+[\"'][^\"']*_\w+\.html|with context", templates()) == []


def test_every_module_says_in_its_first_line_what_it_is():
    silent = [
        file
        for file in python_files()
        if file.read_text().strip() and not ast.get_docstring(ast.parse(file.read_text()))
    ]
    assert [str(file.relative_to(ROOT)) for file in silent] == []


def test_modules_are_nouns_of_the_field():
    files = [
        file for file in [*PACKAGE.rglob("*"), *ours("static/**/*.js", "static/**/*.css")] if file.name != "__pycache__"
    ]
    assert [str(file.relative_to(ROOT)) for file in files if VAGUE_NAMES.search(file.stem)] == []


def test_colours_are_named_once():
    files = [file for file in [*ours("static/**/*.css", "static/**/*.js"), *templates()] if file.name != "tokens.css"]
    assert (
        lines_like(
            r"(?<![&\w])(?<!href=\")#(?:[0-9a-fA-F]{3,4}){1,2}\b(?![\w-])|\b(?:rgba?|hsla?|oklch|oklab|lab|lch)\(",
            files,
        )
        == []
    )


def test_nothing_is_left_for_later():
    files = [*python_files(), *templates(), *ours("static/**/*.js", "static/**/*.css")]
    files.remove(Path(__file__).resolve())
    assert lines_like(r"\b(TODO|FIXME)\b", files) == []


class Place(str):
    """`path:line` in a module of ours."""

    module: str


def imports():
    for file in sorted(PACKAGE.rglob("*.py")):
        for node, name in imported(file):
            if name == "assembly" or name.startswith("assembly."):
                place = Place(f"{file.relative_to(ROOT)}:{node.lineno}")
                place.module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
                yield place, name


def imported(file):
    """Every import of a file, written out in full: `from ..models import Pledge` is assembly.models.Pledge."""
    package = file.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node, f"{module}.{name.name}") for name in node.names)


def floor(name):
    """Of `assembly.web.pledges` web's; of `assembly.create_app` the table of contents'."""
    words = name.split(".")[1:]
    if not words or not any((PACKAGE / f"{words[0]}{end}").exists() for end in ("", ".py")):
        return FLOORS["__init__"]
    return FLOORS.get(words[0], FURNITURE)


class AnyName(dict):
    """Filters and tests are not judged here: the app's own StrictUndefined pages do that."""

    def get(self, name, default=None):
        return super().get(name, str)


def parse(file):
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    environment.filters, environment.tests = AnyName(environment.filters), AnyName(environment.tests)
    return environment.parse(file.read_text())
