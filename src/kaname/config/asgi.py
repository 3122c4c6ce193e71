"""The ASGI application that uvicorn serves; streams of events are answered before Django."""

import os

from django.core.asgi import get_asgi_application

from kaname.web.live import events

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaname.config.settings")
application = events(get_asgi_application())
