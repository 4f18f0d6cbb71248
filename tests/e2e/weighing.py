"""How much a page fetches: the browser counts the bytes that came over the network, packed as they were."""

from dataclasses import dataclass

FIRST = 60_000  # all of a first page of a participant, headers included
LATER = 5_000  # the answers of a page after that, without their headers


@dataclass
class Answer:
    """One answer that came over the network: its status, the bytes of its headers, and its bytes with them."""

    address: str
    status: int = 0
    headers: int = 0
    size: int = 0

    @property
    def body(self):
        return self.size - self.headers

    def is_a(self, kind):
        return self.address.endswith(f".{kind}")


class Meter:
    """Counts what one tab fetches over the network."""

    def __init__(self, tab):
        self.tab, self.came, self.was_there = tab, {}, set()
        session = tab.context.new_cdp_session(tab)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self.ask)
        session.on("Network.requestServedFromCache", lambda event: self.was_there.add(event["requestId"]))
        session.on("Network.responseReceived", lambda event: self.begin(event["requestId"], event["response"]))
        session.on("Network.loadingFinished", lambda event: self.finish(event["requestId"], event["encodedDataLength"]))

    def ask(self, event):
        key = event["requestId"]
        if "redirectResponse" in event:
            self.begin(key, event["redirectResponse"])
            self.finish(key, event["redirectResponse"]["encodedDataLength"])
            self.came[f"{key} {len(self.came)}"] = self.came.pop(key)
        self.came[key] = Answer(event["request"]["url"])

    def begin(self, key, response):
        if key in self.came:
            self.came[key].status, self.came[key].headers = response["status"], response["encodedDataLength"]
        if response.get("fromDiskCache"):
            self.was_there.add(key)

    def finish(self, key, size):
        if key in self.came:
            self.came[key].size = size

    def of(self, act):
        """Do what shows a page; return the Answers that came for it."""
        self.came.clear()
        self.was_there.clear()
        act()
        self.tab.wait_for_load_state("networkidle")
        self.tab.evaluate("document.fonts.ready.then(() => true)")
        return [answer for key, answer in self.came.items() if key not in self.was_there]


def what_is_heavy_first(came, allowed=frozenset(), limit=FIRST, weights=2):
    """Say what is wrong with a first page of at most `limit` bytes, with so many weights of the font."""
    size, fonts = sum(answer.size for answer in came), [answer for answer in came if answer.is_a("woff2")]
    return [
        *([f"{size} bytes"] if size > limit else []),
        *([f"{len(fonts)} fonts: {', '.join(font.address for font in fonts)}"] if len(fonts) > weights else []),
        *(name for name in scripts_of(came) if name not in allowed),
    ]


def what_is_heavy_later(came, allowed=frozenset(), status=200, limit=LATER):
    """Say what is wrong with a page after that: one answer, after a redirect or not, and a script that it may have."""
    came = [answer for answer in came if "/stand/" not in answer.address]  # a question of the page itself
    size, pages = sum(answer.body for answer in came), [answer for answer in came if not answer.is_a("js")]
    return [
        *([f"{size} bytes"] if size > limit else []),
        *(answer.address for answer in pages[:-1] if answer.status != 302),
        *([] if pages[-1].status == status else [f"status {pages[-1].status}"]),
        *(name for name in scripts_of(came) if name not in allowed),
    ]


def scripts_of(came):
    return [answer.address.rpartition("/")[2].partition(".")[0] for answer in came if answer.is_a("js")]
