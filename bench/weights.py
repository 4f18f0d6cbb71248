"""What the pages weigh in a real browser, how long a slow phone waits, and what jumps; prints one JSON object.

`python -m bench.weights`. Everything counts as it came over the network: packed, headers included. A first page comes
in a browser that has nothing yet; a repeated one in the same browser, right after. Of some pages the heaviest counts.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from bench import chromium, still
from bench.ground import environment_for, run
from bench.web import serving

PHONE, LAPTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
PARTICIPANT = ("link", "participant", "answer")
STAFF = ("home", "conversation", "planning", "report")
MEETING = "meeting"
PAGES = (*PARTICIPANT, *STAFF, MEETING)
ROUNDS = 5
THREADS = ("--threads", "8")
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}  # slow 4G
SLOWDOWN = 4  # of the processor
WATCH = """
window.seen = { shift: 0, paint: 0, moved: [] };
const name = (one) => one.node?.nodeName + "." + (one.node?.className ?? "");
new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  window.seen.shift += entry.value;
  window.seen.moved.push(...entry.sources.map(name));
})).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  window.seen.paint = entry.startTime;
})).observe({ type: "largest-contentful-paint", buffered: true });
"""


class Tab:
    """A tab of a browser that has nothing yet, which counts what comes over the network."""

    def __init__(self, browser, page, is_slow=False):
        self.context = browser.new_context(viewport=PHONE if page["phone"] or is_slow else LAPTOP, locale="nl-NL")
        self.context.add_cookies(chromium.cookies(page["address"], page["cookie"]))
        self.context.add_init_script(WATCH)
        self.tab, self.address, self.came, self.asked = self.context.new_page(), page["address"], {}, {}
        self.line = self.context.new_cdp_session(self.tab)
        self.line.send("Network.enable")
        if is_slow:
            self.line.send("Network.emulateNetworkConditions", SLOW)
            self.line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        self.line.on("Network.requestWillBeSent", self.ask)
        self.line.on(
            "Network.loadingFinished", lambda event: self.finish(event["requestId"], event["encodedDataLength"])
        )

    def ask(self, event):
        self.asked[event["requestId"]] = event["request"]["url"]

    def finish(self, key, size):
        if size and not is_of_itself(self.asked[key]):  # what lies in the cache has no bytes
            self.came[key] = size

    def open(self):
        """Open the page, and wait until all came; return (bytes, requests, bytes of scripts)."""
        self.came.clear()
        answer = self.tab.goto(self.address)
        if answer.status != 200 or self.tab.url != self.address:
            raise RuntimeError(f"{self.address} antwoordt {answer.status} op {self.tab.url}")
        self.tab.wait_for_load_state("networkidle")
        self.tab.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame)).then(() => true)")
        scripts = sum(size for key, size in self.came.items() if self.asked[key].endswith(".js"))
        return sum(self.came.values()), len(self.came), scripts

    def seen(self):
        """Return {"shift": how far all jumped, "paint": ms until the largest was there, "moved": what jumped}."""
        return self.tab.evaluate("window.seen")


def is_of_itself(address):
    """Tell whether a page asks this for itself once it is there: whether there is news, and its key."""
    return any(part in address for part in ("/stand/", "/sleutel/"))


def weigh(browser, page):
    """Return what `page` weighs, first and repeated, and how far it jumps, here and on a slow phone."""
    quick = Tab(browser, page)
    first, repeat, shift = quick.open(), quick.open(), quick.seen()["shift"]
    slow = Tab(browser, page, is_slow=True)
    slow.open()
    jumped = slow.seen()
    for one in (quick, slow):
        one.context.close()
    return {"first": first, "repeat": repeat, "shift": max(shift, jumped["shift"]), "moved": jumped["moved"]}


def paint(browser, page):
    """Return after how many ms the largest text of a first page stands on a slow phone."""
    slow = Tab(browser, page, is_slow=True)
    slow.open()
    found = slow.seen()["paint"]
    slow.context.close()
    return found


def compare(browser, page, reference):
    """Return the median of the waiting for `page` divided by that for `reference`, in turns so that both are hit."""
    waits = [(paint(browser, page), paint(browser, reference)) for _ in range(ROUNDS)]
    ours, bare = (statistics.median(column) for column in zip(*waits, strict=True))
    print(f"grootste tekst op een trage telefoon: {ours:.0f} ms, stilstaand {bare:.0f} ms")
    return round(ours / bare, 2)


def measure():
    with tempfile.TemporaryDirectory(prefix="driehoek-gewicht") as folder:
        environment = environment_for(folder)
        pages = run(environment, "bench.visitors")
        with serving("driehoek.wsgi", environment, more=THREADS) as ours, chromium.playing() as browser:
            for name, page in pages.items():
                page["address"] = f"http://127.0.0.1:{ours.port}{page['address']}"
                page["phone"] = name in PARTICIPANT
            found = {name: weigh(browser, pages[name]) for name in PAGES}
            place = Path(folder) / "still"
            place.mkdir()
            still.copy(ours.port, urlsplit(pages["link"]["address"]).path, place)
            with serving("bench.still", environment | {"STILL": str(place)}, more=THREADS) as bare:
                reference = {"address": f"http://127.0.0.1:{bare.port}/", "cookie": "", "phone": True}
                ratio = compare(browser, pages["link"], reference)
    for name, one in found.items():
        print(f"{name:<14}", *(f"{key} {value}" for key, value in one.items()))
    return keys(found) | {"lcp_vs_reference": ratio}


def keys(found):
    """Return the flat object of measures; sizes in thousands of bytes."""

    def most(names, visit, place):
        return max(found[name][visit][place] for name in names)

    def kb(*what):
        return round(most(*what) / 1000, 1)

    return {
        "participant_first_kb": kb(PARTICIPANT, "first", 0),
        "participant_requests": most(PARTICIPANT, "first", 1),
        "staff_first_kb": kb(STAFF, "first", 0),
        "staff_requests": most((*STAFF, MEETING), "first", 1),
        "meeting_first_kb": kb([MEETING], "first", 0),
        "participant_repeat_kb": kb(PARTICIPANT, "repeat", 0),
        "staff_repeat_kb": kb((*STAFF, MEETING), "repeat", 0),
        "home_repeat_kb": kb(["home"], "repeat", 0),
        "meeting_repeat_kb": kb([MEETING], "repeat", 0),
        "repeat_requests": most(PAGES, "repeat", 1),
        "script_kb": kb(PAGES, "first", 2),
        "layout_shift": round(max(one["shift"] for one in found.values()), 3),
    }


if __name__ == "__main__":
    sys.exit(print(json.dumps(measure())))
