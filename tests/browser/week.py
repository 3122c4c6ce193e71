"""A team of the demo organisation lives one week of November 2026, and the beginning of December."""

import io
import re
from datetime import date

import openpyxl
from browser.demo_days import MONDAY, Living
from playwright.sync_api import Page, expect
from pptx import Presentation
from pypdf import PdfReader

TUESDAY, WEDNESDAY, FRIDAY = date(2026, 11, 17), date(2026, 11, 18), date(2026, 11, 20)
THIRD_OF_DECEMBER = date(2026, 12, 3)
TOO_HIGH, BEARABLE = "90", "18"
EAST = "インサイドセールス東日本"


def lives_a_week(living: Living) -> None:
    monday(living)
    for day in (MONDAY, TUESDAY, WEDNESDAY):
        a_members_day(living, day)
    friday(living)
    month_end(living)


def monday(week: Living) -> None:
    """朝礼 from its pack: what went well, the board's numbers, note, a decision, a follow-up; too much is asked."""
    with week.on(MONDAY, 8, 50) as address, week.somebody("manager", address) as page:
        page.goto("/board/")
        shown = page.locator(".k-node", has_text=week.says("アポイント数", "Appointments")).first.locator(".v data")
        appointments = shown.get_attribute("value")
        meeting = opened(page, "morning", MONDAY, week)
        expect(page.get_by_text(week.says("うまくいったこと", "What went well")).first).to_be_visible()
        row = page.locator("tr", has_text=week.says("アポイント数", "Appointments")).first
        assert appointments in row.inner_text().replace(",", "").split()
        page.fill("#r-note-shared", "- 今週は製造業から")
        expect(page.locator("shared-note [data-state=kept]").first).to_be_visible()
        decides(page, "製造業の新規リードを優先する", "資料の閲覧が増えたため")
        agrees(page, "新しい例文を共有する", FRIDAY, owner="佐藤 美咲")
        closes(page, meeting)
        asks_too_much(page)


def opened(page: Page, kind: str, day: date, week: Living) -> str:
    """The meeting of that kind and day, from the list of reviews; its address."""
    page.goto("/reviews/")
    shown = week.says(f"{day.month}月{day.day}日", f"{day:%b} {day.day}")
    line = page.locator(".list-group-item").filter(has_text=shown).filter(has_text=week.says(*NAMES[kind]))
    line.locator("a").first.click()
    page.wait_for_url(re.compile(r"/reviews/\d+/$"))
    return page.url


NAMES = {
    "morning": ("朝礼", "Morning meeting"),
    "evening": ("夕礼", "Evening meeting"),
    "1on1": ("1on1", "1on1"),
}


def decides(page: Page, text: str, reason: str) -> None:
    form = page.locator("form[action$='/decisions/']")
    page.locator("details.r-add").filter(has=form).locator("summary").click()
    form.locator("[name=text]").fill(text)
    form.locator("[name=reason]").fill(reason)
    form.locator("button").click()
    expect(page.locator("#r-decided")).to_contain_text(text)


def agrees(page: Page, text: str, due_on: date, *, owner: str) -> None:
    form = page.locator("form[action$='/follow-ups/']")
    page.locator("details.r-add").filter(has=form).locator("summary").click()
    form.locator("[name=text]").fill(text)
    form.locator("[name=owner]").select_option(label=owner)
    form.locator("[name=due_on]").fill(due_on.isoformat())
    form.locator("button").click()
    expect(page.locator("#r-decided")).to_contain_text(text)


def closes(page: Page, meeting: str) -> None:
    page.goto(f"{meeting}closing/")
    page.locator("form.card button.btn-primary").click()
    page.wait_for_url(meeting)
    expect(page.locator("#r-note-shared")).to_have_count(0)


def asks_too_much(page: Page) -> None:
    """The manager gives the member a target that nobody ever reached in the time that is left."""
    page.goto(
        "/goals/targets/new/?metric=appointments&owner=person:" + member_key(page) + "&period=2026-11-01/2026-12-01"
    )
    page.fill("[name=value]", TOO_HIGH)
    page.fill("[name=reason]", "年末の追い込み")
    page.locator("form.k-narrow button.btn-primary").click()
    page.wait_for_url(re.compile(r"/goals/targets/\d+/"))


def member_key(page: Page) -> str:
    """The key of the member who signs in, as the address of their board says it."""
    page.goto("/today/")
    address = page.locator(".d-people a", has_text="佐藤 美咲").get_attribute("href") or ""
    return re.search(r"person=(\w+)", address).group(1)  # type: ignore[union-attr]


def a_members_day(week: Living, day: date) -> None:
    """On a phone: an action ticked, the daily report with its numbers, and the manager's answer on Wednesday."""
    with week.on(day, 17, 40) as address:
        with week.somebody("member", address, width=390) as page:
            page.goto("/today/")
            open_ones = page.locator(".d-action:not(.is-done) .d-tick")
            if open_ones.count():
                before = open_ones.count()
                open_ones.first.click()
                expect(open_ones).to_have_count(before - 1)
            page.goto("/reviews/daily/write/")
            page.fill("[name=learned]", f"{day.day}日: 先に効果の数字を話すと続いた")
            page.fill("[name=plans]", "14時台に集中して架電する")
            page.locator("button[name=submit]").click()
            page.wait_for_url(re.compile(r"/reviews/daily/\d+/"))
            expect(page.get_by_text("先に効果の数字を話すと続いた").first).to_be_visible()
            report = page.url.removeprefix(address)
        if day == WEDNESDAY:
            with week.somebody("manager", address) as page:
                page.goto(report)
                form = page.locator("form[action$='/answers/']").first
                form.locator("[name=text]").fill("具体的で良い気づきです。チームにも共有しましょう。")
                form.locator("button").last.click()
                expect(page.get_by_text("チームにも共有しましょう").first).to_be_visible()
            with week.somebody("west", address) as page:
                assert page.request.get(report).status == 404


def friday(week: Living) -> None:
    """1on1: the overload is seen and the target revised with its reason; feedback; 夕礼: follow-ups come back."""
    with week.on(FRIDAY, 16, 20) as address:
        with week.somebody("member", address) as page:
            one_on_one = opened(page, "1on1", FRIDAY, week)
            form = page.locator("form[action$='/topics/']")
            form.locator("[name=text]").fill("今月の目標が重い")
            form.locator("[name=wish]").select_option("decide")
            form.locator("button").click()
            expect(page.locator("#r-topics")).to_contain_text("今月の目標が重い")
        with week.somebody("manager", address) as page:
            page.goto(one_on_one)
            expect(page.get_by_text(week.says("7人は、どの月も", "never went above")).first).to_be_visible()
            page.goto(f"{one_on_one}targets/")
            page.locator("a[href*='/targets/']", has_text=week.says("アポイント数", "Appointments")).first.click()
            page.fill("[name=value]", BEARABLE)
            page.fill("[name=reason]", "会議が多く、1時間あたりの必要数が過去最高を超えるため")
            page.locator("form.k-narrow button.btn-primary").click()
            page.wait_for_url(one_on_one)
            expect(page.locator("#r-decided")).to_contain_text(BEARABLE)
            closes(page, one_on_one)
            said = gives_feedback(page, one_on_one, week)
            evening = opened(page, "evening", FRIDAY, week)
            expect(page.get_by_text("休眠リスト30件を見直す").first).to_be_visible()
            closes(page, evening)
        with week.somebody("member", address, width=390) as page:
            page.locator("section", has=page.locator("#f-today-title")).locator("li a").first.click()
            expect(page.get_by_text(said).first).to_be_visible()
            feedback = page.url
        with week.somebody("west", address) as page:
            assert {page.request.get(one).status for one in (one_on_one, evening, feedback)} == {404}
            for path in ("/reviews/", "/reviews/daily/", "/feedback/", "/today/"):
                page.goto(path)
                expect(page.get_by_text("今月の目標が重い")).to_have_count(0)
                expect(page.get_by_text("先に効果の数字を話すと続いた")).to_have_count(0)


def gives_feedback(page: Page, one_on_one: str, week: Living) -> str:
    """A draft from the first point that went well; of two harsh words one mark is obeyed, then it is sent."""
    page.goto(one_on_one)
    page.locator("a[href^='/feedback/to/']").first.click()
    point = page.locator("section[aria-labelledby=f-well] .f-point").first
    point.locator("input").check()
    observed = point.locator("label").inner_text()
    page.locator("button[name=draft]").click()
    words = page.locator("#f-text")
    expect(words).to_have_value(re.compile(re.escape(observed.rstrip("。."))))
    harsh = week.says("なぜできないのですか。", "Why can't you do it?")
    words.fill(f"{words.input_value()}\n{harsh}")
    mark = page.locator(".f-mark", has_text=harsh.rstrip("。?")).first
    mark.locator("button[name=use]").click()
    expect(words).not_to_have_value(re.compile(re.escape(harsh)))
    said = words.input_value()
    page.locator("button[name=send]").click()
    page.wait_for_url(one_on_one)
    return said.partition("\n")[0]


def month_end(week: Living) -> None:
    """The November report in three forms, and the goal sheet out to Excel, filled, and in again."""
    with week.on(THIRD_OF_DECEMBER, 10) as address:
        with week.somebody("manager", address) as page:
            report = issues_the_report(page)
            reads_the_report_back(page, report, week)
        with week.somebody("member", address) as page:
            sheet = fills_the_goal_sheet(page, week)
        with week.somebody("west", address) as page:
            assert {page.request.get(one).status for one in (report, sheet, f"{sheet}excel/")} == {404}


def issues_the_report(page: Page) -> str:
    page.goto("/reports/monthly/preview/?team=inside-east&month=2026-11")
    page.locator("details:has(form[action$='/issued/']) > summary").click()
    page.locator("form[action$='/issued/'] button").click()
    page.wait_for_url(re.compile(r"/reports/monthly/\d+/"))
    return page.url.partition("?")[0]


def reads_the_report_back(page: Page, report: str, week: Living) -> None:
    """The same number of appointments stands on the board, on the page, in PDF, Excel and PowerPoint."""
    page.goto("/board/?team=inside-east&on=2026-11-01&period=month")
    shown = page.locator(".k-node", has_text=week.says("アポイント数", "Appointments")).first.locator(".v data")
    appointments = f"{int(float(shown.get_attribute('value') or '')):,}"
    page.goto(report)
    addresses = [link.get_attribute("href") or "" for link in page.locator(".k-actions a[download]").all()]
    pdf, excel, slides = (page.request.get(one).body() for one in addresses)
    assert appointments in page.locator("article.k-report").inner_text()
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages)
    assert EAST in text.replace("\n", "")
    assert appointments in text
    cells = [
        cell.value for sheet in openpyxl.load_workbook(io.BytesIO(excel)) for row in sheet.iter_rows() for cell in row
    ]
    assert int(appointments.replace(",", "")) in cells
    shapes = [shape for slide in Presentation(io.BytesIO(slides)).slides for shape in slide.shapes]
    assert any(shape.has_chart for shape in shapes)
    tables = [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    assert any(appointments in cell for cell in tables)


def fills_the_goal_sheet(page: Page, week: Living) -> str:
    page.goto("/reports/goal-sheets/")
    page.locator("a[href^='/reports/goal-sheets/']", has_text="佐藤 美咲").first.click()
    page.wait_for_url(re.compile(r"/reports/goal-sheets/\d+/$"))
    sheet = page.url
    book = openpyxl.load_workbook(io.BytesIO(page.request.get(f"{sheet}excel/").body()))
    form = book.worksheets[0]
    heads = {str(cell.value): cell.column for cell in form[6] if cell.value}
    comment = next(column for head, column in heads.items() if re.search("本人コメント|自己コメント|Own comment", head))
    form.cell(row=7, column=comment).value = "新しい切り出しで伸びた"
    filled = io.BytesIO()
    book.save(filled)
    page.goto(f"{sheet}file/")
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.set_input_files("[type=file]", {"name": "sheet.xlsx", "mimeType": mime, "buffer": filled.getvalue()})
    page.locator("form.k-narrow button.btn-primary").click()
    expect(page.locator("td", has_text="新しい切り出しで伸びた")).to_be_visible()
    page.locator("form[action$='/taken/'] button.btn-primary").click()
    page.wait_for_url(sheet)
    expect(page.locator("textarea", has_text="新しい切り出しで伸びた")).to_be_visible()
    return sheet
