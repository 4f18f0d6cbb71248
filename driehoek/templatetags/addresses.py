"""The tag `url` as Django knows it, that finds an address of numbers only once: a page has up to fifty of them.

An address with anything else in it, such as the key of a personal link, is kept nowhere.
"""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template import defaulttags
from django.urls import get_script_prefix, reverse
from django.utils.html import escape

register = template.Library()


class KeptAddress(defaulttags.URLNode):
    def render(self, context):
        keys = [key.resolve(context) for key in self.args]
        if self.asvar or self.kwargs or not all(type(key) is int for key in keys):
            return super().render(context)
        return address(settings.ROOT_URLCONF, get_script_prefix(), self.view_name.resolve(context), *keys)


@register.tag
def url(parser, token):
    """Write the address of a page by the name of its route, as Django's own tag does."""
    node = defaulttags.url(parser, token)
    return KeptAddress(node.view_name, node.args, node.kwargs, node.asvar)


@lru_cache(maxsize=10_000)
def address(routes, prefix, name, *keys):
    """Return the address of the route `name` with numbers as its keys; `routes` and `prefix` are where that holds."""
    return escape(reverse(name, args=keys))
