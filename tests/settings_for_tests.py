"""The product's own settings on a throwaway data folder."""

import os
import tempfile

os.environ["KANAME_DATA"] = tempfile.mkdtemp(prefix="kaname-test-")

from kaname.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 - whitenoise warns of a folder that is not there
