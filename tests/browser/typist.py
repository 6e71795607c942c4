"""A person who has a keyboard and nothing else."""

import re
from typing import Self

from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import findings

MANY = 80


class Typist:
    """Someone at a page who reaches things with Tab and presses them with Enter or Space."""

    def __init__(self, page: Page, *, looks_closely: bool):
        self.page = page
        self.looks_closely = looks_closely

    def opens(self, address: str) -> Self:
        """Go to a page and wait until its forms and buttons can be used."""
        self.page.goto(address)
        return self.is_ready()

    def is_ready(self) -> Self:
        """Wait until the components of the page, if it has any, are alive."""
        expect(self.page.locator("body[data-ready], body:not(:has([data-component]))")).to_be_attached()
        return self

    def reaches(self, target: Locator) -> Self:
        """Press Tab until the focus is there."""
        expect(target).to_be_visible()
        for _ in range(MANY):
            if target.evaluate("node => node === document.activeElement"):
                return self
            self.page.keyboard.press("Tab")
        raise AssertionError(f"not to be reached by keyboard: {target}")

    def fills(self, label: str, text: str, *, within: Locator | None = None) -> Self:
        """Type into a field, in place of what is there."""
        self.reaches((within or self.page.locator("main")).get_by_label(label, exact=True))
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)
        return self

    def presses(self, name: str, *, within: Locator | None = None, key: str = "Enter") -> Self:
        """Press a button or a tick box."""
        place = within or self.page.locator("main")
        found = place.get_by_role("button", name=name, exact=True).or_(place.get_by_role("checkbox", name=name))
        self.reaches(found)
        self.page.keyboard.press(key)
        return self

    def follows(self, name: str, *, within: Locator | None = None) -> Self:
        """Follow a link."""
        self.reaches((within or self.page.locator("main")).get_by_role("link", name=name, exact=True))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self.is_ready()

    def enters(self) -> Self:
        """Send the form that the focus is in."""
        self.page.keyboard.press("Enter")
        return self

    def reads(self, text: str) -> Self:
        """Wait for a word of the page's that screen readers say too."""
        spoken = self.page.locator("[role=alert], [role=status], .field-error, :focus")
        expect(spoken.filter(has_text=text).first).to_be_visible()
        return self

    def is_in_the_chat(self) -> Self:
        """Wait until the chat answers: a person who may not take part is sent elsewhere."""
        self.page.wait_for_url(re.compile(r"^http://[^/]+/$"), wait_until="commit")
        return self

    def finds_it_accessible(self) -> Self:
        """Look at the page with axe-core, in both colour schemes; who does not look closely sees nothing."""
        assert not self.looks_closely or findings(self.page) == []
        return self
