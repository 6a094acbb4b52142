"""What a pretend guest finds on a page, and how it is filled in."""

import random

from assembly.rehearsal.phones.forms import forms_on

PAGE = """
<header><form method="post" action="/elsewhere"><input type="hidden" name="a" value="1"></form></header>
<main id="main">
  <form method="post" action="/g/x/needs">
    <input type="hidden" name="csrf_token" value="t"><input type="hidden" name="key" value="k">
    <input name="words" maxlength="10"><textarea name="more"></textarea>
    <input type="radio" name="kind" value="one"><input type="radio" name="kind" value="two">
    <input type="checkbox" name="card" value="1"><input type="checkbox" name="card" value="2">
    <input type="checkbox" name="card" value="3"><input type="checkbox" name="card" value="4">
    <select name="first"><option value="soon">Soon</option></select><button>Send</button>
  </form>
  <form method="post" action="/g/x/needs/1/withdrawal"><button>Take it back</button></form>
  <form method="post" id="join" action="/g/x/pods"><input type="hidden" name="csrf_token" value="t"></form>
  <button form="join" name="pod" value="1">Join</button><button form="join" name="pod" value="2">Join</button>
  <form method="get" action="/g/x/search"><input name="q"></form>
</main>
"""


def test_a_guest_finds_the_forms_of_the_page_and_leaves_what_takes_back() -> None:
    assert [form.action for form in forms_on(PAGE, ("withdraw",))] == ["/g/x/needs", "/g/x/pods"]


def test_a_form_is_filled_in_whole() -> None:
    [form, _] = forms_on(PAGE, ("withdraw",))
    typed = form.filled(random.Random(7), "A dry place for our tools")
    assert dict(typed)["csrf_token"] == "t"
    assert dict(typed)["words"] == "A dry plac"
    assert dict(typed)["kind"] in ("one", "two")
    assert dict(typed)["first"] == "soon"
    ticked = [value for name, value in typed if name == "card"]
    assert 2 <= len(set(ticked)) == len(ticked) <= 3


def test_a_button_beside_its_form_belongs_to_it() -> None:
    [_, join] = forms_on(PAGE, ("withdraw",))
    assert dict(join.filled(random.Random(7), ""))["pod"] in ("1", "2")
