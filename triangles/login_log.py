"""Who came in, who went out and that somebody tried, in the log of the process: numbers and ways, no name, no address.

What was typed is never in it, for people type a password where a name belongs. The server in front knows the network
address of the same moment.
"""

import logging

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as WAYS

logger = logging.getLogger("driehoek.inloggen")


def tell_in(user, request, **rest):
    ways = request.session.get(WAYS, []) if hasattr(request, "session") else []
    logger.info(
        "Ingelogd: account %s, met %s", user.pk, ", ".join(one.get("method", "?") for one in ways) or "onbekend"
    )


def tell_out(user, **rest):
    if user is not None:
        logger.info("Uitgelogd: account %s", user.pk)


def tell_refused(**rest):
    logger.warning("Inloggen geweigerd: naam en wachtwoord horen niet bij elkaar, of het account is afgesloten")
