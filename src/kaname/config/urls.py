"""The URL root: each slice brings its own addresses."""

from importlib.util import find_spec

from django.urls import include, path

from kaname.config import views

SLICES = {"web": "", "people": "", "goals": "goals/", "imports": "imports/", "boards": ""}

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("api/owner/", views.owner),
    path("api/owner/commands/", views.commands),
]
if find_spec("kaname.web.api"):
    from kaname.config.api import api

    urlpatterns.append(path("api/", api.urls))
urlpatterns += [
    path(prefix, include(f"kaname.{slice}.urls"))
    for slice, prefix in SLICES.items()
    if find_spec(f"kaname.{slice}.urls")
]

handler400 = "kaname.web.errors.bad_request"
handler403 = "kaname.web.errors.forbidden"
handler404 = "kaname.web.errors.not_found"
handler500 = "kaname.web.errors.server_error"
