"""Who reads which report, and who issues one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kaname.boards.selection import Subject
from kaname.goals.reader import Reader
from kaname.people.models import Person, Team
from kaname.reports.document import ReportDocument
from kaname.reports.models import MonthlyReport
from kaname.reports.models.monthly_report import MonthlyReportQuerySet
from kaname.reports.monthly.settings import current_settings


@dataclass(frozen=True)
class ReportReader(Reader):
    """Somebody who reads reports now."""

    @cached_property
    def person(self) -> Person | None:
        return Person.objects.filter(user=self.user.pk).first()

    @cached_property
    def reads_organisation(self) -> bool:
        """Executives and administrators; managers where the settings say so."""
        if self.scope.everything:
            return True
        return bool(self.scope.managed_team_keys) and current_settings(at=self.at).managers_read_organisation

    def reports(self) -> MonthlyReportQuerySet:
        """Issued reports that this reader may open."""
        found = MonthlyReport.objects.visible_in(self.scope, organisation=self.reads_organisation)
        return found.select_related("team", "person")

    def may_read(self, subject: Subject) -> bool:
        """Whether a preview may be opened, by the same rules as issued reports; nobody reads of what there is not."""
        if subject.is_organisation:
            return self.reads_organisation
        if subject.team and subject.person:
            return False
        if subject.person:
            return subject.person in self.scope.person_keys
        return subject.team in self.scope.team_keys

    def sees_whole(self, subject: Subject) -> bool:
        """Whether also what names teams and people is theirs to see; the others read totals."""
        if self.scope.everything or subject.person:
            return True
        return subject.team in self.scope.managed_team_keys

    def may_issue(self, subject: Subject) -> bool:
        """Who manages the subject; nobody issues a report about themselves alone."""
        if self.scope.everything:
            return True
        if subject.person:
            own = self.person is not None and self.person.key == subject.person
            return bool(self.scope.managed_team_keys) and not own and subject.person in self.scope.person_keys
        return subject.team in self.scope.managed_team_keys

    def as_seen(self, document: ReportDocument, subject: Subject) -> ReportDocument:
        """The report without what is not this reader's to see."""
        return document if self.sees_whole(subject) else document.of_totals()

    def subjects(self) -> list[tuple[Subject, str]]:
        """Of whom previews may be made, with their names: the organisation, active teams, people."""
        found = [(Subject(), self.organisation.name)] if self.reads_organisation else []
        teams = Team.objects.active().filter(key__in=self.scope.team_keys)
        found += [(Subject(team=key), name) for key, name in teams.values_list("key", "name")]
        people = Person.objects.active().filter(key__in=self.scope.person_keys)
        return [*found, *((Subject(person=key), name) for key, name in people.values_list("key", "name"))]
