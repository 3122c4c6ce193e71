"""Addresses of people, teams, calendars and the way in."""

from django.urls import path

from kaname.people.views import (
    aliases,
    entries,
    holidays,
    invitation,
    organisation,
    people,
    person,
    profile,
    roster,
    setup,
    teams,
    working_time,
)

app_name = "people"
urlpatterns = [
    path("setup/", setup.setup, name="setup"),
    path("invitations/<str:token>/", invitation.invitation, name="invitation"),
    path("profile/", profile.profile, name="profile"),
    path("settings/organisation/", organisation.organisation, name="organisation"),
    path("settings/changes/", organisation.changes, name="changes"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/export/", people.people_file, name="people_file"),
    path("settings/people/new/", people.new_person, name="new_person"),
    path("settings/people/import/", roster.roster, name="roster"),
    path("settings/people/import/<str:name>/", roster.roster_preview, name="roster_preview"),
    path("settings/people/import/<str:name>/rejects/", roster.roster_rejects, name="roster_rejects"),
    path("settings/people/<str:key>/", person.person, name="person"),
    path("settings/people/<str:key>/memberships/", person.memberships, name="memberships"),
    path("settings/people/<str:key>/memberships/<int:pk>/removal/", person.membership, name="membership_removal"),
    path("settings/people/<str:key>/invitations/", person.invitations, name="invitations"),
    path("settings/people/<str:key>/deactivation/", person.deactivation, name="deactivation"),
    path("settings/people/<str:key>/reactivation/", person.reactivation, name="reactivation"),
    path("settings/aliases/<int:pk>/removal/", aliases.alias_removal, name="alias_removal"),
    path("settings/teams/", teams.teams, name="teams"),
    path("settings/teams/<str:key>/", teams.team, name="team"),
    path("settings/teams/<str:key>/deactivation/", teams.team_deactivation, name="team_deactivation"),
    path("settings/teams/<str:key>/reactivation/", teams.team_reactivation, name="team_reactivation"),
    path("settings/holidays/", holidays.holidays, name="calendar"),
    path("settings/holidays/<int:pk>/removal/", holidays.holiday_removal, name="holiday_removal"),
    path("settings/working-time/", working_time.working_time, name="working_time"),
    path("settings/working-time/people/<str:key>/leave/", entries.new_leave, name="new_leave"),
    path("settings/working-time/people/<str:key>/meetings/", entries.new_meeting, name="new_meeting"),
    path("settings/working-time/people/<str:key>/hours/", entries.new_hours, name="new_hours"),
    path("settings/working-time/teams/<str:key>/meetings/", entries.new_team_meeting, name="new_team_meeting"),
    path("settings/working-time/leave/<int:pk>/removal/", entries.leave_removal, name="leave_removal"),
    path("settings/working-time/meetings/<int:pk>/removal/", entries.meeting_removal, name="meeting_removal"),
    path("settings/working-time/hours/<int:pk>/removal/", entries.hours_removal, name="hours_removal"),
]
