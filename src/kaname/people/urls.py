"""Addresses of people, teams, calendars and the way in."""

from django.urls import path

from kaname.people.views import invitation, profile, setup

app_name = "people"
urlpatterns = [
    path("setup/", setup.setup, name="setup"),
    path("invitations/<str:token>/", invitation.invitation, name="invitation"),
    path("profile/", profile.profile, name="profile"),
]
