import threading
from datetime import UTC, datetime

import pytest

from kaname.web import schedule

AT = datetime(2026, 4, 1, 9, tzinfo=UTC)


@pytest.fixture
def duties(monkeypatch):
    duties = []
    monkeypatch.setattr(schedule, "DUTIES", duties)
    return duties


@pytest.mark.django_db
def test_a_duty_that_fails_keeps_no_other_from_theirs(duties, caplog):
    done = []
    duties += [lambda at: 1 / 0, done.append]
    schedule.attend(AT)
    assert done == [AT]
    assert "tried again" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_clock_calls_until_it_is_stopped(duties):
    called = threading.Event()
    duties.append(lambda at: called.set())
    clock = schedule.Clockwork(interval=0.01)
    clock.start()
    assert called.wait(10)
    clock.stop()
    called.clear()
    assert not called.wait(0.05)
