"""A visitor of the served product as its proxy passes one on: over https, with the cookies that were given."""

import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from tests.trust.observatory import Seen

HOST = "localhost"


class Visitor:
    def __init__(self, address, scheme="https"):
        self.server, self.scheme, self.cookies = urlsplit(address).netloc, scheme, SimpleCookie()

    def ask(self, method, path, form=None, **headers):
        """Return (answer, body as text); a form goes with its token."""
        sent = {"Host": HOST, "X-Forwarded-Proto": self.scheme, "Referer": f"{self.scheme}://{HOST}{path}", **headers}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{one.key}={one.value}" for one in self.cookies.values())
        if form is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(self.server, timeout=30)
        connection.request(method, path, urlencode(form) if form is not None else None, sent)
        answer = connection.getresponse()
        body = answer.read().decode("utf-8", "replace")
        connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.load(line)
        return answer, body

    def press(self, path):
        """Open a page and press the one button on it; return the answer."""
        _, page = self.ask("GET", path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        return self.ask("POST", path, {"csrfmiddlewaretoken": token})[0]

    def see(self, path):
        """Return what the Observatory looks at on a page."""
        answer, page = self.ask("GET", path)
        assert answer.status == 200
        plain, _ = Visitor(f"http://{self.server}", "http").ask("GET", path)
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Seen(headers, list(self.cookies.values()), page, plain.headers.get("Location", ""))
