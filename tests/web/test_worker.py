"""Background tasks: worked off in a thread, whatever they raise, and taken up again after a crash."""

import threading
import time

import pytest
from django_tasks import task
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kaname.web.worker import ATTEMPTS, Worker

QUEUED = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
pytestmark = pytest.mark.django_db(transaction=True)
done: list[str] = []


@task()
def note(word: str) -> None:
    done.append(word)


@task()
def fail() -> None:
    raise ZeroDivisionError


@pytest.fixture(autouse=True)
def queue(settings):
    settings.TASKS = QUEUED
    done.clear()


def status_of(result):
    return DBTaskResult.objects.get(id=result.id).status


def test_it_works_off_what_is_queued_in_order():
    for word in ("one", "two", "three"):
        note.enqueue(word)
    Worker().work_off()
    assert done == ["one", "two", "three"]


def test_a_task_that_fails_does_not_stop_the_next():
    failing = fail.enqueue()
    note.enqueue("after")
    Worker().work_off()
    assert done == ["after"]
    assert status_of(failing) == TaskResultStatus.FAILED


def test_what_a_crash_left_running_is_taken_up_again():
    left = note.enqueue("again")
    DBTaskResult.objects.get(id=left.id).claim("embedded")
    worker = Worker()
    worker.resume()
    worker.work_off()
    assert done == ["again"]


def test_what_another_worker_runs_is_left_alone():
    theirs = note.enqueue("theirs")
    DBTaskResult.objects.get(id=theirs.id).claim("somewhere else")
    Worker().resume()
    assert status_of(theirs) == TaskResultStatus.RUNNING


def test_a_task_that_brings_the_server_down_again_and_again_is_given_up():
    deadly = note.enqueue("deadly")
    for _ in range(ATTEMPTS):
        DBTaskResult.objects.get(id=deadly.id).claim("embedded")
        Worker().resume()
    assert status_of(deadly) == TaskResultStatus.FAILED
    assert done == []


def test_the_thread_goes_on_after_an_error_of_its_own(monkeypatch, caplog):
    worker, failures = Worker(), iter([OSError("the disk is full")])
    work_off, worked = worker.work_off, threading.Event()

    def stumble():
        for failure in failures:
            raise failure
        work_off()
        worked.set()

    monkeypatch.setattr(worker, "work_off", stumble)
    note.enqueue("in the thread")
    worker.start()
    assert worked.wait(20)
    worker.stop()
    assert done == ["in the thread"]
    assert "the disk is full" in caplog.text


def test_stopping_takes_no_further_task():
    worker = Worker()
    worker.start()
    began = time.monotonic()
    worker.stop()
    assert time.monotonic() - began < 5
    left = note.enqueue("later")
    assert status_of(left) == TaskResultStatus.READY
