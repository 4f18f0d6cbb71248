"""The pool of the demo: who can be asked, who keeps it, one no and one question that waits."""

from triangles.models import FacilitatorProfile, PoolManager, User

from .guiding import answer, ask

PEOPLE = {  # username: (name, organisation, about, available)
    "ineke": ("Ineke Vos", "Rijksinkoop Advies", "Begeleidt tafels met meer opdrachtgevers. Noord en oost.", True),
    "samir": ("Samir Haddad", "Poule procesbegeleiders", "Oud-directeur van een uitvoerder. Werkt met stiltes.", True),
    "lotte": ("Lotte Dijkgraaf", "Waterschap De Schans", "Verbonden partijen en gemeenten.", False),
}
KEEPER = ("wil", "Wil de Boer")
NO = {"answer": "nee", "line": "Die week ben ik met verlof.", "is_involved": True}


def fill_pool(planned, by, facilitator, open_account):
    """Put people in the pool and ask two of them for `planned`: one says no, and `facilitator` did not answer yet.

    `open_account` makes a user from (username, name, address).
    """
    facilitator.facilitator.about = "Stelt korte vragen en laat het antwoord aan tafel."
    facilitator.facilitator.save(update_fields=["about"])
    for username, (name, organisation, about, available) in PEOPLE.items():
        user = open_account(username, name, f"{username}@voorbeeld.example")
        FacilitatorProfile.objects.create(user=user, organisation=organisation, about=about, is_available=available)
    PoolManager.objects.create(user=open_account(*KEEPER, f"{KEEPER[0]}@voorbeeld.example"))
    answer(ask(planned, User.objects.get(username="ineke"), by), NO)
    ask(planned, facilitator, by)
