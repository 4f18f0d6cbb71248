"""How a facilitator is part of the content of a triangle, in words: advice to who chooses, never a block."""

from triangles.models import FacilitatorProfile


def read_ties(triangle, people):
    """Return {key of the user: ['adviseert de eigenaar', …]} for `people`, triples (key, name, address); three queries.

    Whoever stands outside the content has an empty list.
    """
    found = {key: [] for key, _, _ in people}
    if not found:
        return found
    for user, corner in triangle.memberships.filter(user__in=found).values_list("user", "corner"):
        found[user].append(f"adviseert de {corner}" if corner else "adviseert deze driehoek")
    seats = list(triangle.seats.order_by("pk").values_list("person", "email", "corner"))
    for key, name, email in people:
        seat = next((seat for seat in seats if is_of(seat, name, email)), None)
        if seat:
            found[key].append(f"heeft een plaats als {seat[2]}")
    involved = FacilitatorProfile.objects.filter(involved_in=triangle, user__in=found).order_by()
    for user in involved.values_list("user", flat=True):
        found[user].append("is inhoudelijk betrokken bij deze driehoek")
    return found


def is_of(seat, name, email):
    """Whether a seat (person, address, corner) is of somebody with this name or this address."""
    person, address, _ = seat
    return person.lower() == name.lower() or (bool(email) and address.lower() == email.lower())
