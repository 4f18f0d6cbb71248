"""What the commands about a person share: finding one by a mail address, and the two accounts that decide."""

from django.core.management.base import CommandError
from django.db.models import Q

from conversations.personal.people import with_address
from triangles.models import User


def find_person(mail, name):
    """Return the Person with this address. Raises CommandError when nothing is known, or more people have it."""
    person = with_address(mail.strip(), name.strip())
    if not mail.strip() or not person.is_known:
        raise CommandError(f"Van {mail} is niets bekend." if not name else f"Van {name} met {mail} is niets bekend.")
    if len(person.names) > 1:
        raise CommandError(f"Dit adres is van meer mensen: {', '.join(person.names)}. Kies er een met --name.")
    return person


def find_two(approved, confirmed, person):
    """Return the two accounts that decide. Raises CommandError unless they are two beheerders, and not the person."""
    two = [find_beheerder(login) for login in (approved, confirmed)]
    if two[0].pk == two[1].pk:
        raise CommandError("Akkoord en bevestiging moeten van twee verschillende mensen komen.")
    if person.user and person.user.pk in {one.pk for one in two}:
        raise CommandError("Wie gewist wordt, beslist daar niet zelf over.")
    return two


def find_beheerder(login):
    """Return the active account of a functioneel beheerder with this name or mail address. Raises CommandError."""
    named = Q(username=login) | Q(email__iexact=login)
    user = User.objects.filter(named, is_active=True, is_staff=True).first()
    if user is None:
        raise CommandError(f"{login} is geen account van een functioneel beheerder.")
    return user
