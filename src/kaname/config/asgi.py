"""The ASGI application that uvicorn serves; streams of events are answered before Django."""

import os
from typing import TYPE_CHECKING, cast

from django.core.asgi import get_asgi_application

from kaname.web.live import events

if TYPE_CHECKING:
    from kaname.web.live import Application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaname.config.settings")
application = events(cast("Application", get_asgi_application()))
