"""Texts of templates: what is put into them is escaped, and they are in the language that is spoken."""

from flask import Flask

from assembly.language import speaking


def drawn(app: Flask, template: str, **values: object) -> str:
    with app.test_request_context("/"), speaking("en"):
        return app.jinja_env.from_string(template).render(**values)


def test_what_is_put_into_a_text_is_escaped_and_the_text_is_not(app: Flask) -> None:
    assert drawn(app, "{{ _('It\\'s %(name)s.', name=name) }}", name="<b>") == "It's &lt;b&gt;."


def test_a_text_that_depends_on_a_number_says_it(app: Flask) -> None:
    counted = "{{ ngettext('%(num)s hour of %(whose)s', '%(num)s hours of %(whose)s', hours, whose='<i>') }}"
    assert drawn(app, counted, hours=1) == "1 hour of &lt;i&gt;"
    assert drawn(app, counted, hours=2) == "2 hours of &lt;i&gt;"


def test_a_percent_sign_is_written_twice_with_values_or_without(app: Flask) -> None:
    assert drawn(app, "{{ _('100 %%') }} {{ _('%(part)s %%', part=5) }}") == "100 % 5 %"


def test_a_piece_of_markup_stays_one(app: Flask) -> None:
    template = "{% macro bold() %}<b>!</b>{% endmacro %}{{ _('Now %(what)s', what=bold()) }}"
    assert drawn(app, template) == "Now <b>!</b>"
