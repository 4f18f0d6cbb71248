"""The tags that link the style sheets and the script of a page."""

from django import template
from django.utils.html import format_html, format_html_join

from driehoek.collecting import script_address, sheet_addresses

register = template.Library()


@register.simple_tag
def sheets(kind):
    """Link the style sheets of `kind`, one of `driehoek.collecting.SHEETS`."""
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((one,) for one in sheet_addresses(kind)))


@register.simple_tag
def module(kind):
    """Link the script of `kind`, one of `driehoek.collecting.SCRIPTS`."""
    return format_html('<script type="module" src="{}"></script>', script_address(kind))
