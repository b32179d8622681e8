"""Chromium for tests of pages, driven through chromedriver's HTTP interface (W3C WebDriver).

`chromium()` yields a browser, or skips the test with the reason where there is none.
"""

import json
import os
import re
import shutil
import subprocess
import urllib.request
from base64 import b64decode
from contextlib import contextmanager

import pytest

DRIVERS = ("chromedriver", "/usr/lib/chromium/chromedriver", "/usr/bin/chromedriver")
BROWSERS = ("chromium", "/usr/bin/chromium", "google-chrome")
SECONDS = 60


class Browser:
    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}/session"
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                 "--window-size=1280,900", "--hide-scrollbars"]
        options = {"args": flags, "binary": _first(BROWSERS)}
        made = self._ask("POST", "", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}}})
        self.address += "/" + made["sessionId"]

    def _ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(self.address + path, data, {"Content-Type": "application/json"},
                                       method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(asked, timeout=SECONDS) as answer:
            return json.load(answer)["value"]

    def open(self, path):
        self._ask("POST", "/url", {"url": path})

    def run(self, script):
        """The value that the script returns."""
        return self._ask("POST", "/execute/sync", {"script": script, "args": []})

    def click(self, selector):
        found = self._ask("POST", "/element", {"using": "css selector", "value": selector})
        self._ask("POST", f"/element/{next(iter(found.values()))}/click", {})

    def press(self, selector, keys):
        found = self._ask("POST", "/element", {"using": "css selector", "value": selector})
        self._ask("POST", f"/element/{next(iter(found.values()))}/value", {"text": keys})

    def complaints(self):
        """Errors that the console shows."""
        return [e["message"] for e in self._ask("POST", "/se/log", {"type": "browser"}) if e["level"] == "SEVERE"]

    def picture(self):
        """The window as PNG."""
        return b64decode(self._ask("GET", "/screenshot"))

    def close(self):
        self._ask("DELETE", "")


def _first(names):
    return next(filter(None, map(shutil.which, names)), None)


@contextmanager
def chromium():
    driver = _first(DRIVERS)
    if driver is None or _first(BROWSERS) is None:
        pytest.skip("there is no Chromium with chromedriver here")
    process = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               env={k: v for k, v in os.environ.items() if "proxy" not in k.lower()})
    try:
        for line in process.stdout:
            if found := re.search(r"started successfully on port (\d+)", line):
                break
        browser = Browser(found[1])
        try:
            yield browser
        finally:
            browser.close()
    finally:
        process.terminate()
        process.wait(SECONDS)
