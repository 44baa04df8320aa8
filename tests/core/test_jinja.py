import re
from types import SimpleNamespace

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.urls import NoReverseMatch
from django.utils import translation

from sns.core import errors
from sns.core.jinja import avatar_class, icon, initial, url


def render(source: str, **context) -> str:
    with translation.override("en"):
        return engines["jinja2"].from_string(source).render(context)


class Example(forms.Form):
    title = forms.CharField(label="Title", help_text="Seen in lists.")
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="Agree", required=False)


FIELD = '{% from "_ui.html" import field %}{{ field(f) }}'


def test_text_is_escaped_also_inside_translations():
    assert render('{{ x }}{{ _("Today %(time)s", time=x) }}', x="<b>").count("&lt;b&gt;") == 2


def test_plurals_choose_the_form_by_number():
    source = "{% trans n=n %}{{ n }} post{% pluralize %}{{ n }} posts{% endtrans %}"
    assert (render(source, n=1), render(source, n=2)) == ("1 post", "2 posts")


def test_an_unknown_page_name_is_an_error_not_a_dead_link():
    with pytest.raises(NoReverseMatch):
        url("no-such-page")


def test_an_icon_is_silent_unless_it_is_given_words():
    assert 'aria-hidden="true"' in icon("home")
    assert icon("home", "<Home>").endswith('<span class="sr">&lt;Home&gt;</span>')


def test_every_icon_in_the_templates_is_in_the_sprite(settings):
    names = set(re.findall(r'<symbol id="([\w-]+)"', (settings.BASE_DIR / "static/icons/sprite.svg").read_text()))
    used = set()
    for template in (settings.BASE_DIR / "templates").rglob("*.html"):
        used |= set(re.findall(r'icon\("([\w-]+)"', template.read_text()))
    assert used - names == set()


def test_a_person_without_a_portrait_keeps_one_colour_and_a_letter():
    assert avatar_class(25) == "av-1"
    assert (initial("佐藤"), initial("alice"), initial(" ")) == ("佐", "A", "?")


def test_a_portrait_is_shown_where_there_is_one():
    person = SimpleNamespace(id=1, name="Alice", avatar_url=lambda size: f"/a/{size}")
    source = '{% from "_ui.html" import avatar %}{{ avatar(p, "l") }}'
    assert 'src="/a/256"' in render(source, p=person)
    assert 'class="avatar l av-1"' in render(source, p=SimpleNamespace(id=1, name="Alice"))


def test_a_field_ties_its_help_and_errors_to_the_input():
    html = render(FIELD, f=Example({"title": ""})["title"])
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_keeps_what_was_typed():
    assert 'value="&lt;draft&gt;"' in render(FIELD, f=Example({"title": "<draft>"})["title"])


def test_choices_are_a_group_with_a_legend():
    html = render(FIELD, f=Example()["kind"])
    assert "<fieldset" in html
    assert "<legend>Kind" in html
    assert html.count('type="radio"') == 2


def test_a_checkbox_stands_before_its_label():
    html = render(FIELD, f=Example()["agree"])
    assert html.index('type="checkbox"') < html.index("Agree")


def test_the_summary_of_errors_leads_to_the_fields():
    html = render('{% from "_ui.html" import form_errors %}{{ form_errors(form) }}', form=Example({}))
    assert 'href="#id_title"' in html
    assert 'href="#id_kind_error"' in html
    assert 'id="id_kind_error"' in render(FIELD, f=Example({})["kind"])


def test_show_more_is_a_link_that_works_without_javascript():
    html = render('{% from "_ui.html" import more %}{{ more("/?before=a&b") }}')
    assert 'href="/?before=a&amp;b"' in html
    assert 'hx-get="/?before=a&amp;b"' in html


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_error_page_needs_neither_a_reader_nor_a_database(language):
    with translation.override(language):
        response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert f'<html lang="{language}">' in response.content.decode()


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (errors.bad_request, 400),
        (errors.permission_denied, 403),
        (errors.page_not_found, 404),
        (errors.csrf_failure, 403),
        (errors.too_many_requests, 429),
    ],
)
def test_every_error_has_a_page_of_its_own(view, status):
    response = view(RequestFactory().get("/nowhere/"))
    assert response.status_code == status
    assert b"<h1>" in response.content


def test_a_chip_is_a_link_a_button_or_a_toggle():
    macro = '{% from "_ui.html" import chip %}'
    assert '<a class="chip ' in render(macro + '{{ chip("x", href="/y/") }}')
    toggle = render(macro + '{{ chip("x", symbol="like", count=1200, pressed=true, name="on", value="0") }}')
    assert 'aria-pressed="true"' in toggle
    assert '<span class="num">1,200</span>' in toggle
