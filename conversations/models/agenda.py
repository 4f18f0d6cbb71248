"""From which conversation a topic of the joint agenda comes, when it was not raised in its follow-up."""

from django.db import models

from triangles.models import AgendaTopic

from .meeting import ParkedTopic


class TopicSource(models.Model):
    """What was parked in a conversation and put on the joint agenda later; one parked subject goes there once."""

    topic = models.OneToOneField(AgendaTopic, models.CASCADE, related_name="source", verbose_name="onderwerp")
    conversation = models.ForeignKey(
        "Conversation", models.CASCADE, related_name="topic_sources", verbose_name="uit het gesprek"
    )
    parked = models.OneToOneField(
        ParkedTopic, models.SET_NULL, null=True, blank=True, related_name="source", verbose_name="geparkeerd als"
    )

    class Meta:
        verbose_name = "herkomst van een onderwerp"
        verbose_name_plural = "herkomst van onderwerpen"

    def __str__(self):
        return f"{self.topic}, uit gesprek {self.conversation_id}"
