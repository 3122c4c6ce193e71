import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.web.markdown import as_html


def test_it_renders_lists_tables_and_strikethrough():
    html = as_html("**Won** two\n\n- call back\n- ~~mail~~\n\n|a|b|\n|-|-|\n|1|2|\n")
    assert "<strong>Won</strong>" in html
    assert "<li>call back</li>" in html
    assert "<s>mail</s>" in html
    assert "<td>2</td>" in html


def test_headings_begin_below_those_of_the_page():
    assert as_html("# Agenda") == "<h3>Agenda</h3>\n"
    assert as_html("###### Small") == "<h6>Small</h6>\n"


def test_links_tell_no_page_where_the_reader_came_from():
    assert 'rel="noopener noreferrer nofollow"' in as_html("[us](https://example.com)")


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](http://example.com/x.png)",
        "<img src=x onerror=y>",
    ],
)
def test_nothing_that_an_author_writes_runs_or_loads(written):
    html = as_html(written)
    assert not [bad for bad in ("<script", "<img", 'href="javascript') if bad in html]


@given(st.text())
def test_any_text_can_be_a_note(text):
    assert "<script" not in as_html(text)
