"""Whatever people write, nothing of it runs."""

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.service_worker]

CALL = "window.pwned=1"
PAYLOADS = [
    f"<script>{CALL}</script>",
    f"<ScRiPt>{CALL}</sCrIpT>",
    f"<script/x>{CALL}</script>",
    f"<script src=data:text/javascript,{CALL}></script>",
    f'"><script>{CALL}</script>',
    f"'><script>{CALL}</script>",
    f"</textarea><script>{CALL}</script>",
    f"</title><script>{CALL}</script>",
    f"</template><script>{CALL}</script>",
    f"<!--><script>{CALL}</script>-->",
    f"<img src=x onerror={CALL}>",
    f"<img src=x onerror='{CALL}'//",
    f"<IMG SRC=x OnErRoR={CALL}>",
    f"<img/src=x/onerror={CALL}>",
    f"<img src='x' onerror=\"{CALL}\">",
    f'"><img src=x onerror={CALL}>',
    f"'\"><img src=x onerror={CALL}>",
    f"<svg onload={CALL}>",
    f"<svg/onload={CALL}>",
    f"<svg><script>{CALL}</script></svg>",
    f"<svg><animate onbegin={CALL} attributeName=x dur=1s>",
    f"<svg><a xlink:href='javascript:{CALL}'><text y=20>x</text></a></svg>",
    f"<math><mi xlink:href='javascript:{CALL}'>x</mi></math>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={CALL}>",
    f"<body onload={CALL}>",
    f"<iframe src='javascript:{CALL}'></iframe>",
    f"<iframe srcdoc='<script>parent.{CALL}</script>'></iframe>",
    f"<object data='javascript:{CALL}'></object>",
    f"<embed src='javascript:{CALL}'>",
    f"<video><source onerror={CALL}></video>",
    f"<audio src=x onerror={CALL}></audio>",
    f"<details open ontoggle={CALL}>x</details>",
    f"<input autofocus onfocus={CALL}>",
    f"<select autofocus onfocus={CALL}></select>",
    f"<textarea autofocus onfocus={CALL}></textarea>",
    f"<marquee onstart={CALL}>x</marquee>",
    f"<form action='javascript:{CALL}'><button>x</button></form>",
    f"<button formaction='javascript:{CALL}'>x</button>",
    f"<a href='javascript:{CALL}'>x</a>",
    f"<a href=' javascript:{CALL}'>x</a>",
    f"<a href='java\tscript:{CALL}'>x</a>",
    f"<base href='javascript:{CALL}//'>",
    f"<meta http-equiv=refresh content='0;url=javascript:{CALL}'>",
    f"<link rel=stylesheet href='javascript:{CALL}'>",
    f"<style>@import 'javascript:{CALL}';</style>",
    f'<div style="background:url(javascript:{CALL})">x</div>',
    f'<div style="width:expression({CALL})">x</div>',
    f"<xss onpointerover={CALL} style=position:fixed;inset:0>x</xss>",
    f"<dialog open onclose={CALL}></dialog>",
    f"<style onload={CALL}></style>",
    f"[x](javascript:{CALL})",
    f"[x](JaVaScRiPt:{CALL})",
    f"[x](javascript&colon;{CALL})",
    f"[x](data:text/html,<script>{CALL}</script>)",
    f"[x](vbscript:{CALL})",
    f"![x](javascript:{CALL})",
    f'![x](x "onerror={CALL}")',
    f"<javascript:{CALL}>",
    f"[x]: javascript:{CALL}\n\n[x]",
    f"`<img src=x onerror={CALL}>`",
    f'```html"onmouseover={CALL}\n<img src=x onerror={CALL}>\n```',
    f"> <img src=x onerror={CALL}>",
    f"- <svg onload={CALL}>",
    'https://example.org/"onmouseover="' + CALL,
    f"%3Cscript%3E{CALL}%3C/script%3E",
    f"&lt;script&gt;{CALL}&lt;/script&gt;",
    f"\u003cimg src=x onerror={CALL}\u003e",
    f'<noscript><p title="</noscript><img src=x onerror={CALL}>">',
    f"{{{{constructor.constructor('{CALL}')()}}}}",
    f"${{{CALL}}}",
]
PROBE = "() => window.pwned ?? null"


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) >= 60


def test_a_message_runs_nothing(alice: Person, bob: Person) -> None:
    for payload in PAYLOADS:
        alice.caller.post("/rooms/1/messages", json={"content": payload}).raise_for_status()
    alice.say("the end")
    for person in (alice, bob):
        person.sees("the end")
        touch_everything(person)
        assert person.page.evaluate(PROBE) is None
    assert not alice.page.evaluate(
        """() => [...document.querySelectorAll(".messages *")].filter((node) =>
            [...node.attributes].some(({ name }) => name.startsWith("on") || name === "style")
            || /^(script|iframe|object|embed|style|form|base|meta|link)$/i.test(node.localName)
            || /^\\s*(javascript|data|vbscript):/i.test(node.getAttribute("href") ?? ""))
        .map((node) => node.outerHTML)"""
    )


def test_what_is_typed_here_runs_nothing_before_the_server_answers(alice: Person) -> None:
    alice.disconnect()
    for payload in PAYLOADS[:12]:
        alice.say(payload)
    expect(alice.page.locator("[data-state=sending]")).to_have_count(12)
    assert alice.page.evaluate(PROBE) is None
    assert alice.page.locator("[data-state=sending] .message-text *").count() == 0


def test_names_and_descriptions_run_nothing(alice: Person, bob: Person) -> None:
    short = [payload for payload in PAYLOADS if len(payload) <= 60 and "\n" not in payload and "\t" not in payload]
    for number, payload in enumerate(PAYLOADS):
        name = payload if payload in short else f"Room {number}"
        alice.caller.post("/rooms", json={"name": name, "description": payload})
    for payload in short[:40]:
        bob.caller.put("/auth/profile", json={"name": payload})
    bob.say("what a name")
    alice.open("/")
    alice.sees("what a name")
    alice.page.get_by_role("button", name="Browse all rooms").click()
    expect(alice.dialog.locator(".browse-row").nth(40)).to_be_attached()
    touch_everything(alice)
    assert alice.page.evaluate(PROBE) is None


def test_feedback_and_profile_fields_run_nothing(alice: Person) -> None:
    alice.page.locator(".brand-button").click()
    alice.page.get_by_role("button", name="Feedback").click()
    alice.dialog.get_by_label("Your message").fill("\n".join(PAYLOADS)[:4_000])
    alice.confirm("Send feedback")
    expect(alice.dialog).to_contain_text("Thank you.")
    assert alice.page.evaluate(PROBE) is None


def touch_everything(person: Person) -> None:
    """Point at and focus whatever people wrote."""
    person.page.evaluate(
        """() => {
            for (const node of document.querySelectorAll(".message *, .room *, .browse-row *, .member *")) {
                for (const type of ["mouseover", "mouseenter", "pointerover", "focus"]) {
                    node.dispatchEvent(new Event(type, { bubbles: true }));
                }
            }
        }"""
    )
