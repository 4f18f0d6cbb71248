import datetime as dt

import pytest
from django.utils import timezone


@pytest.fixture
def at(time_machine):
    """Return a function that goes to noon of a day in the Netherlands: 'jjjj-mm-dd'."""

    def go(day):
        time_machine.move_to(timezone.make_aware(dt.datetime.fromisoformat(f"{day} 12:00")), tick=False)

    go("2026-04-01")
    return go
