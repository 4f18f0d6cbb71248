"""The pictures of the help, and of a rehearsal that says which step it is at; see pictured.py."""

from pictured import Picture


def of_a_rehearsal():
    """Begin three rehearsals: to prepare, to lead and to look as a participant. Return the Pictures, the help first."""
    from conversations.links import Purpose, give_link
    from conversations.rehearsal import start_rehearsal
    from tests.factories import UserFactory

    users = [UserFactory(username=name, name="Joris de Wit") for name in ("oefent", "oefent-leiden", "oefent-kijken")]
    prepared, led, looked = (start_rehearsal(user)[0] for user in users)
    led.close_preparation(led.facilitator)
    led.begin(led.facilitator)
    at = f"/gesprekken/{prepared.pk}/"
    link = give_link(looked.participants.get(corner="eigenaar"), Purpose.DEELNEMEN)
    return [
        Picture("uitleg", "noor", "/account/agenda/#uitleg"),  # short: a page that scrolls shows its skip link
        Picture("oefening", "oefent", at),
        Picture("oefening-deelnemers", "oefent", f"{at}deelnemers/"),
        Picture("oefening-deelnemer", link, f"/deelnemen/{link.participant_id}/"),
        Picture("oefening-leiden", "oefent-leiden", f"/gesprekken/{led.pk}/leiden/?deel=vertrouwen"),
    ]
