"""The help of a page, at its foot. Rendered once per page: it says the same to everybody."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join

from driehoek.help import the_help

register = template.Library()


@register.simple_tag(takes_context=True)
def page_help(context):
    """Write the help of the page that is asked for, nothing when it has none."""
    found = context["request"].resolver_match
    return folded(found.view_name) if found else ""


@cache
def folded(name):
    """Return the help of the route `name` as HTML, or ''. There are as many names as routes."""
    page = the_help().pages().get(name)
    return render_to_string("partials/help.html", {"page": page}) if page else ""


@register.filter
def with_bold(text):
    """Write what stands between double asterisks as strong: the words on buttons."""
    parts = enumerate(text.split("**"))
    return format_html_join(
        "", "{}", ((format_html("<strong>{}</strong>", part) if nr % 2 else part,) for nr, part in parts)
    )
