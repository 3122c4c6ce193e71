"""Settings from the environment, the URL root, ASGI and the kaname command."""
