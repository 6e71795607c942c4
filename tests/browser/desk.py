"""A place where people use a browser, one after the other."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

VIOLATIONS = """
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile, lineNumber }) =>
  console.error(`CSP ${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}`));
"""
# All that a site may leave in a browser, except its cached files: those make the next page load twice as fast.
TRACES = "cookies,local_storage,indexeddb,cache_storage,service_workers"


class Desk:
    """A browser context that forgets who used it.

    It notes what must never happen, for any person: a violation of the content security policy, an uncaught error.
    """

    def __init__(self, browser: Browser, url: str, options: dict[str, Any]):
        self.url = url
        self.complaints: list[str] = []
        self.context: BrowserContext = browser.new_context(**{"base_url": url, **options})
        self.context.add_init_script(VIOLATIONS)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.context.on("console", self._receive)
        self.page: Page = self.context.new_page()

    def _receive(self, message: ConsoleMessage) -> None:
        if message.type == "error" and ("CSP" in message.text or "Content Security Policy" in message.text):
            self.complaints.append(message.text)

    def clear(self) -> None:
        """Take away every trace of who was here."""
        fresh = self.context.new_page()
        for page in self.context.pages:
            if page != fresh:
                page.close()
        self.context.set_offline(False)
        self.context.clear_cookies()
        self.context.clear_permissions()
        session = self.context.new_cdp_session(fresh)
        session.send("Storage.clearDataForOrigin", {"origin": self.url, "storageTypes": TRACES})
        session.detach()
        self.page = fresh
        self.complaints.clear()
