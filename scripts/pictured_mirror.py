"""The pictures of the mirror question; see pictured.py."""

from pictured import WIDE, Picture


def of_a_mirror():
    """Return what a participant is asked after their score, and what the room sees once it is shown."""
    from conversations.links import Purpose, give_link
    from tests.factories import ScoreFactory
    from tests.meetings import principle
    from tests.mirror.scene import mirrored

    shown = mirrored()
    writer = give_link(shown.people[0], Purpose.DEELNEMEN)
    ScoreFactory(participant=shown.people[0], principle=principle("gelijkwaardigheid"), value=4)
    at, mine = f"/gesprekken/{shown.pk}/", f"/deelnemen/{shown.people[0].pk}/"
    return [
        Picture("deelnemen-anderen", writer, f"{mine}scores/gelijkwaardigheid/anderen/", let_read(writer)),
        Picture("leiden-spiegel", "spiegel", f"{at}leiden/?deel=vertrouwen"),
        Picture("scherm-spiegel", "spiegel", f"{at}scherm/", widths=(WIDE,)),
        Picture("verslag-spiegel", "spiegel", f"{at}verslag/", widths=(WIDE,)),
    ]


def let_read(link):
    """Return what lets the browser that opens `link` see what was saved."""
    return lambda: link.visits.update(reads_back=True)
