"""Triangles of an organisation, as the overview has them after a round."""

from conversations.models import Overseen
from conversations.signalling import refresh
from tests.factories import SeatFactory, TriangleFactory, UserFactory
from triangles.models import Corner, Organisation, Overseer


def seat_at(triangle, organisation, corner="opdrachtgever"):
    """Give the seat in a corner to `organisation`, and refresh."""
    triangle.seats.filter(corner=corner).update(organisation=organisation)
    refresh(triangle.pk)


def triangle_of(organisation, name, corners=Corner.values, corner="opdrachtgever", **fields):
    """Return a triangle in which `organisation` holds one of the filled `corners`, refreshed."""
    triangle = TriangleFactory(name=name, **fields)
    for each in corners:
        given = {"organisation": organisation} if each == corner else {}
        SeatFactory(triangle=triangle, corner=each, **given)
    refresh(triangle.pk)
    return triangle


def row_of(triangle, organisation):
    """Return the row of a triangle in the overview of an organisation as values, refreshed."""
    refresh(triangle.pk)
    return Overseen.objects.filter(triangle=triangle, organisation=organisation).values().get()


def overseer_of(triangle):
    """Return a new user with the overview of every organisation in a triangle, refreshed."""
    user = UserFactory()
    for organisation in Organisation.objects.filter(seats__triangle=triangle).distinct():
        Overseer.objects.create(user=user, organisation=organisation)
    refresh(triangle.pk)
    return user
