"""Two conversations of one triangle: that of last time, vastgesteld without the work of its PDF, and that of now."""

import pytest
from django.utils import timezone

from conversations.models import Conversation, Phase, Report
from conversations.report import build_content
from tests.held import hold, read_case


def freeze(conversation, version=1):
    """Keep the report of a conversation as vastgesteld and bring it to the follow-up."""
    Conversation.objects.filter(pk=conversation.pk).update(phase=Phase.OPVOLGING)
    return Report.objects.create(
        conversation=conversation,
        version=version,
        state=Report.State.VASTGESTELD,
        content=build_content(conversation),
        reason="" if version == 1 else "Een naam klopte niet.",
        pdf=b"%PDF",
        pdf_sha256="0" * 64,
        established_at=timezone.now(),
    )


@pytest.fixture
def before():
    """Held on 11 September 2025 by four people."""
    return hold(read_case("kustregister-vorige-keer"))


@pytest.fixture
def now(before):
    """Held on 12 March 2026 by the same four people and one more."""
    made = hold(read_case("kustregister"))
    Conversation.objects.filter(pk=made.pk).update(triangle=before.triangle)
    return Conversation.objects.select_related("triangle").get(pk=made.pk)
