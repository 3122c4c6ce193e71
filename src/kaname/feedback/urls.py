"""Addresses of this slice."""

from django.urls import path

from kaname.feedback.views import compose, endpoint, timeline

app_name = "feedback"
urlpatterns = [
    path("", timeline.feedback, name="feedback"),
    path("balance/", timeline.balance, name="balance"),
    path("endpoint/", endpoint.endpoint, name="endpoint"),
    path("to/", compose.start, name="compose"),
    path("to/<str:key>/", compose.compose, name="compose"),
    path("to/<str:key>/marks/", compose.marks, name="marks"),
    path("<int:pk>/", timeline.message, name="message"),
    path("<int:pk>/edition/", timeline.edition, name="edition"),
    path("<int:pk>/withdrawal/", timeline.withdrawal, name="withdrawal"),
    path("<int:pk>/thanks/", timeline.thanks, name="thanks"),
]
