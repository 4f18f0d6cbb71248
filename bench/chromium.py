"""Debian's Chromium for measuring: told to stay at home, as in the tests."""

import os
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import sync_playwright

PROGRAM = "/usr/bin/chromium"
QUIET = ("gpu", "quic", "background-networking", "component-update", "sync")
FLAGS = ["--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in QUIET)]


@contextmanager
def playing():
    """Yield a Chromium that Playwright steers."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def cookies(address, cookie):
    """Return what Playwright puts in a browser for `cookie` ("name=value", or "" for none) of the site of `address`."""
    name, _, value = cookie.partition("=")
    return [{"name": name, "value": value, "url": urljoin(address, "/")}] if name else []


@contextmanager
def with_cookie(folder, address, cookie):
    """Run a Chromium of its own with `cookie` for `address`; yields the port at which a program steers it."""
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as profile:
        command = [PROGRAM, "--headless=new", *FLAGS, "--remote-debugging-port=0", f"--user-data-dir={profile}"]
        own = os.environ | {"TMPDIR": profile}  # what it leaves behind goes with its profile
        process = subprocess.Popen([*command, "about:blank"], stderr=subprocess.DEVNULL, env=own)
        try:
            port = wait_for_port(Path(profile) / "DevToolsActivePort")
            with sync_playwright() as playwright:
                there = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
                if cookie:
                    there.contexts[0].add_cookies(cookies(address, cookie))
                there.close()
            yield port
        finally:
            process.terminate()
            process.wait(10)


def wait_for_port(file):
    """Wait at most half a minute until Chromium wrote at which port it listens; return that."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if file.exists() and (lines := file.read_text().splitlines()):
            return int(lines[0])
        time.sleep(0.05)
    raise TimeoutError("Chromium begint niet.")
