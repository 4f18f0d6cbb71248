"""Reading every address about a conversation as one visitor, each page once."""

import subprocess
from io import BytesIO
from zipfile import ZipFile

from django.conf import settings
from django.test import Client

from conversations.calendar_feed import renew_link
from conversations.links import Purpose, give_link, token_of
from conversations.models import GuideRequest, Proposal, ReportRemark
from conversations.run_sheet import build_run_sheet
from conversations.visits import COOKIE, digest, join_key
from driehoek.word import CONTENT_TYPE
from principles.models import Card
from tests.access.matrix import READ_ONLY, WRITTEN
from tests.access.routes import OF_ACCOUNTS, PREFIXES, parameters, path_of
from tests.drawn import html_in
from tests.factories import TopicFactory, UserFactory
from tests.meetings import CODES
from tests.word_reading import everything

IN_PARTS = "conversations:lead"  # asked for another part of the meeting, it shows other texts
OPEN, OF_STAFF, BY_LINK = "open", "of staff", "by link"


def by_link(person, purpose=Purpose.DEELNEMEN):
    tab = Client()
    tab.post(f"/deelnemen/link/{token_of(give_link(person, purpose))}/")
    return tab


def in_the_room(person):
    """Return a browser that was let in with the code of the room."""
    tab = Client()
    tab.cookies[COOKIE] = "sleutel"
    join_key(digest("sleutel"), give_link(person, Purpose.ZAAL))
    return tab


def logged_in(user):
    tab = Client()
    tab.force_login(user)
    return tab


def somebody_of(triangle):
    """Return who advises a triangle, or else somebody who sees nothing of it."""
    member = triangle.memberships.first()
    return member.user if member else UserFactory()


def newest(rows):
    """Return the number of the newest row, or 1 where there is none."""
    return rows.order_by("-pk").values_list("pk", flat=True).first() or 1


def values_of(meeting):
    """Return {name of a parameter: what points it at this conversation}; what must stand there is made."""
    triangle = meeting.triangle
    topic = triangle.topics.first() or TopicFactory(triangle=triangle)
    why = {"why": "Er is nog geen datum."}
    return {
        "pk": meeting.pk,
        "conversation": meeting.pk,
        "triangle": triangle.pk,
        "token": "x",
        "code": Card.objects.first().code,
        "seat": triangle.seats.first().pk,
        "organisation": triangle.seats.filter(corner="opdrachtnemer").first().organisation_id,
        "topic": topic.pk,
        "parked": meeting.parked.get_or_create(text="De begroting")[0].pk,
        "member": triangle.team.get_or_create(name="Yara", corner="eigenaar")[0].pk,
        "calendar_token": token_of(renew_link(somebody_of(triangle))),
        "agreement": meeting.agreements.get_or_create(kind="actie", text="Bellen", of_eigenaar=True)[0].pk,
        "signal": triangle.signals.get_or_create(kind="geen-datum", subject="", defaults=why)[0].pk,
        "option": newest(meeting.date_options),
        "membership": newest(triangle.memberships),
        "proposal": newest(Proposal.objects.filter(triangle=triangle)),
        "remark": newest(ReportRemark.objects.filter(response__conversation=meeting)),
        "asked": newest(GuideRequest.objects.filter(conversation=meeting)),
        "erasure": newest(triangle.erasures),
    }


def answers_to_get(name):
    """Return {visitor: status} of a route that can be read, {} of one that is only written to."""
    return READ_ONLY.get(name) or WRITTEN.get(name, {}).get("GET", {})


def door_of(name):
    """Return who the pages of a route are for at all: whoever lacks the cookie for it is nobody there."""
    return {302: OF_STAFF, 401: OF_STAFF, 404: BY_LINK}.get(answers_to_get(name)["anonymous"], OPEN)


def addresses(meeting, people=None, **known):
    """Return {path: door} of every address about a conversation that can be read, the admin and accounts left out.

    `people` are the participants whose pages count, all by default; `known` are values of more parameters.
    """
    people, values, found = people or meeting.people, values_of(meeting) | known, {}
    for name, names in parameters().items():
        if name.startswith(PREFIXES) or not answers_to_get(name):
            continue
        for person in people if "participant" in names else people[:1]:
            for more in by_subject(meeting, name, names):
                found[path_of(name, **{**values, **more}, participant=person.pk)] = door_of(name)
    leading = path_of(IN_PARTS, **values)
    return found | {f"{leading}?deel={step.key}": OF_STAFF for step in build_run_sheet(meeting)}


def by_subject(meeting, name, names):
    """Yield the values of a route for each question or principle that it is about, else one time none."""
    if "question" in names:
        yield from ({"question": question.code} for question in meeting.questions.all())
    elif "principle" in names:
        yield from ({"principle": code} for code in CODES)
    else:
        yield {}


def of_accounts():
    """Return {path: door} of the pages of an account itself: logging in, its password, its second step."""
    return {path_of(name): OPEN for name in parameters() if name.startswith(OF_ACCOUNTS)}


def of_the_admin():
    values = {"app_label": "triangles"}
    return {path_of(name, **values): OF_STAFF for name in parameters() if name.startswith("admin:")}


def opens(tab):
    """Return the doors for which a browser has a cookie; one with none is looked at everywhere."""
    mine = {settings.SESSION_COOKIE_NAME: OF_STAFF, COOKIE: BY_LINK}
    doors = {door for name, door in mine.items() if name in tab.cookies and tab.cookies[name].value}
    return doors | {OPEN} if doors else {OPEN, OF_STAFF, BY_LINK}


def read(tab, found, doors=None):
    """Return {path: text} of what a browser gets to read at the addresses `found` that have a door for it.

    `doors` are what it opened when it came in, for a browser that looks around more often.
    """
    doors = doors or opens(tab)
    return {path: text_of(tab.get(path)) for path, door in found.items() if door in doors}


def crawl(meeting, tab, **known):
    """Return all that a browser gets to read by looking at every address about a conversation, as text.

    The admin is looked at only by whom it opens for.
    """
    found = addresses(meeting, **known)
    if OF_STAFF in opens(tab) and tab.get("/beheer/").status_code == 200:
        found |= of_the_admin()
    return "\n".join(read(tab, found).values())


def text_of(answer):
    """Return what somebody reads in an answer; of a zip all that is in it."""
    if answer.get("Content-Type") == "application/zip":
        packed = ZipFile(BytesIO(b"".join(answer)))
        return "".join(packed.read(name).decode("latin-1") for name in packed.namelist())
    if answer.streaming:
        return b"".join(answer).decode("latin-1")
    if answer["Content-Type"] == "application/pdf":
        return html_in(answer.content) or words_on(answer.content)
    if answer["Content-Type"] == CONTENT_TYPE:
        return everything(answer.content)
    return answer.content.decode()


def words_on(drawn):
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=drawn, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())
