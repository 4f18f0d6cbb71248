"""Walking the steps of planning as an adviser, for tests."""


def address(conversation, tip=""):
    return f"/gesprekken/{conversation.pk}/voorbereiden/{tip}{'/' if tip else ''}"


def save(client, conversation, tip, **values):
    return client.post(address(conversation, tip), values)


def refused(answer, field):
    """Return the Dutch message at a field, of a page that came back with a summary and with a title that says so."""
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<title>Fout: " in page
    assert "dh-summary" in page
    return " ".join(answer.context["form"].errors[field])
