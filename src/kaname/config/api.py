"""The API: one router per slice."""

from kaname.goals.api import router as goals
from kaname.imports.api import router as imports
from kaname.people.api import router as people
from kaname.web.api import api

for router in (people, goals, imports):
    api.add_router("", router)

__all__ = ["api"]
