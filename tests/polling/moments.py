"""Moments of the date poll, and the answers to them as their page sends them."""

import datetime as dt
import re

from django.utils import timezone

NOON = dt.time(12)


def moment(days, time=NOON):
    return timezone.make_aware(dt.datetime.combine(timezone.localdate() + dt.timedelta(days), time))


def at(meeting, rest=""):
    return f"/gesprekken/{meeting.pk}/datumprikker/{rest}"


def sent(option, answer="ja", remark="", seen=""):
    return {f"antwoord_{option.pk}": answer, f"opmerking_{option.pk}": remark, "seen": seen}


def seen_on(page):
    return re.search(r'name="seen"(?: value="([^"]*)")?', page)[1] or ""


def given(person):
    return dict(person.availabilities.values_list("option", "answer"))
