"""Reading in what the table wrote down: insights, what was parked, the follow-up and the agreements."""

from conversations.models import Agreement, AgreementStep, FollowUp, Insight, ParkedTopic
from triangles.models import Corner

from .schema import day
from .seating import join_team, put_on_agenda

FOLLOW_UP_LINES = ("contact_now", "contact_wanted", "account_team_rhythm", "note")


def write_outcome(found, conversation, seating, subjects):
    Insight.objects.bulk_create(
        Insight(
            conversation=conversation,
            principle=subjects.principles[row["principle"]],
            text=row["text"],
            applied=row.get("applied", ""),
            shared_view=row.get("shared_view", ""),
        )
        for row in found.get("insights", [])
    )
    ParkedTopic.objects.bulk_create(
        ParkedTopic(conversation=conversation, text=text) for text in found.get("parked", [])
    )
    if "follow_up" in found:
        write_follow_up(found["follow_up"], conversation, seating)
    agreements = [agreement(row, conversation, seating, subjects) for row in found.get("agreements", [])]
    Agreement.objects.bulk_create(agreements)
    AgreementStep.objects.bulk_create(
        AgreementStep(agreement=made, conversation=conversation, what=AgreementStep.What.GEMAAKT) for made in agreements
    )


def write_follow_up(found, conversation, seating):
    """Write the follow-up; its topics and members are linked one by one in their order, which `set` does not keep."""
    follow_up = FollowUp.objects.create(
        conversation=conversation,
        next_on=day(found.get("next_on")),
        account_team=found.get("account_team", False),
        **{name: found.get(name, "") for name in FOLLOW_UP_LINES},
    )
    topics = put_on_agenda(seating, found.get("agenda", []), ("conversation", "follow_up", "agenda"))
    members = join_team(seating, found.get("account_team_members", []))
    on_agenda, in_team = FollowUp.topics.through, FollowUp.team.through
    on_agenda.objects.bulk_create(on_agenda(followup=follow_up, agendatopic=topic) for topic in topics)
    in_team.objects.bulk_create(in_team(followup=follow_up, teammember=member) for member in members)


def agreement(row, conversation, seating, subjects):
    owner = seating.seats.get(row.get("owner"))
    return Agreement(
        conversation=conversation,
        kind=row["kind"],
        text=row["text"],
        owner=owner,
        owner_name=owner.person if owner else "",
        due_on=day(row.get("due")),
        principle=subjects.principles.get(row.get("principle")),
        sign=row.get("sign", ""),
        most_important=row.get("most_important", False),
        status=row.get("status", Agreement.Status.OPEN),
        **{f"of_{corner}": corner in row["corners"] for corner in Corner.values},
    )
