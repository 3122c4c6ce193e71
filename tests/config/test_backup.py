"""Backups by the command, on either database: real processes, a real data folder."""

import stat
import zipfile
from pathlib import Path

import pytest
from config.command_world import fill, values


def test_it_backs_up_while_serving_and_restores(house, files, tmp_path):
    fill(house, files)
    copy = tmp_path / "copy.zip"
    with house.serving():
        house.json("backup", str(copy))
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert "exists already" in house.run("backup", str(copy), expect=1).stderr
    assert "not empty" in house.run("restore", str(copy), expect=1).stderr
    answer = house.json("restore", str(copy), "--replace")
    assert Path(answer["moved_aside_to"]).is_dir()
    assert values(house, "deals_won", "year") == {("2017-01-01",): 3}


@pytest.mark.parametrize("note", ["{}", "[]", '{"format": "a"}', '{"format": 1, "ledger": "sqlite"}'])
def test_it_restores_nothing_from_what_is_no_backup(house, tmp_path, note):
    hostile = tmp_path / "hostile.zip"
    with zipfile.ZipFile(hostile, "w") as archive:
        archive.writestr("backup.json", note)
        archive.writestr("facts.duckdb", "")
    said = house.run("restore", str(hostile), "--replace", expect=1).stderr
    assert "not a Kaname backup" in said.replace("\n", " ")
    assert (house.data / "ledger.sqlite3").exists() or house.environment
    assert not list(house.data.parent.glob("*before-restore*"))
