"""Long lists: pages, sorting, links that keep their state, downloads."""

import csv
import io

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from kaname.web.choices import with_query
from kaname.web.downloads import csv_response, csv_text
from kaname.web.pages import Pages


def get(address):
    return RequestFactory().get(address)


def html(source, request, **context):
    return engines["django"].from_string("{% load kaname %}" + source).render(context, request)


@given(st.integers(-5, 10_000), st.integers(1, 100), st.integers(0, 100_000))
def test_pages_are_always_inside_the_list(number, size, total):
    pages = Pages.asked(str(number), size=size, total=total)
    assert 1 <= pages.number <= pages.last
    assert 0 <= pages.offset <= max(0, total - 1)
    assert pages.last_row <= total


@pytest.mark.parametrize("text", [None, "", "x", "-1", "1.5", "²"])
def test_what_is_no_page_number_is_the_first_page(text):
    assert Pages.asked(text, size=10, total=100).number == 1


def test_pages_link_first_last_and_neighbours():
    assert Pages(number=10, size=10, total=500).near == [1, None, 8, 9, 10, 11, 12, None, 50]
    assert Pages(number=2, size=10, total=60).near == [1, 2, 3, 4, 5, 6]


def test_django_pages_serve_as_well():
    assert Pages.of(Paginator(range(101), 25).page(2)) == Pages(number=2, size=25, total=101)


def test_links_keep_the_state_of_the_page():
    request = get("/board/?team=east&team=west&page=4&sort=name")
    assert with_query(request, sort="-name") == "/board/?team=east&team=west&sort=-name"
    assert with_query(request, team=None, sort=None) == "/board/"
    assert with_query(request, team=["a", "b"]) == "/board/?sort=name&team=a&team=b"


def test_a_column_head_says_how_the_table_is_sorted_and_turns_it():
    head = html("{% sort_header 'name' 'Name' %}", get("/people/?sort=name"))
    assert 'aria-sort="ascending"' in head
    assert 'href="/people/?sort=-name"' in head
    assert 'aria-sort="none"' in html("{% sort_header 'role' 'Role' %}", get("/people/?sort=name"))


def test_pagination_keeps_filters():
    shown = html("{% pagination page %}", get("/rows/?team=east"), page=Pages(number=1, size=10, total=25))
    assert 'href="/rows/?team=east&amp;page=2"' in shown


def test_csv_opens_in_japanese_spreadsheets():
    body = b"".join(csv_response("売上.csv", ["名前", "件数"], [["佐藤", 3], ["鈴木, 勉", None]]))
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert rows == [["名前", "件数"], ["佐藤", "3"], ["鈴木, 勉", ""]]


def test_the_file_name_may_be_japanese():
    response = csv_response("売上.csv", [], [])
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''%E5%A3%B2%E4%B8%8A.csv"


def test_text_that_a_spreadsheet_would_run_is_made_harmless():
    text = "".join(csv_text(["a"], [["=HYPERLINK()"], ["-5"], [-5], ["+81-3-1234"]]))
    assert "'=HYPERLINK()" in text
    assert "'+81-3-1234" in text
    assert text.count("\n-5") == 2


def test_long_files_leave_in_pieces():
    assert len(list(csv_text(["n"], ([n] for n in range(2_000))))) == 5
