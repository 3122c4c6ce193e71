"""The API: one router per slice."""

from kaname.feedback.api import router as feedback
from kaname.goals.api import router as goals
from kaname.imports.api import router as imports
from kaname.insights.api import router as insights
from kaname.people.api import router as people
from kaname.reports.api import router as reports
from kaname.reviews.api import router as reviews
from kaname.telling.api import router as telling
from kaname.web.api import api

for router in (people, telling, goals, imports, insights, feedback, reviews, reports):
    api.add_router("", router)

__all__ = ["api"]
