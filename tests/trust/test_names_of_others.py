"""PRIV-05: a name is taken out where it is of who was erased, and nowhere else."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from conversations.erasing import names
from conversations.erasing_accounts import erase_account
from tests.factories import UserFactory
from triangles.models import User

pytestmark = pytest.mark.django_db


def test_priv_05_erasing_an_account_leaves_what_the_beheer_wrote_of_others():
    other, gone = UserFactory(name="Marianne"), UserFactory(name="An")
    of_user = ContentType.objects.get_for_model(User)
    for one in (other, gone):
        LogEntry.objects.create(
            user=other, content_type=of_user, object_id=str(one.pk), object_repr=one.name, action_flag=2
        )
    erase_account(gone)
    assert list(LogEntry.objects.order_by("pk").values_list("object_repr", flat=True)) == ["Marianne", "gewist"]


@pytest.mark.parametrize(("text", "is_named"), [("in januari", False), ("eerst\nJan, dan", True), ("jan", True)])
def test_priv_05_a_name_is_found_as_a_word_and_not_inside_another(text, is_named):
    assert names({"text": [text]}, "Jan") is is_named
