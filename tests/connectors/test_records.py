"""Where rows begin and end, whatever is in quotation marks, and however the file is cut into pieces."""

import csv
import io
from dataclasses import replace

import pytest
from connectors.calm_for_tests import CALM
from hypothesis import given
from hypothesis import strategies as st

from kaname.connectors.csv.block import CsvBlock
from kaname.connectors.csv.opening import open_csv
from kaname.connectors.csv.records import Dialect, complete_length, quoted_spans, records_of
from kaname.connectors.mapping.origins import FileOptions

COMMA = Dialect(",", '"')
hostile = st.text(alphabet='",a\n\r |', max_size=40)
cells = st.text(alphabet='",a\n 山', max_size=6)


def rows_in(path, *, piece, width=None):
    """Return (line, cells) of good rows and (line, code) of the others."""
    table = replace(
        open_csv(path, options=FileOptions(delimiter=",", header_row=1, encoding="utf-8")).table, piece=piece
    )
    good, bad = [], []
    for block in table.blocks(columns=range(len(table.columns))):
        good += block.origins(range(block.size))
        bad += [(reject.row, reject.code) for reject in block.broken]
    return good, bad


@CALM
@given(text=hostile)
def test_our_records_are_those_of_the_parser(text):
    data = text.encode()
    data = data[: complete_length(data, dialect=COMMA)]
    if not data.strip(b"\r\n") or quoted_spans(data, dialect=COMMA).stray:
        return
    block = CsvBlock(data=data, line=1, bytes_done=0, dialect=COMMA, width=2, columns=(0, 1))
    assert block.size + len(block.broken) == len(records_of(data, dialect=COMMA).starts)
    parsed = list(zip(block.column(0).to_pylist(), block.column(1).to_pylist(), strict=True))
    assert parsed == [cells for _, cells in block.origins(range(block.size))]


@CALM
@given(rows=st.lists(st.tuples(cells, cells).filter(any), max_size=12), piece=st.integers(1, 60))
def test_rows_survive_being_written_and_cut_anywhere(file, rows, piece):
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([("h1", "h2"), *rows])
    good, bad = rows_in(file(text.getvalue()), piece=piece)
    assert bad == []
    assert [cells for _, cells in good] == rows


@CALM
@given(rows=st.lists(st.tuples(cells, cells).filter(any), min_size=1, max_size=12))
def test_a_rows_number_is_the_line_it_begins_in(file, rows):
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("h1", "h2"))
    lines = []
    for row in rows:
        lines.append(text.getvalue().count("\n") + 1)
        writer.writerow(row)
    good, _ = rows_in(file(text.getvalue()), piece=1 << 20)
    assert [line for line, _ in good] == lines


BROKEN = """id,name,note
1,a,plain
2,"open,forgotten
3,c,"two
lines"

4,d,"Smith, John"
5,e
6,f,"says ""hi\"""
7,g,24" screen
8,h,x,y
9,i,"never
10,j,z
"""


@pytest.mark.parametrize("piece", [1, 7, 31, 64, 1 << 20])
def test_a_stray_quotation_mark_costs_one_row(file, piece):
    good, bad = rows_in(file(BROKEN), piece=piece)
    assert good == [
        (2, ("1", "a", "plain")),
        (4, ("3", "c", "two\nlines")),
        (7, ("4", "d", "Smith, John")),
        (9, ("6", "f", 'says "hi"')),
        (10, ("7", "g", '24" screen')),
        (13, ("10", "j", "z")),
    ]
    assert sorted(bad) == [(3, "quote_open"), (8, "cells_missing"), (11, "cells_extra"), (12, "quote_open")]


def test_quotation_marks_can_be_ordinary_characters(file):
    path = file('id,name\n1,"a\n2,b"\n')
    table = open_csv(path, options=FileOptions(quote="")).table
    blocks = list(table.blocks(columns=(0, 1)))
    assert [cells for block in blocks for _, cells in block.origins(range(block.size))] == [("1", '"a'), ("2", 'b"')]
