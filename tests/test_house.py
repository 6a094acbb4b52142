"""The house law: storeys look down, fragments use what they are given, words and colours have their places."""

import ast
import re
import sys
from pathlib import Path

import pytest
from jinja2 import Environment, meta, nodes

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "assembly"

# The packages, each after those it may use. What is not named here is the ground that everything stands on (config,
# extensions, language, addresses): everybody but rules may use it, and it uses no package.
PACKAGES = (
    "kernel",
    "typesetting",
    "live",
    "gatherings",
    "people",
    "board",
    "money",
    "rounds",
    "presenting",
    "agenda",
    "talking",
    "needs",
    "clusters",
    "pods",
    "stack",
    "temperature",
    "objections",
    "book",
    "budget",
    "promises",
    "evaluation",
    "helping",
    "crew",
    "keeping",
    "forgetting",
    "rehearsal",
    "phone",
    "wall",
    "desk",
    "printing",
    "document",
    "shell",
    "features",  # the list of them
    "cli",
)
STOREYS = ("rules", "models", "actions", "readings", "news", "web")  # inside a package, each may use those before it
ABOVE_ALL = ("assembly", "assembly.__main__")  # create_app and the entry know everything

# What a fragment may use besides its arguments: words, addresses, names of elements. Never request, session or g.
EVERYBODYS = {
    "_",
    "gettext",
    "ngettext",
    "pgettext",
    "npgettext",
    "url_for",
    "dom_id",
    "draw",
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


def test_packages_use_only_those_before_them():
    assert [
        f"{where} imports {name}" for where, name in imports() if package_rank(name) > package_rank(where.module)
    ] == []


def test_inside_a_package_storeys_use_only_those_below_them():
    assert [
        f"{where} imports {name}"
        for where, name in imports()
        if package(name) == package(where.module) and storey(name) > storey(where.module) >= 0
    ] == []


def test_no_modules_import_each_other_in_a_circle():
    """Imports inside functions count; names for types alone do not."""
    graph = {module: set() for module in modules()}
    for where, name in imports():
        graph[where.module].add(name if name in graph else name.rpartition(".")[0])
    assert circles(graph) == []


def test_every_package_is_named_in_the_order():
    folders = {file.parent.name for file in PACKAGE.glob("*/__init__.py")}
    assert folders - set(PACKAGES) == set()


def test_every_feature_registers_itself():
    listed = (PACKAGE / "features.py").read_text()
    registered = {file.parent.name for file in PACKAGE.glob("*/feature.py")}
    assert [name for name in sorted(registered) if f"from assembly.{name}.feature import {name}" not in listed] == []
    assert [
        name for name in PACKAGES if list((PACKAGE / name).glob("web*")) and name not in {*registered, "kernel"}
    ] == []


def test_rules_import_nothing_but_python_itself_and_rules():
    outside = [
        f"{file.relative_to(ROOT)}:{node.lineno}: {name}"
        for file in sorted(PACKAGE.rglob("*.py"))
        if is_rules(file)
        for node, name in imported(file)
        if name.split(".")[0] not in sys.stdlib_module_names and ".rules" not in name
    ]
    assert outside == []


def test_only_actions_write():
    """And only they, routes, seeds and commands, which call them, open the transaction to write in."""
    files = [file for file in sorted(PACKAGE.rglob("*.py")) if "actions" not in {file.stem, file.parent.name}]
    assert lines_like(r"\bsession\.(commit|add|delete|merge)\(", files) == []
    callers = {"web", "cli"}
    readers = [file for file in files if not callers & {file.stem, file.parent.name} and file.stem != "seeds"]
    assert lines_like(r"with (writing|writing_anew|holding)\(", readers) == []


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


class Location(str):
    """`path:line` in a module of ours."""

    module: str


def modules():
    return {module_of(file): file for file in sorted(PACKAGE.rglob("*.py"))}


def module_of(file):
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports():
    for module, file in modules().items():
        if module in ABOVE_ALL:
            continue
        for node, name in imported(file):
            if name.startswith("assembly."):
                place = Location(f"{file.relative_to(ROOT)}:{node.lineno}")
                place.module = module
                yield place, name


def circles(graph):
    """Sets of modules of which each leads to all others (Tarjan's strongly connected components, of two or more)."""
    order, lowest, stack, found = {}, {}, [], []

    def visit(module):
        order[module] = lowest[module] = len(order)
        stack.append(module)
        for other in graph.get(module, ()):
            if other not in order:
                visit(other)
            if other in stack:
                lowest[module] = min(lowest[module], lowest[other])
        if lowest[module] == order[module]:
            component = stack[stack.index(module) :]
            del stack[stack.index(module) :]
            if len(component) > 1:
                found.append(sorted(component))

    for module in graph:
        if module not in order:
            visit(module)
    return found


def imported(file):
    """Every import of a file but those for types alone, as `assembly.kernel.rules.RuleBroken`."""
    tree = ast.parse(file.read_text())
    for_types = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.dump(block.test)
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from ((node, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{node.module}.{name.name}") for name in node.names)


def package(name):
    """Of `assembly.rounds.web.pledges` it is rounds."""
    return name.split(".")[1] if "." in name else ""


def package_rank(name):
    """The ground is below all packages; the app itself above all but the commands that run it."""
    if package(name) == "create_app":
        return PACKAGES.index("cli")
    if package(name) not in PACKAGES:
        return -1 if (PACKAGE / f"{package(name)}.py").exists() else len(PACKAGES)
    return PACKAGES.index(package(name))


def storey(name):
    """Its place among the storeys of its package; -1 for what stands beside them (steps, words, feature)."""
    words = name.split(".")
    return STOREYS.index(words[2]) if len(words) > 2 and words[2] in STOREYS else -1


def is_rules(file):
    return file.stem == "rules" or "rules" in file.relative_to(PACKAGE).parts


class AnyName(dict):
    """Filters and tests are not judged here: the app's own StrictUndefined pages do that."""

    def get(self, name, default=None):
        return super().get(name, str)


def parse(file):
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    environment.filters, environment.tests = AnyName(environment.filters), AnyName(environment.tests)
    return environment.parse(file.read_text())


GENERAL = {"slide", "mark", "key"}  # what every slide has; its foot and its title lines are laid out once for all


def test_a_sheet_of_the_wall_styles_only_slides_of_its_own_package():
    """All of them are on the wall's one page: a rule may not fit what another package's slide holds."""
    used = {}
    for file in templates():
        if file.name.startswith("_") and ("slide" in file.name or file.name in ("_bars.html", "_agenda_rows.html")):
            words = " ".join(re.findall(r'class="([^"]*)"', file.read_text()))
            used.setdefault(file.parent.name, set()).update(re.findall(r"(?<![\w-])[a-z][\w-]*", words))
    assert [
        f"{sheet.name}: “{selector}” fits templates/{other}"
        for sheet in ours("static/css/wall-*.css")
        for selector, classes in selectors(sheet)
        for other in sorted(used)
        if other not in sheet.stem and classes - GENERAL and classes <= used[other] | GENERAL
    ] == []


def selectors(sheet):
    """Each with the classes in it."""
    text = re.sub(r"/\*.*?\*/|@media[^{]*\{", "", sheet.read_text(), flags=re.S)
    for rule in re.findall(r"([^{}]+)\{", text):
        for one in rule.split(","):
            yield one.strip(), set(re.findall(r"\.([\w-]+)", re.sub(r":not\([^)]*\)", "", one)))
