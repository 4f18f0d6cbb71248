"""The tag that links the style sheets with which a page begins."""

from django import template
from django.utils.html import format_html_join

from driehoek.collecting import addresses

register = template.Library()


@register.simple_tag
def sheets(kind):
    """Link the style sheets of `kind`, 'staff' or 'participant'."""
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((address,) for address in addresses(kind)))
