"""What the table says and agrees: insights, agreements, parked content, and how it goes on."""

from django.utils import timezone

from conversations.board import held_with
from conversations.forms.meeting import (
    AgreementForm,
    FollowUpForm,
    InsightForm,
    MemberForm,
    ParkedForm,
    TopicForm,
)
from conversations.models import Agreement, AgreementStep, FollowUp, Insight, ParkedTopic, TopicSource
from conversations.saving import register
from triangles.models import AgendaTopic, TeamMember

from .kinds import FormKind, added_row, principle_of, row_of


@register("inzicht")
class InsightKind(FormKind):
    """'inzicht:vertrouwen' is the first on that principle; a file may hold more, those have their number behind it."""

    form_class = InsightForm
    title = "Wat er is gezegd"
    is_shared = has_history = True

    def subject_of(self, row):
        text = row.principle.texts.order_by("-number").first()
        return text.name if text else ""

    def find(self, conversation, code, key=""):
        principle = principle_of(code)
        rows = conversation.insights.filter(principle=principle)
        if key:
            return row_of(rows, key)
        return rows.first() or Insight(conversation=conversation, principle=principle, version=0)


@register("afspraak")
class AgreementKind(FormKind):
    form_class = AgreementForm
    title = "Afspraak"
    is_shared = is_added = has_history = has_examples = True

    def rows(self, conversation):
        return conversation.agreements.select_related("owner", "principle")

    def find(self, conversation, key):
        new = Agreement(conversation=conversation, version=0)
        return added_row(self, conversation, key, self.rows(conversation), new)

    def form_options(self, row):
        conversation = row.conversation
        seats = conversation.triangle.seats.on(conversation.held_on or timezone.localdate())
        if row.owner_id:
            seats = seats | conversation.triangle.seats.filter(pk=row.owner_id)
        names = {text["principle__code"]: text["name"] for text in held_with(conversation)}
        return {"instance": row, "seats": seats, "names": names}

    def put(self, row, form, user):
        is_first = row.pk is None
        for corner in ("opdrachtgever", "opdrachtnemer", "eigenaar"):
            setattr(row, f"of_{corner}", corner in form.cleaned_data["corners"])
        if row.owner:
            row.owner_name = row.owner.person
        elif "owner" in form.changed_data:
            row.owner_name = ""
        if row.most_important:
            for other in row.conversation.agreements.filter(most_important=True).exclude(pk=row.pk):
                other.most_important, other.version = False, other.version + 1
                other.save(update_fields=["most_important", "version"])
        form.save()
        if is_first:
            AgreementStep.objects.create(
                agreement=row, conversation=row.conversation, what=AgreementStep.What.GEMAAKT, by_user=user
            )

    def remove(self, row):
        row.delete()


@register("geparkeerd")
class ParkedKind(FormKind):
    form_class = ParkedForm
    title = "Geparkeerd onderwerp"
    is_shared = is_added = has_history = True

    def rows(self, conversation):
        return conversation.parked.all()

    def find(self, conversation, key):
        new = ParkedTopic(conversation=conversation, version=0)
        return added_row(self, conversation, key, self.rows(conversation), new)

    def remove(self, row):
        row.delete()


@register("vervolg")
class FollowUpKind(FormKind):
    form_class = FollowUpForm
    title = "Hoe het verdergaat"
    is_shared = has_history = True

    def find(self, conversation):
        return follow_up_of(conversation) or FollowUp(conversation=conversation, version=0)


class OfFollowUp(FormKind):
    """A row of the triangle that is made in this conversation and stands in its follow-up."""

    is_shared = is_added = has_history = True
    model = None
    name = ""  # of the relation from the follow-up

    def rows(self, conversation):
        return self.model.objects.filter(followup__conversation=conversation)

    def find(self, conversation, key):
        new = self.model(triangle=conversation.triangle, version=0)
        row = added_row(self, conversation, key, self.rows(conversation), new)
        row.conversation = conversation
        return row

    def put(self, row, form, user):
        form.save()
        follow_up, _ = FollowUp.objects.get_or_create(conversation=row.conversation, defaults={"version": 0})
        getattr(follow_up, self.name).add(row)

    def remove(self, row):
        """Take it off this follow-up; what no other conversation speaks of goes altogether."""
        getattr(row.conversation.follow_up, self.name).remove(row)
        if not self.is_spoken_of(row):
            row.delete()

    def is_spoken_of(self, row):
        return row.followup_set.exists()


@register("onderwerp")
class TopicKind(OfFollowUp):
    form_class, model, name = TopicForm, AgendaTopic, "topics"
    title = "Onderwerp op de gezamenlijke agenda"

    def is_spoken_of(self, row):
        return super().is_spoken_of(row) or row.placed.exists() or TopicSource.objects.filter(topic=row).exists()


@register("teamlid")
class MemberKind(OfFollowUp):
    form_class, model, name = MemberForm, TeamMember, "team"
    title = "Lid van het accountteam"


def follow_up_of(conversation):
    """Return the follow-up of a conversation, or None."""
    return FollowUp.objects.filter(conversation=conversation).first()
