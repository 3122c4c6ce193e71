"""The goal sheet out to Excel, filled, and in again; and files that are not to be trusted."""

import csv
import io
import itertools
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from openpyxl import load_workbook

from kaname.goals.period_choices import name as period_name
from kaname.measures.attainment import attainment
from kaname.measures.direction import Direction
from kaname.measures.periods import Period
from kaname.reports.goal_sheet.beginning import begin_sheet
from kaname.reports.goal_sheet.steps import go_on
from kaname.reports.goal_sheet.workbook import HEAD_ROW, HIDDEN, attainment_formula, workbook_of_sheet
from kaname.reports.models import GoalSheetRow
from tests.reports.goal_sheet.conftest import HALF, reader, rows_of, typed, url

FIRST = HEAD_ROW + 2
"""Row of the first goal as Excel counts."""
ITEM, TARGET, WEIGHT, ACTUAL, ATTAINMENT, RATING, COMMENT = "B", "D", "E", "F", "G", "H", "I"


def opened(sheet, who):
    return load_workbook(io.BytesIO(workbook_of_sheet(sheet, reader=reader(who))))


def in_excel(formula, **cells):
    """IF and OR as Excel reads them; an empty cell equals an empty text."""
    code = re.sub(r"(?<![<>])=", "==", formula.removeprefix("="))
    code = re.sub(r"(\w+/\w+)", r"(lambda: \1)", code)
    names = {"IF": lambda test, yes, no: yes if test else no, "OR": lambda *tests: any(tests)}
    values = {name: "" if value is None else value for name, value in cells.items()}
    if "" in values.values():  # what Excel never comes to compare
        code = re.sub(r"OR\(F7<=0,D7<0\)|D7<=0", "True", code)
    found = eval(code, names | values)
    return found() if callable(found) else found


def saved(book):
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def hand_in(client, sheet, content, name="filled.xlsx"):
    return client.post(url("goal_sheet_file", sheet.pk), {"file": SimpleUploadedFile(name, content)})


def take(client, sheet, page, codes=None):
    chosen = [one.code for one in page.context["found"].changes] if codes is None else codes
    return client.post(url("goal_sheet_taken", sheet.pk), {"token": page.context["token"], "take": chosen})


class TestOut:
    def test_it_is_the_form_that_is_printed(self, sheet, ben):
        book = opened(sheet, ben)
        page = book.worksheets[0]
        setup = page.page_setup
        assert (setup.orientation, setup.paperSize, setup.fitToWidth or 1, setup.fitToHeight) == ("landscape", 9, 1, 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert book[HIDDEN].sheet_state == "veryHidden"
        heads = [page.cell(HEAD_ROW + 1, column).value for column in range(2, 12)]
        assert heads[:4] == ["Goal", "KPI or measure", "Target", "Weight"]
        assert [page[f"{column}{FIRST}"].value for column in (ITEM, TARGET, WEIGHT, ACTUAL)] == [
            "Win the East",
            100,
            0.5,
            60,
        ]

    def test_what_is_computed_is_locked_and_follows_the_formula(self, sheet, ben):
        page = opened(sheet, ben).worksheets[0]
        locks = {
            column: page[f"{column}{FIRST}"].protection.locked for column in (ITEM, TARGET, WEIGHT, ACTUAL, ATTAINMENT)
        }
        assert locks == {ITEM: False, TARGET: False, WEIGHT: False, ACTUAL: True, ATTAINMENT: True}
        assert page.protection.sheet
        assert page[f"{ATTAINMENT}{FIRST}"].data_type == "f"
        values = load_workbook(io.BytesIO(workbook_of_sheet(sheet, reader=reader(ben))), data_only=True).worksheets[0]
        total = FIRST + 2
        found = [values[f"{ATTAINMENT}{row}"].value for row in (FIRST, FIRST + 1, total)]
        assert found == [pytest.approx(0.6), pytest.approx(1.25), pytest.approx(0.925)]
        assert values[f"{WEIGHT}{total}"].value == 1
        assert any(one.type == "decimal" for one in page.data_validations.dataValidation)

    @pytest.mark.parametrize("direction", [Direction.HIGHER, Direction.LOWER])
    def test_excel_computes_what_the_page_shows(self, direction):
        """Of a target of 0 that was met the page said 100 %, and Excel nothing."""
        numbers = (None, -5.0, 0.0, 3.0, 12.5)
        formula = attainment_formula(actual="F7", target="D7", direction=direction)
        for actual, target in itertools.product(numbers, numbers):
            shown = attainment(actual=actual, target=target, direction=direction)
            found = in_excel(formula, F7=actual, D7=target)
            assert found == ("" if shown is None else pytest.approx(shown)), (actual, target)

    def test_it_speaks_the_readers_language(self, sheet, ben, sign_in):
        with translation.override("ja"):
            assert opened(sheet, ben).worksheets[0].max_row >= FIRST + 2
        assert sign_in(ben).get(url("goal_sheet_excel", sheet.pk)).status_code == 200

    def test_text_is_never_a_formula(self, sheet, ben):
        GoalSheetRow.objects.filter(pk=rows_of(sheet)[0].pk).update(item='=HYPERLINK("http://x")')
        assert opened(sheet, ben).worksheets[0][f"{ITEM}{FIRST}"].data_type == "s"


class TestIn:
    def fill(self, sheet, who, **cells):
        book = opened(sheet, who)
        for place, value in cells.items():
            book.worksheets[0][place] = value
        return saved(book)

    def test_it_shows_what_would_change_before_anything_is_written(self, sheet, sign_in, ben):
        client = sign_in(ben)
        content = self.fill(
            sheet, ben, **{f"{ITEM}{FIRST}": "Call more", f"{WEIGHT}{FIRST}": 0.7, f"{TARGET}{FIRST + 1}": 0.45}
        )
        page = hand_in(client, sheet, content)
        found = {(one.field, one.now, one.typed) for one in page.context["found"].changes}
        assert found == {("item", "Win the East", "Call more"), ("weight", "50%", "70%"), ("target", "40%", "45%")}
        assert page.context["found"].problems == ()
        assert rows_of(sheet)[0].item == "Win the East"
        assert take(client, sheet, page).status_code == 302
        assert [(row.item, float(row.weight), float(row.target)) for row in rows_of(sheet)] == [
            ("Call more", 0.7, 100), ("Win the East", 0.5, 0.45),
        ]  # fmt: skip

    def test_an_untouched_file_changes_nothing_in_either_language(self, sheet, sign_in, ben):
        with translation.override("ja"):
            content = workbook_of_sheet(sheet, reader=reader(ben))
        page = hand_in(sign_in(ben), sheet, content)
        assert (page.context["found"].changes, page.context["found"].problems) == ((), ())

    def test_only_chosen_cells_are_taken(self, sheet, sign_in, ben):
        client = sign_in(ben)
        # Kept in the language of whoever began the sheet, read in that of whoever fills it in.
        GoalSheetRow.objects.filter(sheet=sheet, metric_key="calls").update(measure="通話")
        page = hand_in(client, sheet, self.fill(sheet, ben, **{f"{ITEM}{FIRST}": "One", f"{ITEM}{FIRST + 1}": "Two"}))
        assert [one.goal for one in page.context["found"].changes] == ["Calls", "Connect rate"]
        take(client, sheet, page, [f"{rows_of(sheet)[1].pk}-item"])
        assert [row.item for row in rows_of(sheet)] == ["Win the East", "Two"]

    def test_what_somebody_changed_since_is_a_conflict_and_a_choice(self, sheet, sign_in, ben, aiko):
        content = self.fill(sheet, ben, **{f"{TARGET}{FIRST}": 120, f"{ITEM}{FIRST}": "Call more"})
        sign_in(aiko).post(sheet.get_absolute_url(), typed(sheet, {(0, "target"): "110"}))
        client = sign_in(ben)
        page = hand_in(client, sheet, content)
        assert [(one.field, one.seen, one.now) for one in page.context["found"].conflicts] == [("target", "100", "110")]
        text = page.content.decode()
        assert "Changed meanwhile" in text
        assert text.count(" checked") == 1
        # While Ben looks, Aiko writes again: what he chose was another cell than the one that is there now.
        sign_in(aiko).post(sheet.get_absolute_url(), typed(sheet, {(0, "target"): "115"}))
        again = take(sign_in(ben), sheet, page)
        assert again.status_code == 422
        assert rows_of(sheet)[0].target == 115
        assert take(sign_in(ben), sheet, again).status_code == 302
        assert rows_of(sheet)[0].target == 120

    def test_it_names_sheet_row_and_column_of_what_cannot_be_taken(self, sheet, sign_in, ben):
        wrong = {TARGET: "many", WEIGHT: 30, RATING: "A"}
        cells = {f"{column}{FIRST}": text for column, text in wrong.items()}
        content = self.fill(sheet, ben, **cells, **{f"{ITEM}{FIRST + 1}": "=1+1", f"{WEIGHT}{FIRST + 1}": "1e9999999"})
        client = sign_in(ben)
        page = hand_in(client, sheet, content)
        found = {one.place: one.expected for one in page.context["found"].problems}
        assert found == {
            f"Goal sheet!{TARGET}{FIRST}": "a number such as 50, 1,200",
            f"Goal sheet!{WEIGHT}{FIRST}": "a share from 0% to 100%",
            f"Goal sheet!{WEIGHT}{FIRST + 1}": "a share from 0% to 100%",
            f"Goal sheet!{RATING}{FIRST}": "nothing: this cell is not yours to fill in now",
            f"Goal sheet!{ITEM}{FIRST + 1}": "a value, not a formula",
        }
        answer = client.post(url("goal_sheet_rejects", sheet.pk), {"rejects": page.context["rejects"]})
        instead = client.post(url("goal_sheet_taken", sheet.pk), {"token": page.context["rejects"]}, follow=True)
        assert "too old to be trusted" in instead.content.decode()
        rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
        assert [f"Goal sheet!{TARGET}{FIRST}", "Calls", "Target", "many", "a number such as 50, 1,200"] in rows

    def test_the_managers_part_comes_in_by_the_manager(self, sheet, sign_in, ben, aiko):
        go_on(sheet, "submit", note="", reader=reader(ben))
        go_on(sheet, "agree", note="", reader=reader(aiko))
        sheet.refresh_from_db()
        content = self.fill(sheet, aiko, **{f"J{FIRST}": "B", f"K{FIRST}": "Good talks"})
        page = hand_in(sign_in(aiko), sheet, content)
        take(sign_in(aiko), sheet, page)
        assert next((row.manager_rating, row.manager_comment) for row in rows_of(sheet)) == ("B", "Good talks")
        assert [one.field for one in hand_in(sign_in(ben), sheet, content).context["found"].problems] == []

    def test_another_sheets_file_is_refused_in_words(self, sheet, sign_in, ben, aiko, chie):
        spring = begin_sheet(ben, period=Period(HALF.ends_on, HALF.ends_on.replace(month=10)), reader=reader(ben))
        theirs = begin_sheet(chie, period=HALF, reader=reader(chie))
        page = hand_in(sign_in(ben), sheet, workbook_of_sheet(spring, reader=reader(ben)))
        assert page.status_code == 422
        named = period_name(spring.period, calendar=reader(ben).calendar, language="en")
        assert f"This file is the goal sheet of Ben for {named}, not this one." in page.content.decode()
        other = hand_in(sign_in(ben), sheet, workbook_of_sheet(theirs, reader=reader(chie))).content.decode()
        assert "belongs to another goal sheet" in other
        assert "Chie" not in other

    def test_a_choice_cannot_be_made_up(self, sheet, sign_in, ben):
        client = sign_in(ben)
        answer = client.post(url("goal_sheet_taken", sheet.pk), {"token": "made-up", "take": ["1-weight"]}, follow=True)
        assert "too old to be trusted" in answer.content.decode()
        assert client.post(url("goal_sheet_rejects", sheet.pk), {"rejects": "made-up"}).status_code == 404


class TestUnsafe:
    """Files that are refused before they are opened; each says why."""

    def repacked(self, sheet, who, **parts):
        source = zipfile.ZipFile(io.BytesIO(workbook_of_sheet(sheet, reader=reader(who))))
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                if name not in parts:
                    target.writestr(name, source.read(name))
            for name, part in parts.items():
                target.writestr(name, part)
        return content.getvalue()

    def said(self, sign_in, sheet, who, content):
        page = hand_in(sign_in(who), sheet, content)
        assert page.status_code == 422
        return page.content.decode()

    def test_it_refuses_macros_bombs_entities_and_anything_else(self, sheet, sign_in, ben):
        bomb = b"<x>" + b"0" * (9 << 20) + b"</x>"
        entities = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
        blank = io.BytesIO()
        with zipfile.ZipFile(blank, "w") as archive:
            archive.writestr("hello.txt", "hello")
        cases = {
            "holds macros": self.repacked(sheet, ben, **{"xl/vbaProject.bin": b"x"}),
            "not built like one": self.repacked(sheet, ben, **{"xl/worksheets/sheet9.xml": bomb}),
            "was not opened": self.repacked(sheet, ben, **{"xl/worksheets/sheet1.xml": entities}),
            "larger than 4 MB": b"PK" + b"\0" * (4 << 20),
            "no Excel workbook": b"%PDF-1.7",
            "Hand in the file that was downloaded here": blank.getvalue(),
        }
        for words, content in cases.items():
            assert words in self.said(sign_in, sheet, ben, content), words

    def test_it_refuses_a_workbook_that_is_no_goal_sheet(self, sheet, sign_in, ben):
        from openpyxl import Workbook

        assert "no goal sheet that was downloaded" in self.said(sign_in, sheet, ben, saved(Workbook()))
        broken = self.repacked(sheet, ben, **{"xl/workbook.xml": b"<workbook"})
        assert "no Excel workbook" in self.said(sign_in, sheet, ben, broken)
