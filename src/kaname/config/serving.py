"""What a serving process starts and stops around uvicorn."""

import errno
import gc
import hmac
import signal
import socket as sockets
import sys
from types import FrameType

import uvicorn

from kaname.config.commands.problem import CommandProblem
from kaname.config.owner import Owner

_owner: list[Owner] = []


def say_owner(owner: Owner) -> None:
    """Remember under which token this process's own machine may ask it."""
    _owner[:] = [owner]


def is_owner_token(header: str) -> bool:
    """Whether an Authorization header carries this process's own token."""
    return bool(_owner) and hmac.compare_digest(header.encode(), f"Bearer {_owner[0].token}".encode())


def listening_socket(host: str, port: int) -> sockets.socket:
    """A bound socket, so that a taken port is said before anything else starts."""
    family = sockets.AF_INET6 if ":" in host else sockets.AF_INET
    socket = sockets.socket(family, sockets.SOCK_STREAM)
    socket.setsockopt(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)
    try:
        socket.bind((host, port))
    except OSError as error:
        why = "is taken by another program" if error.errno == errno.EADDRINUSE else f"cannot be used: {error.strerror}"
        raise CommandProblem(f"Port {port} on {host} {why}. Choose another with --port.") from error
    return socket


class Server(uvicorn.Server):
    """uvicorn that ends the open event streams first, so that stopping does not wait for the pages that watch."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        from kaname.web.live import hub

        hub.close()
        super().handle_exit(sig, frame)


def run(socket: sockets.socket) -> None:
    """Serve the application on a bound socket until a signal ends it."""
    # uvicorn hands the signal on when it is done; as an exception it lets the caller clean up.
    from kaname.config import settings

    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    config = uvicorn.Config(
        "kaname.config.asgi:application",
        lifespan="off",
        # Who asks is what the connection says, unless a proxy on this machine is known to stand before us.
        proxy_headers=settings.ENVIRONMENT.behind_https,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=3,
    )
    Server(config).run(sockets=[socket])


def started() -> None:
    """Open the fact store, tell it who is who, see to imports that were cut short, and start the job worker."""
    from django.utils import timezone

    from kaname.imports import keeping
    from kaname.people.operations import publish_directory
    from kaname.web import schedule, worker
    from kaname.web.store import facts

    publish_directory(facts())
    keeping.give_up_interrupted(at=timezone.now())
    spare_the_collector()
    worker.start()
    schedule.start()


def spare_the_collector() -> None:
    """Take what is loaded by now, which stays until the end, out of garbage collection, and collect less often.

    A board makes some ten thousand objects, and looking through all modules meanwhile took up to 0.15 s.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 50)


def stopped() -> None:
    """Stop what runs in the background and close the fact store, in that order."""
    from kaname.web import schedule, store, worker

    schedule.stop()
    worker.stop()
    store.close()
