"""Which column of a people file says what: named by the user, or recognised by its header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches

from django.utils.translation import gettext_lazy as _

from kaname.connectors.shapes import DayOrder
from kaname.connectors.values.texts import folded
from kaname.people.errors import PeopleError

# Headers by field, in the order of preference. Job titles and hiring dates are no roles and no membership dates.
HEADERS = {
    "name": (
        "氏名 名前 社員名 従業員名 姓名 担当者 担当者名 営業担当 営業担当者 営業担当者名 担当 メンバー "
        "name fullname personname employeename person employee salesagent agent agentname salesrep salesperson "
        "rep member membername owner ownername user username"
    ),
    "email": "メールアドレス メール eメール email emailaddress mail mailaddress",
    "employee_code": (
        "社員番号 社員コード 社員id 従業員番号 従業員コード 従業員id 社番 職員番号 "
        "employeecode employeeid employeenumber employeeno staffid staffcode"
    ),
    "team": (
        "チーム チーム名 課 課名 部署 部署名 所属 所属部署 所属チーム グループ グループ名 部門 部門名 組織 "
        "支店 営業所 拠点 "
        "team teamname group groupname department departmentname dept unit office regionaloffice branch"
    ),
    "parent_team": (
        "上位チーム 親チーム 上位部署 上位組織 親部署 本部 本部名 事業部 事業部名 部 部名 "
        "parentteam parent parentdepartment parentgroup division divisionname"
    ),
    "manager": (
        "マネージャー マネージャ マネジャー 上司 上長 直属上司 責任者 リーダー チームリーダー "
        "manager managername supervisor reportsto teamlead teamleader leader lead"
    ),
    "role": "役割 権限 ロール role permission",
    "since": (
        "所属開始日 開始日 配属日 異動日 着任日 適用日 適用開始日 発令日 "
        "since startdate startson start from effectivedate effectivefrom validfrom firstdayintheteam"
    ),
    "left_on": (
        "最終在籍日 退職日 退社日 最終出社日 最終日 "
        "leavingdate lefton terminationdate lastday leavedate lastdayintheorganisation"
    ),
}
LABELS = {
    "name": _("Name"),
    "email": _("Email"),
    "employee_code": _("Employee code"),
    "team": _("Team"),
    "parent_team": _("Parent team"),
    "manager": _("Manager"),
    "role": _("Role"),
    "since": _("First day in the team"),
    "left_on": _("Last day in the organisation"),
}
GROUPING = frozenset({"team", "parent_team", "manager"})


@dataclass(frozen=True)
class PeopleColumns:
    """The header of the column for each field, None where it is not named; dates like 1/4/2026 need `day_order`.

    With `detect` false nothing is recognised besides what is named.
    """

    name: str | None = None
    email: str | None = None
    employee_code: str | None = None
    team: str | None = None
    parent_team: str | None = None
    manager: str | None = None
    role: str | None = None
    since: str | None = None
    left_on: str | None = None
    day_order: DayOrder | None = None
    detect: bool = True

    def named(self) -> dict[str, str]:
        """The header of each field that has a column."""
        found = {field: getattr(self, field) for field in FIELDS}
        return {field: header for field, header in found.items() if header}

    def found_in(self, headers: Sequence[str]) -> PeopleColumns:
        """These columns, with the ones that were not named recognised by their headers.

        Team, parent team and manager are recognised only while none of them is named: naming one says how people
        are grouped. Raises PeopleError for a name that is no column and when no column holds names.
        """
        for header in self.named().values():
            require_column(header, headers)
        found = self.named()
        for field, header in recognised(headers).items() if self.detect else ():
            if field not in found and header not in found.values() and not (field in GROUPING and self._is_grouped()):
                found[field] = header
        columns = PeopleColumns(**found, day_order=self.day_order, detect=self.detect)
        if columns.parent_team and not columns.team:
            columns = replace(columns, team=columns.parent_team, parent_team=None)
        if columns.name is None:
            raise PeopleError("column_of_names_unknown", columns=", ".join(headers))
        return columns

    def _is_grouped(self) -> bool:
        return any(getattr(self, field) for field in GROUPING)


FIELDS = tuple(field.name for field in fields(PeopleColumns) if field.name not in {"day_order", "detect"})


def recognised(headers: Sequence[str]) -> dict[str, str]:
    """The header that best fits each field."""
    known = {_bare(header): header for header in reversed(headers)}
    found = {
        field: next((known[word] for word in words.split() if word in known), None) for field, words in HEADERS.items()
    }
    return {field: header for field, header in found.items() if header}


def require_column(header: str, headers: Sequence[str]) -> None:
    """Raise PeopleError when no column has that header."""
    if header not in headers:
        near = get_close_matches(header, headers, n=1, cutoff=0.0)
        raise PeopleError(
            "column_unknown", column=header, suggestion=near[0] if near else "", columns=", ".join(headers)
        )


def _bare(header: str) -> str:
    return "".join(letter for letter in folded(header) if letter.isalnum() or letter == "ー")
