"""What may not stand in a log, whichever library writes the line."""

import logging
import re

TOKEN = re.compile(r"(/link/|/agenda/)[^\s/\"']+")


class WithoutTokens(logging.Filter):
    """Take the token out of the address of a personal link or a calendar; the line itself stays."""

    def filter(self, record):
        text = record.getMessage()
        if TOKEN.search(text):
            record.msg, record.args = TOKEN.sub(r"\1…", text), None
        return True
