"""The pictures of a table of twelve, with eight opdrachtgevers of whom three are spoken for; see pictured.py."""

from pictured import WIDE, Picture


def of_a_large_table():
    """Return the pages of the room at a large table, of its concept, and of who speaks for others."""
    from django.utils import timezone

    from conversations.links import Purpose, give_link
    from conversations.models import Conversation, Phase
    from tests.large_table import person, twelve, twelve_in_the_room

    meeting, draft = twelve_in_the_room(held_on=timezone.localdate()), twelve(phase=Phase.VERSLAG)
    guide = meeting.facilitator
    guide.username, guide.name = "groot", "Jytte Waalwijk"
    guide.save()
    Conversation.objects.filter(pk=draft.pk).update(facilitator=guide)
    draft.facilitator.facilitator.delete()  # or else somebody without a name stands in the pool
    meeting.showings.filter(principle__code="vertrouwen").delete()  # on that scores can still be given
    speaks = give_link(person(meeting, "og1"), Purpose.DEELNEMEN)
    at, mine = f"/gesprekken/{meeting.pk}/", f"/deelnemen/{speaks.participant_id}/"
    return [
        Picture("groot-welkom", "groot", f"{at}leiden/?deel=welkom"),
        Picture("groot-getoond", "groot", f"{at}leiden/?deel=gelijkwaardigheid"),
        Picture("groot-scores", "groot", f"{at}leiden/scores/"),
        Picture("groot-scherm", "groot", f"{at}scherm/", widths=(WIDE,)),
        Picture("groot-namens", "groot", f"{at}deelnemers/namens/"),
        Picture("groot-verslag", "groot", f"/gesprekken/{draft.pk}/verslag/"),
        Picture("groot-zaal", speaks, f"{mine}zaal/"),
        Picture("groot-deelnemen-namens", speaks, f"{mine}scores/vertrouwen/namens/"),
    ]
