"""The URL root: each slice brings its own addresses."""

from django.urls import include, path

from kaname.config import views
from kaname.config.api import api
from kaname.people.views.invitation import forgotten_password

urlpatterns = [
    path("accounts/password/reset/", forgotten_password, name="account_reset_password"),
    path("accounts/", include("allauth.urls")),
    path("api/owner/", views.owner),
    path("api/owner/commands/", views.commands),
    path("api/", api.urls),
    path("goals/", include("kaname.goals.urls")),
    path("imports/", include("kaname.imports.urls")),
    path("telling/", include("kaname.telling.urls")),
    path("feedback/", include("kaname.feedback.urls")),
    path("reviews/", include("kaname.reviews.urls")),
    path("insights/", include("kaname.insights.urls")),
    path("reports/", include("kaname.reports.urls")),
    # The start page is boards': it comes before the one of web.
    path("", include("kaname.boards.urls")),
    path("", include("kaname.web.urls")),
    path("", include("kaname.people.urls")),
]

handler400 = "kaname.web.errors.bad_request"
handler403 = "kaname.web.errors.forbidden"
handler404 = "kaname.web.errors.not_found"
handler500 = "kaname.web.errors.server_error"
