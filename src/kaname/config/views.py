"""What a command on this machine asks the server that owns the fact store (see owner.py)."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from typing import Any

from django.db import close_old_connections
from django.http import Http404, HttpRequest, JsonResponse, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from kaname.config.commands.problem import CommandProblem
from kaname.config.commands.registry import COMMANDS, run
from kaname.config.serving import is_owner_token


@require_GET
async def owner(request: HttpRequest) -> JsonResponse:
    """Who serves here; only for those who hold the token from the data folder."""
    require_owner(request)
    return JsonResponse({"pid": os.getpid()})


@csrf_exempt
@require_POST
async def commands(request: HttpRequest) -> StreamingHttpResponse:
    """Run a command in this process; lines of JSON tell its progress, then its answer."""
    require_owner(request)
    question = json.loads(request.body)
    if question["name"] not in COMMANDS:
        raise Http404
    return StreamingHttpResponse(said(question), content_type="application/x-ndjson")


def require_owner(request: HttpRequest) -> None:
    if not is_owner_token(request.headers.get("Authorization", "")):
        raise Http404


async def said(question: dict[str, Any]) -> AsyncIterator[str]:
    """Progress while the command runs in a thread, then its answer or its problem."""
    loop, lines = asyncio.get_running_loop(), asyncio.Queue[dict[str, Any]]()

    def say(line: dict[str, Any]) -> None:
        loop.call_soon_threadsafe(lines.put_nowait, line)

    running = loop.run_in_executor(None, answer, question, say)
    while True:
        line = await lines.get()
        yield json.dumps(line, ensure_ascii=False) + "\n"
        if "done" not in line:
            break
    await running


def answer(question: dict[str, Any], say: Any) -> None:
    """Run the command; whatever happens ends in one last line."""
    try:
        result = run(
            question["name"],
            question["arguments"],
            language=question["language"],
            progress=lambda done, total: say({"done": done, "total": total}),
        )
        say({"answer": result})
    except CommandProblem as problem:
        say({"problem": str(problem), "exit_code": problem.exit_code})
    except Exception as error:
        say({"problem": f"The server failed: {error!r}. Its log says more.", "exit_code": 1})
        raise
    finally:
        close_old_connections()
