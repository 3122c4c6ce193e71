"""Browser assets from the server itself."""

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile


class Assets(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise for an asynchronous server: a file goes out whole.

    Django would read a streamed file whole as well, piece by piece and with a warning. The largest is 1.1 MB.
    """

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        streamed = WhiteNoiseMiddleware.serve(static_file, request)
        whole = HttpResponse(b"".join(streamed), status=streamed.status_code, headers=streamed.headers)
        streamed.close()
        return whole
