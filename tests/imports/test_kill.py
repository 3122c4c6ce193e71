"""An import whose process is killed: nothing of it is in, and running it again gives what one run would have given."""

import signal
import subprocess

import pytest
from imports.pipeline import HEADER, MAPPING
from installations import COMMAND, installation

N = 200_000


@pytest.fixture
def house(tmp_path, prepared):
    with installation(tmp_path / "data", like=prepared) as empty:
        yield empty


def test_it_starts_over_after_kill_9(house, tmp_path):
    file, mapping = tmp_path / "many.csv", tmp_path / "m.yaml"
    rows = (f"O{n},Ben,Basic,Acme,Won,2017-01-10,2017-01-{n % 28 + 1:02},1" for n in range(N))
    file.write_text("\n".join([HEADER, *rows]) + "\n")
    mapping.write_text(MAPPING)
    words = [COMMAND, "import", str(file), "--mapping", str(mapping), "--json"]
    process = subprocess.Popen(words, env=house.variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=2)
    process.send_signal(signal.SIGKILL)
    process.communicate()

    result = house.json("import", str(file), "--mapping", str(mapping))
    again = house.json("import", str(file), "--mapping", str(mapping))
    assert (result["read"], result["rejected"]) == (N, 0)
    assert result["loaded"] + result["unchanged"] == 2 * N
    assert (again["loaded"], again["replaced"], again["unchanged"]) == (0, 0, 2 * N)
    won = house.json("metric", "deals_won", "--since", "2017-01-01", "--until", "2018-01-01")
    assert [row["value"] for row in won] == [N]
