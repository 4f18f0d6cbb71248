"""Reading an answer as a person does: its words, and the errors at its fields."""

import re
from html import unescape


def text_of(answer):
    """Return the words on a page, without tags, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def errors_of(answer):
    """Return {name of a field: its errors} of the form on the page; what is about all of it stands under '__all__'."""
    return {name: [str(error) for error in errors] for name, errors in answer.context["form"].errors.items()}
