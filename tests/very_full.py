"""A very full installation for the pictures: one crowded triangle with long names, and thirty beside it."""

import datetime as dt

from django.utils import timezone

from conversations.models import (
    Agreement,
    AgreementStep,
    Conversation,
    FollowUp,
    Participant,
    Phase,
    Score,
    Verdict,
)
from principles.models import Principle, PrincipleText
from triangles.models import AgendaTopic, Corner, Membership, Organisation, Seat, TeamMember, Triangle

from .factories import UserFactory

TALKS, PROMISES, SEATS, OTHERS = 12, 60, 12, 30
NAME = "Samenwerkingsverband Waterveiligheid en Ruimtelijke Adaptatie Noordelijke Kuststrook"
TOPICS = (
    "de doorlooptijd van vergunningen in de kuststrook",
    "wie de bewoners belt als het water hoger komt dan de waarschuwingsgrens",
    "de begroting van het onderhoud na 2028",
    "het meldpunt",
    "de jaarlijkse oefening met de veiligheidsregio en de twee waterschappen",
)
FIRST_NAMES = ("Renske", "Johannes-Willem", "Fatima", "Sjoerd", "Anne-Marie", "Bo")
LAST_NAMES = ("van den Heuvel-Koppelstra", "Admiraal", "el Khattabi", "Brouwer", "de Vries", "Nijland")
STATES = ("open", "open", "open", "gedaan", "geparkeerd", "vervallen")


def fill():
    """Write all of it, advised by the User 'vol'; return the crowded Triangle."""
    user = UserFactory(username="vol", name="Noor van den Heuvel-Koppelstra")
    triangle = Triangle.objects.create(name=NAME, purpose=f"Samen zorgen voor {TOPICS[0]} en {TOPICS[1]}.")
    Membership.objects.create(user=user, triangle=triangle, corner=Corner.EIGENAAR)
    seats = [add_seat(triangle, place) for place in range(SEATS)]
    talks = [add_talk(triangle, seats, place) for place in range(TALKS)]
    for number in range(PROMISES):
        add_promise(talks[number % (TALKS - 1) :], seats, number)
    add_rest(triangle)
    for number in range(OTHERS):
        add_beside(user, number)
    return triangle


def ago(days):
    return timezone.localdate() - dt.timedelta(days=days)


def person(place):
    return f"{FIRST_NAMES[place % len(FIRST_NAMES)]} {LAST_NAMES[place // 2 % len(LAST_NAMES)]}"


def add_seat(triangle, place):
    organisation, _ = Organisation.objects.get_or_create(name=f"Directoraat-generaal Water en Bodem, afdeling {place}")
    return Seat.objects.create(
        triangle=triangle,
        code=f"vol{place}",
        corner=Corner.values[place % 3],
        organisation=organisation,
        person=person(place),
        function="plaatsvervangend directeur Uitvoering en Toezicht",
        begins_on=ago(1400 - 100 * place),
        coordinating=place == 0,
    )


def add_talk(triangle, seats, place):
    """Add a conversation with everybody, and their shown scores; the last is still to come."""
    is_ahead = place == TALKS - 1
    made = Conversation.objects.create(
        triangle=triangle,
        title=f"{place + 1}. Wat doen we met {TOPICS[place % len(TOPICS)]}?",
        purpose="Horen wat er misging en afspreken wat er verandert.",
        held_on=ago(-20 if is_ahead else 110 * (TALKS - 1 - place)),
        rhythm=Conversation.Rhythm.KWARTAAL,
        phase=Phase.VOORBEREIDING if is_ahead else Phase.AFGEROND,
        preparation_closes_on=ago(-3),
        embedded_in="Bestuurlijk overleg water" if place == TALKS - 2 else "",
    )
    people = [Participant.from_seat(made, seat) for seat in seats[: 6 + place % 7]]
    Participant.objects.bulk_create(people)
    if not is_ahead:
        made.principle_texts.set(PrincipleText.objects.current())
        FollowUp.objects.create(conversation=made, next_on=ago(110 * (TALKS - 2 - place)))
        add_scores(made, place)
    return made


def add_scores(conversation, place):
    Score.objects.bulk_create(
        Score(
            conversation=conversation,
            participant=one,
            corner=one.corner,
            principle=principle,
            value=(turn * 2 + number + place) % 5 + 1,
            shown_at=timezone.now(),
        )
        for turn, one in enumerate(conversation.participants.all())
        for number, principle in enumerate(Principle.objects.all())
    )


def add_promise(talks, seats, number):
    """Add an agreement of the first of `talks`, on which the corners looked back in the next."""
    status, owner = STATES[number % len(STATES)], seats[number % SEATS]
    made = Agreement.objects.create(
        conversation=talks[0],
        kind=Agreement.Kind.values[number % 3],
        text=f"{owner.person} zoekt uit wat er nodig is voor {TOPICS[number % len(TOPICS)]} en belt de anderen. "
        + "We leggen vast wie er belt, wanneer, en wat er gebeurt als niemand opneemt. " * (number % 3),
        of_opdrachtgever=number % 2 == 0,
        of_opdrachtnemer=number % 3 == 0,
        of_eigenaar=True,
        owner=owner,
        owner_name=owner.person,
        due_on=ago(400 - 10 * number),
        status=status,
        parked_until=ago(-60) if status == "geparkeerd" else None,
        most_important=number < TALKS - 1,
        sign="Niemand leest het meer in de krant.",
    )
    made.steps.create(what=AgreementStep.What.GEMAAKT, conversation=talks[0])
    for later in talks[1:3]:
        look_back(made, later, number)
    if status != "open":
        made.steps.create(what=status, conversation=talks[-2], note="Dit hoeft niet meer.", until=made.parked_until)


def look_back(agreement, talk, number):
    if talk.phase != Phase.AFGEROND:
        return
    agreement.steps.create(what=AgreementStep.What.BEHOUDEN, conversation=talk)
    Verdict.objects.bulk_create(
        Verdict(
            agreement=agreement,
            conversation=talk,
            corner=corner,
            value=Verdict.Value.values[(number + place) % 3],
            shown_at=timezone.now(),
        )
        for place, corner in enumerate(Corner.values)
    )


def add_rest(triangle):
    for place, topic in enumerate(TOPICS * 2):
        horizon, lead = AgendaTopic.Horizon.values[place % 3], Corner.values[place % 3]
        triangle.topics.create(title=topic.capitalize(), horizon=horizon, lead=lead)
    TeamMember.objects.bulk_create(
        TeamMember(triangle=triangle, corner=Corner.values[place % 3], name=person(place)) for place in range(9)
    )


def add_beside(user, number):
    """Add a triangle with a conversation in one of the phases, an action past its date and an empty corner."""
    triangle = Triangle.objects.create(
        name=f"{number + 1}. Programma {TOPICS[number % len(TOPICS)]}", purpose=TOPICS[0]
    )
    Membership.objects.create(user=user, triangle=triangle)
    talk = Conversation.objects.create(
        triangle=triangle,
        title=f"Wat doen we met {TOPICS[number % len(TOPICS)]}?",
        phase=Phase.values[number % len(Phase.values)],
        held_on=ago(40 - 5 * number),
        preparation_closes_on=ago(number - 14),
    )
    for place in range(2 + number % 2):
        seat = add_seat(triangle, place)
        Participant.from_seat(talk, seat).save()
    Agreement.objects.create(
        conversation=talk, kind="actie", text=f"Bellen over {TOPICS[0]}.", due_on=ago(number), of_eigenaar=True
    )
