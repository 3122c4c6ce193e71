"""Browser assets from the server itself."""

from contextlib import closing

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile


class Assets(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise for an asynchronous server: a file goes out whole.

    Django would read a streamed file whole as well, piece by piece and with a warning. The largest is 1.1 MB.
    """

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        found = static_file.get_response(request.method, request.META)
        body = b""
        if found.file is not None:
            with closing(found.file):
                body = found.file.read()
        whole = HttpResponse(body, status=int(found.status))
        del whole["content-type"]
        for name, value in found.headers:
            whole[name] = value
        return whole
