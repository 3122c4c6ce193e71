"""An export of deals, and the mapping that makes two facts of each."""

PIPELINE = """
source: crm
facts:
  - stream: deal_changes
    id: [opportunity_id, engaged]        # column names; what is no column is a literal
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
HEADER = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
DEALS = """D1,Ben,GTX,Acme,Won,2017-01-05,2017-03-01,1054
D2,Ben,MG,,Lost,2017-01-06,2017-03-31,0
D3,Chie,GTX,Acme,Engaging,2017-02-01,,
D4,Chie,GTX,,Prospecting,,,
"""
