"""Which pages there is a picture of: one line per page. Loaded by scripts/pictures, in an installation of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

WIDE, PHONE = 1280, 390
CODE = "KZ4M7P"  # of the room
# Of these there are three: of a triangle where nothing happened yet (leeg-), of the demo, and of a crowded one (vol-).
OF_EVERYBODY = {"vandaag": "/", "driehoeken": "/driehoeken/"}
OF_A_TRIANGLE = {
    "driehoek": "",
    "afspraken": "afspraken/",
    "verloop": "verloop/",
    "inwerkblad": "inwerkblad/",
    "werkagenda": "werkagenda/",
    "accountteam": "accountteam/",
}


@dataclass(frozen=True)
class Picture:
    """One page. `who` is a username, a Link by which its participant comes in, the key of a device, or None.

    `before` is done just before; `widths` are those it is taken at.
    """

    name: str
    who: Any
    path: str
    before: Callable | None = None
    widths: tuple = (WIDE, PHONE)


@dataclass(frozen=True)
class Device:
    """A browser that came in with the code of the room: the key that it keeps."""

    key: str


def load():
    """Fill the installation; return the Pictures, and the conversation of which the report is drawn."""
    from pictured_by_link import by_link
    from pictured_large import of_a_large_table
    from pictured_mirror import of_a_mirror
    from pictured_rehearsal import of_a_rehearsal

    from conversations.demo import load_demo
    from conversations.signalling import refresh_all
    from tests import very_full
    from tests.factories import MembershipFactory, UserFactory

    held = load_demo()
    UserFactory(username="nieuw", name="Joris de Wit")
    fresh = MembershipFactory(user__username="kersvers", user__name="Joris de Wit", triangle__name="Kade Oost").triangle
    crowded = very_full.fill()
    refresh_all()
    return [
        *of_strangers(),
        *in_three_sizes(held.triangle, fresh, crowded),
        *of_advisers(held),
        *of_the_menu(),
        *of_overseers(),
        *of_facilitators(),
        *of_the_room(),
        *by_link(crowded),
        *of_a_large_table(),
        *of_a_mirror(),
        *of_a_rehearsal(),
    ], held


def number_of(phase):
    from conversations.models import Conversation

    return Conversation.objects.filter(triangle__memberships__user__username="teun", phase=phase).latest("pk").pk


def in_three_sizes(held, fresh, crowded):
    """Yield the pages about a triangle of three installations: an empty one, the demo and a very full one."""
    for prefix, who, other, triangle in (
        ("leeg-", "nieuw", "kersvers", fresh),
        ("", "noor", "noor", held),
        ("vol-", "vol", "vol", crowded),
    ):
        for name, path in OF_EVERYBODY.items():
            yield Picture(prefix + name, who, path)
        at = f"/driehoeken/{triangle.pk}/"
        for name, path in OF_A_TRIANGLE.items():
            yield Picture(prefix + name, other, at + path)
        if chain := longest_chain(triangle):
            yield Picture(f"{prefix}keten", other, f"{at}afspraken/{chain}/")
        if embedded := triangle.conversations.exclude(embedded_in="").first():
            yield Picture(f"{prefix}agendapunt", other, f"/gesprekken/{embedded.pk}/agendapunt/")


def longest_chain(triangle):
    """Return the number of the agreement of which most is told, or None."""
    from django.db.models import Count

    from conversations.models import Agreement

    told = Agreement.objects.filter(conversation__triangle=triangle).annotate(links=Count("steps") + Count("verdicts"))
    return told.order_by("-links", "pk").values_list("pk", flat=True).first()


def with_signs(username):
    """Return the number of the triangle, of those that somebody advises, that shows most signs."""
    from django.db.models import Count

    from triangles.models import Triangle

    advised = Triangle.objects.filter(memberships__user__username=username)
    return advised.alias(number=Count("signals")).order_by("-number", "pk").values_list("pk", flat=True).first()


def of_strangers():
    return [
        Picture("inloggen", None, "/account/inloggen/"),
        Picture("inloggen-fout", None, "fout"),
        Picture("wachtwoord-vergeten", None, "/account/wachtwoord/vergeten/"),
        Picture("toegankelijkheid", None, "/toegankelijkheid/"),
        Picture("privacy", None, "/privacy/"),
        Picture("hulp", None, "/hulp/"),
    ]


def of_advisers(held):
    kust = f"/driehoeken/{held.triangle_id}/"
    chain = f"{kust}afspraken/{longest_chain(held.triangle)}/"
    done, now, ahead, draft = (
        f"/gesprekken/{number_of(phase)}/" for phase in ("opvolging", "gesprek", "voorbereiding", "verslag")
    )
    seat = held.triangle.seats.get(code="on1").pk
    return [
        Picture("afspraak-wijzigen", "noor", f"{chain}wijzigen/"),
        Picture("afspraak-besluit", "noor", f"{chain}besluit/"),
        Picture("driehoek-wijzigen", "noor", f"{kust}wijzigen/"),
        Picture("driehoek-tekens", "noor", f"/driehoeken/{with_signs('noor')}/"),
        Picture("bezetting", "noor", f"{kust}bezetting/"),
        Picture("vervangen", "noor", f"{kust}bezetting/{seat}/vervangen/"),
        Picture("adviseurs", "noor", f"{kust}adviseurs/"),
        Picture("zoeken", "noor", "/zoeken/?q=kust"),
        Picture("agenda", "noor", "/account/agenda/"),
        Picture("nieuw-gesprek", "noor", f"{kust}nieuw-gesprek/"),
        Picture("nieuw-gesprek-teken", "noor", f"/driehoeken/{with_signs('noor')}/nieuw-gesprek/?teken=volgende"),
        Picture("voorbereiden", "noor", f"{ahead}voorbereiden/"),
        Picture("voorbereiden-wie", "noor", f"{ahead}voorbereiden/gesprekspartners/"),
        Picture("annuleren", "noor", f"{ahead}annuleren/"),
        Picture("gesprek", "noor", done),
        Picture("gesprek-verborgen", "noor", now),
        Picture("verslag", "noor", f"{done}verslag/"),
        Picture("verslag-versies", "noor", f"{done}verslag/versies/"),
        Picture("corrigeren", "noor", f"{done}verslag/corrigeren/"),
        Picture("voorbeeld-delen", "noor", f"{ahead}delen/vragen/"),
        Picture("niet-gevonden", "noor", "/er-is-niets/"),
        Picture("verslag-concept", "teun", f"{draft}verslag/"),
        Picture("vaststellen", "teun", f"{draft}verslag/vaststellen/"),
        Picture("verslag-scherm", "teun", f"{draft}verslag/scherm/"),
    ]


def of_the_menu():
    """Return the pool with its question to a facilitator, the principles, the cards, and the examples of others."""
    from conversations.models import Example, GuideRequest
    from principles.models import Card
    from triangles.models import FacilitatorProfile

    examples = dict(Example.objects.values_list("kind", "pk"))  # one of each
    willing = FacilitatorProfile.objects.get(user__username="samir").pk
    ask = f"/gesprekken/{GuideRequest.objects.open().get().conversation_id}/begeleider/"
    return [
        Picture("begeleiders", "noor", "/begeleiders/"),
        Picture("begeleider-vragen", "noor", ask),
        Picture("begeleider-vraag", "noor", f"{ask}{willing}/"),
        Picture("principes", "noor", "/principes/"),
        Picture("kaarten", "noor", "/kaarten/"),
        Picture("kaart", "noor", f"/kaarten/{Card.objects.first().code}/"),
        Picture("voorbeelden", "noor", "/voorbeelden/"),
        *(Picture(f"voorbeeld-{kind}", "noor", f"/voorbeelden/{number}/") for kind, number in examples.items()),
    ]


def of_overseers():
    """Return the overview of an organisation that has no seat yet, of two small ones, and of one in many triangles."""
    from tests.factories import OrganisationFactory
    from triangles.models import Organisation, Overseer, User

    new = OrganisationFactory(name="Ministerie van Duinen")
    Overseer.objects.create(user=User.objects.get(username="nieuw"), organisation=new)
    first, second = (Organisation.objects.get(name__endswith=f"afdeling {place}") for place in (0, 1))
    Overseer.objects.create(user=User.objects.get(username="vol"), organisation=first)
    return [
        Picture("leeg-overzicht", "nieuw", "/overzicht/"),
        Picture("overzicht", "noor", "/overzicht/"),
        Picture("vol-overzicht", "vol", "/overzicht/?op=volgende"),
        Picture("vol-opdrachtnemer", "vol", f"/overzicht/{second.pk}/"),
    ]


def of_facilitators():
    from conversations.models import GuideRequest
    from triangles.models import FacilitatorProfile

    profile = FacilitatorProfile.objects.get(user__username="yara").pk
    ahead, now = (f"/gesprekken/{number_of(phase)}/" for phase in ("voorbereiding", "gesprek"))
    return [
        Picture("vandaag-begeleider", "yara", "/"),
        Picture("begeleiders-eigen", "yara", "/begeleiders/"),
        Picture("begeleider-profiel", "yara", "/begeleiders/ik/"),
        Picture("begeleider-gevraagd", "yara", f"/begeleiden/{GuideRequest.objects.open().get().pk}/"),
        Picture("poule-profiel", "wil", f"/begeleiders/{profile}/"),
        Picture("briefing", "yara", f"{ahead}briefing/"),
        Picture("draaiboek", "yara", f"{now}draaiboek/"),
        Picture("leiden-welkom", "yara", f"{now}leiden/?deel=welkom"),
        Picture("leiden-getoond", "yara", f"{now}leiden/?deel=rolbewustzijn"),
        Picture("leiden-verborgen", "yara", f"{now}leiden/?deel=heldere-afspraken"),
        Picture("leiden-pauze", "yara", f"{now}leiden/?deel=pauze"),
        Picture("leiden-vervolg", "yara", f"{now}leiden/?deel=vervolg"),
        Picture("leiden-afsluiting", "yara", f"{now}leiden/?deel=afsluiting"),
        Picture("leiden-scores", "yara", f"{now}leiden/scores/"),
        Picture("leiden-meegegeven", "yara", f"{now}leiden/meegegeven/"),
        Picture("leiden-aanmeldingen", "yara", f"{now}leiden/aanmeldingen/"),
        Picture("leiden-overnemen", "yara", f"{now}leiden/overnemen/"),
        Picture("grote-schermen", "yara", f"{now}leiden/scherm/"),
        Picture("afspraak", "yara", f"{now}vastleggen/afspraak:nieuw/"),
    ]


def of_the_room():
    """Return what stands in the room: the big screen with the code, and a phone and a tablet that came in with it."""
    from conversations.models import Arrival, Conversation, Meeting

    meeting = Conversation.objects.get(pk=number_of("gesprek"))
    Meeting.objects.filter(conversation=meeting).update(code=CODE)  # the same in every picture that is taken again
    at = f"/gesprekken/{meeting.pk}/"
    first, second, third = meeting.participants.order_by("pk")[:3]
    tablet = arrive(meeting, "tablet", Arrival.State.BINNEN, kind=Arrival.Kind.TABLET)
    phone = arrive(meeting, "telefoon", Arrival.State.BINNEN, participant=first)
    waits = arrive(meeting, "wacht", Arrival.State.WACHT, participant=second)
    arrive(meeting, "nog een", Arrival.State.WACHT, participant=third)
    goes = {
        key: partial(follow, meeting, key)
        for key in ("welkom", "rolbewustzijn", "vertrouwen", "opgavegericht", "pauze")
    }
    return [
        Picture("scherm", "yara", f"{at}scherm/", goes["welkom"], (WIDE,)),
        Picture("scherm-verborgen", "yara", f"{at}scherm/", goes["vertrouwen"], (WIDE,)),
        Picture("scherm-getoond", "yara", f"{at}scherm/", goes["rolbewustzijn"], (WIDE,)),
        Picture("scherm-pauze", "yara", f"{at}scherm/", goes["pauze"], (WIDE,)),
        Picture("mee", None, "/mee/"),
        Picture("mee-wie", None, f"/mee/{CODE}/"),
        Picture("mee-wachten", waits, f"/mee/wachten/{meeting.pk}/"),
        Picture("zaal", phone, f"/deelnemen/{first.pk}/zaal/", goes["vertrouwen"]),
        Picture("zaal-getoond", phone, f"/deelnemen/{first.pk}/zaal/", goes["rolbewustzijn"]),
        Picture("tablet", tablet, f"/mee/tablet/{meeting.pk}/", goes["opgavegericht"]),
    ]


def arrive(meeting, key, state, **values):
    """Return the Device of a browser that asked to come in, and where it is `BINNEN` was let in."""
    from conversations.links import Purpose, give_link
    from conversations.models import Arrival
    from conversations.visits import digest, join_key

    Arrival.objects.create(conversation=meeting, key_digest=digest(key), state=state, **values)
    if state == Arrival.State.BINNEN and "participant" in values:
        join_key(digest(key), give_link(values["participant"], Purpose.ZAAL))
    return Device(key)


def follow(meeting, step):
    """Bring the room to a part of the meeting."""
    from conversations.models import Meeting

    Meeting.objects.filter(conversation=meeting).update(step=step)
