"""What people of one triangle do in three years, each act by the way they have for it."""

import datetime as dt

from django.test import Client
from django.utils import timezone

from conversations.inviting import release
from conversations.models import Agreement, Conversation, Participant, Phase, Score
from conversations.planning import invite, start_conversation
from conversations.report import establish
from principles.models import Principle, Question
from tests.factories import FacilitatorFactory, MembershipFactory, ReflectionFactory, SeatFactory, TriangleFactory
from tests.meetings import send, show
from tests.planned import save
from triangles.models import Corner, Seat

LEADS = dt.timedelta(days=42)  # from inviting to the meeting
CLOSES = dt.timedelta(days=7)  # from the last day to answer to the meeting


class Table:
    """One triangle with its adviser and facilitator, and the conversation that was planned last, `talk`."""

    def __init__(self, people):
        self.triangle = TriangleFactory(name="Kustregister")
        for corner, name in zip(Corner.values, people, strict=True):
            SeatFactory(triangle=self.triangle, corner=corner, person=name, email=address(name))
        self.adviser = MembershipFactory(triangle=self.triangle, user__email="noor@dienst.example").user
        self.facilitator = FacilitatorFactory(email="yara@dienst.example")
        self.talk, self.clients = None, {}

    def as_(self, user):
        """Return a browser of `user` that logged in today."""
        client = self.clients.setdefault(user, Client())
        client.force_login(user)
        return client

    def seat(self, name):
        return self.triangle.seats.filter(person=name).latest("pk")

    def replace(self, old, new, last_day):
        self.fill_in(f"{self.seat(old).pk}/vervangen/", new, last_day=last_day)

    def leave(self, name, last_day):
        """Let somebody go without anybody in their place."""
        self.fill_in(f"{self.seat(name).pk}/", name, ends_on=last_day)

    def arrive(self, name, corner, first_day):
        self.fill_in("nieuw/", name, corner=corner, begins_on=first_day)

    def fill_in(self, page, name, **typed):
        person = {"person": name, "function": "directeur", "organisation": "Dienst", "email": address(name)}
        seat = Seat.objects.filter(triangle=self.triangle, pk=page.split("/")[0]).first() if page[0].isdigit() else None
        sent = person | {"version": seat.version if seat else 1} | typed
        answer = self.as_(self.adviser).post(f"/driehoeken/{self.triangle.pk}/bezetting/{page}", sent)
        assert answer.status_code == 302, answer.context["form"].errors

    def plan(self, title):
        """Invite for a meeting six weeks from today."""
        talk = start_conversation(self.triangle, title, self.adviser)
        held_on = timezone.localdate() + LEADS
        talk.held_on, talk.preparation_closes_on, talk.rhythm = held_on, held_on - CLOSES, "halfjaar"
        talk.purpose, talk.facilitator, talk.start = "Horen hoe het gaat.", self.facilitator, dt.time(9, 30)
        talk.save()
        talk.questions.set(Question.objects.filter(code="dilemma"))
        invite(talk, self.adviser)
        self.talk = talk

    def invite_instead(self, old, new):
        """Change who sits at the table of the conversation that is planned."""
        chosen = {person.corner: [person.seat_id] for person in self.talk.participants.exclude(name=old)}
        seat = self.seat(new)
        save(self.as_(self.adviser), self.talk, "gesprekspartners", **chosen | {seat.corner: [seat.pk]})
        assert self.talk.participants.filter(name=new).exists()

    def answer(self, *names):
        for name in names:
            person = self.talk.participants.get(name=name)
            ReflectionFactory(participant=person, question=self.talk.questions.get())

    def meet(self, *scores, verdicts=None, decisions=None, made=()):
        """Hold the meeting: judge what was agreed earlier, decide on it, show `scores`, and agree what is `made`.

        `verdicts` are {text: one per corner}, `decisions` {text: what is sent}; `made` holds (text, fields).
        """
        lead = self.as_(self.facilitator)
        self.talk.begin(self.facilitator)
        for text, values in (verdicts or {}).items():
            self.judge(lead, self.agreement(text), values)
        for text, decision in (decisions or {}).items():
            done = self.agreement(text)
            assert send(lead, self.talk, f"besluit:{done.pk}", decision, done.version).status_code == 200
        self.score(lead, scores)
        for text, fields in made:
            whole = {"text": text, "kind": "actie", "corners": ["eigenaar"]} | fields
            if "owner" in whole:
                whole["owner"] = str(self.seat(whole["owner"]).pk)
            assert send(lead, self.talk, f"afspraak:nieuw-{Agreement.objects.count()}", whole).status_code == 200
        Conversation.objects.get(pk=self.talk.pk).end(self.facilitator)

    def judge(self, lead, agreement, values):
        for corner, value in zip(Corner.values, values, strict=True):
            assert send(lead, self.talk, f"oordeel:{agreement.pk}:{corner}", {"value": value}).status_code == 200
        lead.post(f"/gesprekken/{self.talk.pk}/leiden/oordelen/{agreement.pk}/")

    def score(self, lead, scores):
        people = {person.corner: person for person in Participant.objects.filter(conversation=self.talk)}
        principle = Principle.objects.get(code="vertrouwen")
        for corner, value in zip(Corner.values, scores, strict=True):
            if corner in people:
                place = {"conversation": self.talk, "participant": people[corner], "corner": corner}
                Score.objects.create(**place, principle=principle, value=value)
        show(lead, self.talk, "vertrouwen")

    def settle(self):
        """Release the draft, and vaststellen it at once."""
        talk = Conversation.objects.get(pk=self.talk.pk)
        release(talk, self.facilitator, None)
        establish(Conversation.objects.get(pk=talk.pk), self.adviser)

    def change(self, which, **typed):
        """Change an agreement outside a meeting."""
        page = f"/driehoeken/{self.triangle.pk}/afspraken/{self.agreement(which).pk}/wijzigen/"
        client = self.as_(self.adviser)
        form = client.get(page).context["form"]
        shown = {name: form[name].value() for name in form.fields}
        sent = {name: value for name, value in shown.items() if value not in (None, "")} | typed
        assert client.post(page, sent).status_code == 302

    def agreement(self, text):
        return Agreement.objects.get(conversation__triangle=self.triangle, text=text)

    def conclude_earlier(self):
        for talk in self.triangle.conversations.filter(phase=Phase.OPVOLGING).exclude(pk=self.talk.pk):
            talk.conclude(self.adviser)


def address(name):
    return f"{name.lower()}@dienst.example"
