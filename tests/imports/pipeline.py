"""A small export of a CRM, the mapping that reads it, and what comes out of it counted with pandas."""

import io

import pandas as pd

MAPPING = """
source: crm
facts:
  - stream: deal_changes
    id: [opportunity_id, engaged]
    occurred_at: engage_date
    skip_when_empty: [engage_date]
    deal_key: opportunity_id
    person: sales_agent
    account_key: account
    product: product
    stage: {value: open}
  - stream: deal_changes
    id: [opportunity_id, closed]
    occurred_at: close_date
    skip_when_empty: [close_date]
    deal_key: opportunity_id
    person: sales_agent
    stage: {column: deal_stage, map: {Won: won, Lost: lost}}
    amount: close_value
"""
HEADER = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value"
ROWS = (
    "O1,Ben,Basic,Acme,Won,2017-01-10,2017-01-31,1000",
    "O2,Ben,Pro,Acme,Lost,2017-01-15,2017-02-28,0",
    "O3,Chie,Pro,Bolt,Won,2017-02-01,2017-02-28,2500.5",
    "O4,Chie,Basic,,Engaging,2017-02-10,,",
    "O5,Ben,Basic,Cole,Won,2017-02-11,2017-03-01,700",
    "O6,Ben,Basic,Cole,Prospecting,,,",
)
N_ROWS = len(ROWS)
N_FACTS = 9  # five deals were opened, four were closed


def text(rows=ROWS, header=HEADER):
    return "\n".join([header, *rows]) + "\n"


def won_by_month(rows=ROWS):
    """Won deals and their sum by month of closing, by pandas."""
    deals = pd.read_csv(io.StringIO(text(rows)), parse_dates=["close_date"])
    won = deals[deals.deal_stage == "Won"]
    by_month = won.groupby(won.close_date.dt.strftime("%Y-%m"))
    return by_month.size().to_dict(), by_month.close_value.sum().to_dict()
