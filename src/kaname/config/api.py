"""The API: one router per slice."""

from importlib import import_module
from importlib.util import find_spec

from kaname.web.api import api

for slice in ("people", "goals", "imports", "boards"):
    if find_spec(f"kaname.{slice}.api"):
        api.add_router("", import_module(f"kaname.{slice}.api").router)
