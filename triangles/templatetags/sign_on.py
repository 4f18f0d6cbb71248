"""What stands on pages about coming in: the button of the organisation, where that is set up, and keys to type over."""

from django import template
from django.conf import settings

register = template.Library()


@register.filter
def in_fours(key):
    """Return a long key in groups of four, to type over without losing the place."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


@register.simple_tag
def only_organisation():
    """Return the name of the service when it is the only way in; there are no passwords then. Else ''."""
    return settings.OIDC_NAME if settings.OIDC_ONLY else ""


@register.inclusion_tag("account/sign_on.html", takes_context=True)
def sign_on(context):
    request = context["request"]
    return {
        "name": settings.OIDC_NAME,
        "is_only": settings.OIDC_ONLY,
        "next": request.GET.get("next", ""),
        "csrf_token": context.get("csrf_token"),
    }
