"""The command as people and machines use it: real processes, a real data folder."""

import json
import stat
import subprocess
import sys

import httpx
import pytest
from config.command_world import MAPPING, YEAR, fill, values
from installations import installation


def test_it_imports_files_and_prints_the_right_numbers(house, files):
    first = fill(house, files)
    assert {name: first[name] for name in ("read", "loaded", "replaced", "unchanged", "rejected", "rejects_file")} == {
        "read": 5, "loaded": 9, "replaced": 0, "unchanged": 0, "rejected": 0, "rejects_file": None,
    }  # fmt: skip
    again = fill(house, files)
    assert (again["loaded"], again["replaced"], again["unchanged"]) == (0, 0, 9)

    months = values(house, "revenue", "month")
    assert len(months) == 12
    assert months[("2017-03-01",)] == 3500.5
    assert months[("2017-01-01",)] == 0
    rates = values(house, "win_rate", "month")
    assert rates[("2017-03-01",)] == pytest.approx(2 / 3)
    assert rates[("2017-01-01",)] is None
    teams = values(house, "deals_won", "quarter,team")
    assert teams[("2017-01-01", "East")] == 1
    assert teams[("2017-01-01", "West")] == 1
    assert values(house, "deals_won", "person")[("2017-01-01", "Zoe")] == 1
    assert values(house, "deals_won", "month", "--where", "product=Pro")[("2017-03-01",)] == 1


def test_it_asks_the_server_that_owns_the_folder(house, files):
    with house.serving() as url:
        fill(house, files)
        assert values(house, "deals_won", "year") == {("2017-01-01",): 3}
        note = house.data / "server.json"
        assert stat.S_IMODE(note.stat().st_mode) == 0o600
        token = json.loads(note.read_text())["token"]
        with httpx.Client(trust_env=False) as client:
            assert client.get(f"{url}/api/owner/").status_code == 404
            assert client.get(f"{url}/api/owner/", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert not note.exists()
    assert values(house, "deals_won", "year") == {("2017-01-01",): 3}


def test_it_refuses_a_second_server_on_the_same_folder(house):
    with house.serving() as url:
        assert url in house.run("up", "--port", "1024", expect=1).stderr.replace("\n", "")


def test_it_says_in_words_what_is_wrong(house, files):
    (files / "broken.yaml").write_text(MAPPING.replace("occurred_at: engaged", "occurred_at: engagd"))
    said = house.run("import", str(files / "deals.csv"), "--mapping", str(files / "broken.yaml"), expect=1)
    assert "engagd" in said.stderr
    assert "Traceback" not in said.stderr
    unknown = house.run("metric", "deals_one", *YEAR, expect=1)
    assert "deals_one" in unknown.stderr
    assert "Traceback" not in unknown.stderr
    assert house.run("metric", "deals_won", *YEAR, "--where", "product", expect=2).stdout == ""


def test_it_checks_the_installation_in_words(house):
    found = house.json("check")
    assert {finding["level"] for finding in found} <= {"fine", "notice"}
    (house.data / "secret-key").chmod(0o644)
    assert "chmod 600" in house.run("check", expect=1).stderr


def test_it_keeps_its_secret_to_itself(tmp_path):
    with installation(tmp_path / "data") as fresh:
        fresh.run("check")
    assert stat.S_IMODE((tmp_path / "data" / "secret-key").stat().st_mode) == 0o600


# pandas is for tests alone; ibis and pyarrow would use it wherever it is installed.
WITHOUT_PANDAS = """
import sys

class NoPandas:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "pandas":
            raise ModuleNotFoundError("No module named 'pandas'", name="pandas")

sys.meta_path.insert(0, NoPandas())
from kaname.config.cli.app import main
main()
"""


def test_it_does_without_pandas(house, files):
    fill(house, files)
    words = [sys.executable, "-c", WITHOUT_PANDAS, "metric", "deals_won", *YEAR, "--by", "team,product", "--json"]
    done = subprocess.run(words, env=house.variables, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert sum(row["value"] for row in json.loads(done.stdout)) == 3


GOALS = """
version: 1
teams:
- {key: east, name: East}
goals:
- key: revenue-2017
  metric: revenue
  team: east
  starts_on: 2017-01-01
  ends_on: 2018-01-01
  value: 1200000
"""


def test_it_takes_goals_in_and_out(house, tmp_path):
    file = tmp_path / "goals.yaml"
    file.write_text(GOALS, encoding="utf-8")
    assert "Not here yet: the team East (east)." in house.run("goals", "check", str(file), expect=1).stderr
    assert "--create-missing" in house.run("goals", "import", str(file), expect=1).stderr
    house.run("goals", "import", str(file), "--create-missing")
    text = house.run("goals", "export").stdout
    assert house.run("goals", "export", "revenue-2017").stdout == text
    assert "no goal nothing" in house.run("goals", "export", "nothing", expect=1).stderr
    copy = tmp_path / "copy.yaml"
    with house.serving():
        house.run("goals", "export", "--output", str(copy))
        assert copy.read_text(encoding="utf-8") == text
        assert house.json("goals", "check", str(copy))["unchanged"] == ["revenue-2017"]
        copy.write_text(text.replace("1200000", "1300000"), encoding="utf-8")
        refused = house.run("goals", "import", str(copy), "--json", expect=1)
        change = {"where": "value", "before": "1200000", "after": "1300000"}
        assert json.loads(refused.stdout)["changed"] == {"revenue-2017": [change]}
        assert house.json("goals", "import", str(copy), "--replace")["applied"] is True
    assert "value: 1300000" in house.run("goals", "export").stdout


def test_a_file_of_goals_with_mistakes_is_refused_with_each(house, tmp_path):
    file = tmp_path / "goals.yaml"
    file.write_text(GOALS.replace("1200000", "lots") + "  colour: red\n", encoding="utf-8")
    for words in (("check",), ("import", "--create-missing")):
        said = house.run("goals", words[0], str(file), *words[1:], expect=1).stderr
        assert "goals[0].value (line 11)" in said
        assert "goals[0].colour (line 12)" in said
        assert "Traceback" not in said
    assert "goals" not in house.run("goals", "export").stdout.partition("\n")[2]
