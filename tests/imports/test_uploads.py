"""Files that come part by part."""

import pytest

from kaname.imports import uploads


@pytest.fixture
def path():
    return uploads.new_path("通話履歴.CSV")


def append(path, data, offset, limit=100):
    return uploads.append([data], path=path, offset=offset, limit=limit)


def test_it_keeps_the_suffix_and_nothing_else_of_the_name(path):
    assert path.suffix == ".csv"
    assert "通話" not in path.name
    assert uploads.new_path("../../etc/passwd").suffix == ""


def test_it_puts_parts_together(path):
    assert append(path, b"hello ", 0) == 6
    assert append(path, b"world", 6) == 11
    assert path.read_bytes() == b"hello world"


def test_it_takes_a_part_again(path):
    append(path, b"hello wor", 0)

    assert append(path, b"world", 6) == 11
    assert path.read_bytes() == b"hello world"


def test_it_says_where_to_go_on(path):
    append(path, b"hello", 0)

    with pytest.raises(uploads.OutOfStep) as step:
        append(path, b"later", 20)
    assert step.value.received == 5


def test_it_takes_no_more_than_was_announced(path):
    append(path, b"hello", 0, limit=5)

    with pytest.raises(uploads.OutOfStep):
        append(path, b"!", 5, limit=5)
    assert path.read_bytes() == b"hello"


def test_it_keeps_a_copy_when_the_first_is_removed(path):
    uploads.save([b"a,b\n"], path=path)
    copy = uploads.copy(path)
    path.unlink()

    assert copy.read_bytes() == b"a,b\n"
