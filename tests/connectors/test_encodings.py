"""Text tables in every encoding and with every delimiter give the same facts."""

import codecs
import gzip
from contextlib import suppress
from decimal import Decimal

import pytest
from connectors.calm_for_tests import CALM
from connectors.mappings_for_tests import measurements
from hypothesis import assume, given
from hypothesis import strategies as st

from kaname.connectors.csv.encodings import detect_encoding
from kaname.connectors.error import ConnectorError
from kaname.connectors.files import inspect

HEADER = ["管理番号", "計上日", "金額", "担当者", "メモ"]
ROWS = [
    ["A-001", "2026/4/1", "1,234円", "山田 太郎", "折り返し、明日"],
    ["A-002", "2026年4月2日", "△500", "髙橋 一郎", "①資料送付 ㈱ソフト"],
    ["A-003", "R8.4.3", "1.2万", "ﾀﾅｶ ﾊﾅｺ", "表示\n改行あり"],
    ["A-004", "2026/4/4", "20", "五十嵐", 'かぎ"括弧"'],
]
MAPPING = measurements(
    id=["管理番号"], occurred_at="計上日", value="金額", person="担当者", attributes={"メモ": "メモ"}
)
JAPANESE = """担当者 会社名 電話番号 株式会社山田商事 田中太郎 鈴木一郎 東京都千代田区 架電 不在 アポイント獲得 受注
失注 メモ:折り返し 売上(税込) 2026年4月1日"""


def text_table(delimiter, *, line_break="\r\n"):
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in [HEADER, *ROWS]]
    return line_break.join(delimiter.join(row) for row in quoted) + line_break


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "^", ":", "\x01"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_encoding_and_delimiter(file, outcome, encoding, delimiter):
    path = file(text_table(delimiter), encoding=encoding)
    found = outcome(path, MAPPING)
    assert found.rejects == []
    assert found.only("source_id") == ["A-001", "A-002", "A-003", "A-004"]
    assert [day.day for day in found.only("day")] == [1, 2, 3, 4]
    assert found.only("value") == [1234, -500, 12000, 20]
    assert found.only("person") == ["山田 太郎", "髙橋 一郎", "ﾀﾅｶ ﾊﾅｺ", "五十嵐"]
    assert [dict(notes)["メモ"] for notes in found.only("attributes")] == [row[4] for row in ROWS]
    assert inspect(path).delimiter == delimiter


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_every_line_break(file, outcome, line_break):
    text = text_table(",", line_break=line_break).replace("表示\n", "表示")
    assert outcome(file(text), MAPPING).only("value") == [1234, -500, 12000, 20]


def test_euc_jp_and_jis(file, outcome):
    rows = [["管理番号", "計上日", "金額", "担当者", "メモ"], ["A-1", "2026/4/1", "1,234円", "山田", "折り返し"]]
    text = "\n".join("\t".join(row) for row in rows)
    for encoding in ("euc_jp", "iso2022_jp"):
        found = outcome(file(text, encoding=encoding), MAPPING)
        assert (found.only("value"), found.only("person")) == ([Decimal(1234)], ["山田"])


@CALM
@given(words=st.lists(st.sampled_from(JAPANESE.split()), min_size=3, max_size=12))
def test_short_japanese_files_are_told_apart(file, words):
    text = ",".join(words) + "\n" + ",".join(str(number) for number in range(len(words)))
    for encoding in ("utf-8", "cp932", "euc_jp"):
        assert detect_encoding(file(text, encoding=encoding)) == encoding


@pytest.mark.parametrize(
    "word", ["担当", "金額", "山田", "田中太郎", "株式会社", "不在", "ア", "売上", "髙橋", "齋藤", "メモ"]
)
def test_one_japanese_word_is_enough_for_cp932(file, word):
    assert detect_encoding(file(f"id,name\n1,{word}\n", encoding="cp932")) == "cp932"


@pytest.mark.parametrize("text", ["name,city\nMüller,Köln\nJosé,São Paulo\n", "naïve café;déjà vu\nà bientôt;élève\n"])
def test_western_text_is_not_taken_for_japanese(file, text):
    path = file(text, encoding="cp1252")
    assert path.read_bytes().decode(detect_encoding(path)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc_jp"])
def test_a_late_broken_byte_is_an_error_with_its_line(file, outcome, encoding):
    good = ("".join(f"A-{number},2026/4/1,100,山田,折り返し連絡\n" for number in range(200_000))).encode(encoding)
    path = file(",".join(HEADER).encode(encoding) + b"\n" + good + b"A-x,2026/4/1,100,\xff\xff,x\n")
    with pytest.raises(ConnectorError) as error:
        outcome(path, MAPPING)
    assert error.value.code == "encoding_broken"
    assert error.value.params == {"line": 200_002, "encoding": encoding, "bytes": "FF"}
    with pytest.raises(ConnectorError, match="Line 200002"):
        inspect(path)


def test_a_file_that_was_cut_in_a_character_is_an_error(file, outcome):
    whole = text_table(",").encode()
    path = file(whole[: whole.index("括".encode()) + 1])
    with pytest.raises(ConnectorError) as error:
        outcome(path, MAPPING)
    assert (error.value.code, error.value.params["line"]) == ("encoding_broken", 6)


def test_broken_utf8_is_not_read_as_something_else(file):
    text = "担当者,金額\n山田,100\n" * 20
    assert detect_encoding(file(text.encode() + b"\x82\xa0,1\n")) == "utf-8"


def test_the_encoding_can_be_said(file, outcome):
    path = file(text_table(","), encoding="cp932")
    assert outcome(path, {**MAPPING, "file": {"encoding": "Shift_JIS"}}).only("person")[1] == "髙橋 一郎"
    with pytest.raises(ConnectorError) as error:
        outcome(path, {**MAPPING, "file": {"encoding": "utf-8"}})
    assert (error.value.code, error.value.params["line"]) == ("encoding_broken", 1)
    with pytest.raises(ConnectorError) as error:
        outcome(path, {**MAPPING, "file": {"encoding": "shift-jisu"}})
    assert error.value.code == "encoding_invalid"


def test_a_packed_file_is_unpacked(file, outcome):
    path = file(gzip.compress(text_table(",").encode("cp932")), name="data.csv.gz")
    assert outcome(path, MAPPING).only("value") == [1234, -500, 12000, 20]


@pytest.mark.parametrize("content", [b"", b"\n\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b"  \n"])
def test_an_empty_file_is_an_error(file, content):
    with pytest.raises(ConnectorError) as error:
        inspect(file(content))
    assert error.value.code == "file_empty"


@CALM
@given(content=st.binary(min_size=1, max_size=200))
def test_whatever_bytes_come_the_answer_is_a_shape_or_an_error(file, content):
    assume(not content.startswith((b"PK", b"\x1f\x8b")))
    with suppress(ConnectorError):
        names = [column.name for column in inspect(file(content)).columns]
        assert len(set(names)) == len(names) > 0
