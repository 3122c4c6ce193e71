"""A file of people and one of deals, brought in by commands."""

from pathlib import Path

from installations import Installation

PEOPLE = "sales_agent,manager,regional_office\nAnn,Mary,East\nBob,Mary,East\nCid,Nora,West\n"
DEALS = (
    "id,agent,product,stage,engaged,closed,value\n"
    "1,Ann,Basic,Won,2017-01-05,2017-03-01,1000\n"
    "2,Bob,Pro,Lost,2017-01-07,2017-03-10,0\n"
    "3,Cid,Pro,Won,2017-02-01,2017-03-31,2500.50\n"
    "4,Ann,Basic,Engaging,2017-03-02,,\n"
    "5,Zoe,Basic,Won,2017-03-03,2017-04-02,10\n"
)
MAPPING = """
source: crm
facts:
  - stream: deal_changes
    id: [id, engaged]
    occurred_at: engaged
    deal_key: id
    person: agent
    product: product
    stage: {value: open}
  - stream: deal_changes
    id: [id, done]
    occurred_at: closed
    skip_when_empty: [closed]
    deal_key: id
    person: agent
    product: product
    stage: {column: stage, map: {Won: won, Lost: lost}}
    amount: value
"""
YEAR = ("--since", "2017-01-01", "--until", "2018-01-01")


def fill(house: Installation, files: Path) -> dict:
    house.json("people", "import", str(files / "people.csv"), "--name", "sales_agent", "--team", "regional_office")
    return house.json("import", str(files / "deals.csv"), "--mapping", str(files / "mapping.yaml"))


def values(house: Installation, key: str, by: str, *words: str) -> dict:
    rows = house.json("metric", key, *YEAR, "--by", by, *words)
    names = [name for name in rows[0] if name != "value"]
    return {tuple(row[name] for name in names): row["value"] for row in rows}
