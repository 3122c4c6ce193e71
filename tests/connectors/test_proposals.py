"""Exports as systems used in Japan write them, and the mapping proposed for each."""

import pytest

from kaname.connectors.files import inspect
from kaname.connectors.headers.identity import alike_rows
from kaname.connectors.headers.vocabulary import factor_of, is_average, likeness
from kaname.connectors.mapping.mapping import Mapping
from kaname.connectors.proposals import propose

OPPORTUNITIES = """"商談 ID","商談所有者","取引先名","商談名","フェーズ","完了予定日","作成日","金額","リードソース"
"0065h00000A1","山田 太郎","株式会社アクメ","アクメ 新規導入","Closed Won","2026/04/15","2026/01/20","1,200,000","Web"
"0065h00000A2","田中 花子","ベータ商事","ベータ 更新","Closed Lost","2026/04/20","2026/02/01","800,000","紹介"
"0065h00000A3","山田 太郎","ガンマ工業","ガンマ 追加","Proposal/Price Quote","2026/06/30","2026/03/05","2,500,000","Web"
"0065h00000A4","鈴木 一郎","デルタ物流","デルタ 新規","Negotiation/Review","2026/05/31","2026/03/10","","展示会"
"""
CALL_LOG = """架電ログ,,,,,,
出力日時:2026/04/30 18:00,,,,,,
管理番号,架電日時,架電担当者,会社名,架電結果,通話時間,備考
C0001,2026/4/1 9:03,山田,株式会社アクメ,不在,0:00:15,
C0002,2026/4/1 9:10,山田,ベータ商事,アポ獲得,0:05:42,"来週火曜
14時"
C0003,2026/4/1 9:20,田中,ガンマ工業,受付ブロック,0:00:40,
C0004,2026/4/1 9:31,田中,デルタ物流,再架電,0:02:05,明日午後
"""
SFA = """活動ID\t活動日\t開始時刻\t営業担当\t顧客名\t活動種別\t活動結果\t所要時間(分)
1\tR8.4.1\t10:00\t山田\tアクメ\t訪問\t提案\t60
2\tR8.4.1\t14:00\t田中\tベータ\tWeb会議\t受注\t30
3\tR8.4.2\t9:30\t山田\tガンマ\t電話\t不在\t5
"""
HUBSPOT = """Record ID,Activity date,Activity assigned to,Call outcome,Call duration (milliseconds),Call direction
101,2026-04-01 09:03,Ben Smith,Connected,65000,Outbound
102,2026-04-01 09:10,Ben Smith,No answer,0,Outbound
103,2026-04-01 10:00,Chie Mori,Left voicemail,12000,Outbound
"""
LEADS = """リードID,会社名,氏名,リードソース,リードステータス,リード所有者,作成日,業種
L001,株式会社アクメ,佐藤 次郎,セミナー,未対応,山田,2026年4月1日,製造
L002,ベータ商事,高橋 三郎,Web,対応中,田中,2026年4月2日,小売
"""
ANALYTICS = """# すべてのユーザー
# 2026/04/01-2026/04/30

日付,セッションの参照元 / メディア,セッション,平均エンゲージメント時間
20260401,google / organic,120,45.3
20260402,(direct) / (none),88,30.1
20260403,google / cpc,43,20.0
"""
TICKETS = """Ticket ID,Created at,Solved at,Assignee,Group,Status,Full resolution time (minutes)
9001,2026-04-01 09:00,2026-04-01 12:00,Aiko,Support,Solved,180
9002,2026-04-01 10:00,2026-04-02 12:00,Ben,Support,Solved,1560
9003,2026-04-02 10:00,,Ben,Support,Open,
"""
KPI_SHEET = "年月日,指標,担当者,実績\n2026/4/1,架電数,山田,120\n2026/4/1,アポ数,山田,6\n2026/4/1,架電数,田中,98\n"


def best(path):
    return propose(shape=inspect(path))[0]


@pytest.mark.parametrize(
    ("text", "encoding", "stream", "fields"),
    [
        (OPPORTUNITIES, "utf-8-sig", "deal_changes", {"person": "商談所有者", "amount": "金額", "stage": "フェーズ"}),
        (CALL_LOG, "cp932", "activities", {"outcome": "架電結果", "duration_seconds": "通話時間"}),
        (SFA, "cp932", "activities", {"person": "営業担当", "kind": "活動種別", "account_key": "顧客名"}),
        (HUBSPOT, "utf-8", "activities", {"person": "Activity assigned to", "direction": "Call direction"}),
        (LEADS, "cp932", "lead_changes", {"lead_key": "リードID", "person": "リード所有者", "industry": "業種"}),
        (ANALYTICS, "utf-16", "web_traffic", {"visits": "セッション", "channel": "セッションの参照元 / メディア"}),
        (TICKETS, "utf-8", "tickets", {"person": "Assignee", "team": "Group", "status": "Status"}),
        (KPI_SHEET, "cp932", "measurements", {"metric": "指標", "value": "実績", "person": "担当者"}),
    ],
    ids=["opportunities", "calls", "sfa", "hubspot", "leads", "analytics", "tickets", "kpi sheet"],
)  # fmt: skip
def test_streams_and_fields_are_proposed_and_the_file_can_be_read(file, outcome, text, encoding, stream, fields):
    path = file(text, encoding=encoding)
    proposal = best(path)
    assert proposal.stream == stream
    assert proposal.missing == ()
    assert {key: proposal.fields[key] for key in fields} == fields
    found = outcome(path, {"source": "s", "facts": list(proposal.facts)})
    assert found.rejects == []
    assert found.facts[stream]


def test_a_deal_is_opened_and_closed(file, outcome):
    path = file(OPPORTUNITIES)
    found = outcome(path, {"source": "sf", "facts": list(best(path).facts)})
    assert found.only("deal_key", "stage", "day", "amount")[4:] == [
        ("0065h00000A1", "won", found.only("day")[4], 1200000),
        ("0065h00000A2", "lost", found.only("day")[5], 800000),
    ]
    assert found.only("stage")[:4] == ["open"] * 4


def test_units_in_headers_are_multiplied_out(file, outcome):
    for text, seconds in ((SFA, [3600, 1800, 300]), (HUBSPOT, [65, 0, 12])):
        path = file(text)
        assert outcome(path, {"source": "s", "facts": list(best(path).facts)}).only("duration_seconds") == seconds


def test_a_day_and_its_time_are_proposed_as_one(file):
    assert best(file(SFA)).facts[0]["occurred_at"] == {"columns": ["活動日", "開始時刻"]}


def test_known_words_are_translated(file):
    assert best(file(CALL_LOG)).facts[0]["outcome"]["map"] == {
        "不在": "no_answer", "アポ獲得": "appointment", "受付ブロック": "gatekeeper", "再架電": "callback"
    }  # fmt: skip


def test_a_mean_is_not_proposed_as_a_sum(file):
    assert "dwell_seconds" not in best(file(ANALYTICS)).facts[0]
    assert [is_average(name) for name in ("平均単価", "成約率", "Avg. time", "CTR (%)", "Duration", "比較")] == [
        True
    ] * 4 + [False] * 2


def test_a_stay_is_proposed_from_its_two_ends(file):
    text = "id_session|id_visitor|session start|session end|device\n" + "".join(
        f"s{number}|v{number % 7}|2026-04-01 10:{number:02}:00|2026-04-01 11:{number:02}:00|{'ab'[number % 2]}\n"
        for number in range(30)
    )
    fact = best(file(text)).facts[0]
    assert fact["dwell_seconds"] == {"from": "session start", "to": "session end"}
    assert fact["id"] == ["id_session"]


def test_rows_without_an_identity_are_told_apart_by_what_they_say(file):
    text = "date;country;browser;sessions\n" + "".join(
        f"2026-04-01;{country};{browser};5\n" for country in ("JP", "US", "DE") for browser in ("x", "y", "z")
    )
    assert best(file(text)).facts[0]["id"] == ["date", "country", "browser"]


def deals(ids, *, header="商談ID,商談名,取引先名,フェーズ,作成日,完了予定日,金額"):
    rows = (
        f"{one},案件{place},会社{place % 7},提案,2026/04/{place % 28 + 1:02},2026/06/30,{place + 1}000"
        for place, one in enumerate(ids)
    )
    return "\n".join([header, *rows]) + "\n"


def identity(path):
    """The columns that identify the first fact of the best proposal."""
    return [part for part in best(path).facts[0]["id"] if part not in {"open", "opened", "created"}]


@pytest.mark.parametrize(
    "ids",
    [
        [f"D{number}" for number in range(40)],
        ["", *(f"D{number}" for number in range(9))],
        ["", "", *(f"D{number}" for number in range(38))],
        ["D1", "D2", *(f"D{number}" for number in range(38))],
    ],
    ids=["whole", "one blank of ten", "two blanks of forty", "two repeated of forty"],
)
def test_a_column_called_an_identity_that_nearly_is_one_identifies_rows(file, ids):
    assert identity(file(deals(ids))) == ["商談ID"]


def test_a_blank_identity_is_one_rejected_row(file, outcome):
    path = file(deals(["", *(f"D{number}" for number in range(9))]))
    found = outcome(path, {"source": "s", "facts": list(best(path).facts)})
    assert {reject.row for reject in found.rejects} == {2}
    assert set(found.only("deal_key")) == {f"D{number}" for number in range(9)}


def test_an_identity_with_many_blanks_is_none_and_what_may_change_never_stands_in(file):
    ids = [f"D{number}" if number % 4 else "" for number in range(40)]
    assert identity(file(deals(ids))) == ["商談名", "取引先名", "作成日"]


def test_a_later_export_of_the_same_source_is_identified_alike(file, outcome):
    earlier = deals(["", *(f"D{number}" for number in range(30))])
    later = earlier.replace("提案", "最終交渉").replace("2026/06/30", "2026/07/31").replace("000\n", "500\n")
    known = []
    for text in (earlier, later):
        path = file(text)
        known.append(outcome(path, {"source": "s", "facts": list(best(path).facts)}).only("source_id"))
    assert known[0] == known[1]
    assert known[0]


def test_the_deals_own_number_comes_before_a_running_one(file):
    rows = "".join(f"{number},D{number * 7},案件,提案,2026/04/01\n" for number in range(1, 20))
    assert identity(file("No.,商談ID,商談名,フェーズ,作成日\n" + rows)) == ["商談ID"]


def test_a_customer_called_once_does_not_identify_the_call(file):
    rows = "".join(f"2026/4/{day} 10:00,山田,K{day},不在\n" for day in range(1, 21))
    assert identity(file("架電日時,架電担当者,顧客ID,架電結果\n" + rows)) == ["架電日時", "架電担当者", "顧客ID"]


def test_rows_that_nothing_identifies_lack_an_identity(file):
    proposal = best(file("フェーズ,金額\n受注,100\n受注,200\n失注,300\n"))
    assert [fact["id"] for fact in proposal.facts] == [[]]
    assert "id" in proposal.missing


@pytest.mark.parametrize(
    ("identity", "alike"), [(["a"], 2), (["a", "b"], 0), (["c"], 1), ([], 3)], ids=["a", "a and b", "blank", "nothing"]
)
def test_rows_that_look_alike_are_counted(identity, alike):
    rows = [("1", "x", "p"), ("1", "y", ""), ("1", "z", "p"), ("2", "x", "q"), ("2", "x", "q")]
    assert alike_rows(identity=identity, columns=["a", "b", "c"], rows=rows) == alike


def test_every_proposal_is_a_mapping_or_says_what_it_lacks(file):
    for text in (OPPORTUNITIES, CALL_LOG, SFA, HUBSPOT, LEADS, ANALYTICS, TICKETS, KPI_SHEET):
        for proposal in propose(shape=inspect(file(text))):
            if not proposal.missing:
                Mapping.from_dict({"source": "s", "facts": list(proposal.facts)})


def test_headers_are_compared_without_marks_and_width():
    assert likeness("架電 結果", signs=["架電結果"]) == 1
    assert likeness("CALL_RESULT", signs=["callresult"]) == 1
    assert likeness("所要時間(分)", signs=["所要時間"]) == 1
    assert likeness("天気", signs=["架電結果"]) == 0
    assert [factor_of(name) for name in ("所要時間(分)", "金額(千円)", "Time [hours]", "金額")] == [
        "60",
        "1000",
        "3600",
        None,
    ]
