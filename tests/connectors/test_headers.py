"""Headers: titles above them, names that are missing or occur twice, no header at all."""

import pytest
from connectors.mappings_for_tests import measurements

from kaname.connectors.columns import distinct_names, find_column
from kaname.connectors.error import ConnectorError
from kaname.connectors.files import inspect
from kaname.connectors.mapping.origins import FileOptions

BODY = "日付,金額,担当\n2026/4/1,100,山田\n2026/4/2,200,田中\n2026/4/3,300,鈴木\n"


@pytest.mark.parametrize(
    ("above", "row"),
    [
        ("", 1),
        ("売上一覧\n", 2),
        ("売上一覧,,\n", 2),
        ("売上一覧\n出力日:2026/04/01 10:00\n\n", 4),
        ("\n\n", 3),
        ("株式会社サンライズ,,\n2026年4月度,,\n,,\n", 4),
        ("sep=,\n", 2),
        ('"売上\n一覧"\n', 3),
    ],
)
def test_it_finds_the_header_below_titles(file, above, row):
    shape = inspect(file(above + BODY))
    assert shape.header_row == row
    assert [column.name for column in shape.columns] == ["日付", "金額", "担当"]
    assert shape.sample[0] == ("2026/4/1", "100", "山田")


def test_rows_keep_their_numbers_below_titles(file, outcome):
    path = file("売上一覧\n出力日:2026/04/01\n\n" + BODY + "合計,600,\n")
    found = outcome(path, measurements(id=["日付", "担当"], occurred_at="日付", value="金額"))
    assert found.only("value") == [100, 200, 300]
    assert [(reject.row, reject.column, reject.code) for reject in found.rejects] == [
        (8, "日付", "date_unknown"),
        (8, "担当", "id_missing"),
    ]


def test_a_file_without_header_has_numbered_columns(file, outcome):
    path = file("2026/4/1,100,A-1\n2026/4/2,200,A-2\n")
    assert inspect(path).header_row == 0
    assert [column.name for column in inspect(path).columns] == ["#1", "#2", "#3"]
    found = outcome(path, measurements(id=["#3"], occurred_at="#1", value="#2"))
    assert found.only("source_id", "value") == [("A-1", 100), ("A-2", 200)]


def test_the_header_row_can_be_said(file):
    path = file("a,b,c\n" + BODY)
    assert inspect(path).header_row == 1
    shape = inspect(path, options=FileOptions(header_row=2))
    assert (shape.header_row, shape.columns[0].name) == (2, "日付")
    assert inspect(path, options=FileOptions(header_row=0)).columns[0].name == "#1"
    with pytest.raises(ConnectorError) as error:
        inspect(path, options=FileOptions(header_row=9))
    assert (error.value.code, error.value.params) == ("header_missing", {"row": 9})


def test_names_are_made_different():
    assert distinct_names(["担当", "", "担当 ", " 金額\n(税込)", "", "担当 (2)"]) == (
        "担当", "#2", "担当 (3)", "金額 (税込)", "#5", "担当 (2)"
    )  # fmt: skip


def test_a_column_is_found_by_a_name_in_another_width_or_case():
    columns = ("Owner Name", "金額(税込)", "ｶﾅ", "a", "A")
    assert [find_column(name, columns=columns) for name in ("owner name", "金額(税込)", "カナ", "A", "a")] == [
        0,
        1,
        2,
        4,
        3,
    ]
    assert find_column("担当", columns=columns) is None
    assert find_column("\uff21", columns=columns) is None  # a or A


def test_a_delimiter_behind_every_row_is_no_missing_name(file, outcome):
    path = file("id,day,value\n1,2026-04-01,5,\n2,2026-04-02,6,\n")
    assert outcome(path, measurements()).only("value") == [5, 6]


def test_a_header_alone_has_no_rows(file, outcome):
    path = file("id,day,value\n")
    found = outcome(path, measurements())
    assert (found.rows_read, found.facts, found.rejects) == (0, {}, [])
    assert inspect(path).rows_estimate == 0


def test_blank_rows_are_no_rows(file, outcome):
    path = file("id,day,value\n\n1,2026-04-01,5\n,,\n-,-,-\n , ,\u3000\n2,2026-04-02,6\n,,\n\n")
    found = outcome(path, measurements())
    assert (found.rows_read, found.only("value"), found.rejects) == (2, [5, 6], [])


@pytest.mark.parametrize(("delimiter", "said"), [("、", None), ("||", None), ("\t", "\\t")])
def test_a_delimiter_is_one_character(file, delimiter, said):
    path = file("a\tb\n1\t2\n")
    if said:
        assert len(inspect(path, options=FileOptions(delimiter=said)).columns) == 2
    else:
        with pytest.raises(ConnectorError) as error:
            inspect(path, options=FileOptions(delimiter=delimiter))
        assert error.value.code == "delimiter_invalid"


def test_words_of_one_column_are_not_cut_at_spaces(file):
    shape = inspect(file("name\n" + "".join(f"山田 {number}\n" for number in range(20))))
    assert [column.name for column in shape.columns] == ["name"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("x" * 200_000, "cell_too_long"), (",".join(f"c{n}" for n in range(3000)) + "\n1\n", "columns_too_many")],
)
def test_what_is_no_table_is_refused(file, text, code):
    with pytest.raises(ConnectorError) as refused:
        inspect(file(text))
    assert refused.value.code == code
