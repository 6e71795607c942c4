"""Two people talk live, on a desktop and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser


@pytest.mark.both_lanes
def test_two_people_talk(alice: Person, bob: Person) -> None:
    alice.say("Hello, is anyone here?")
    bob.sees("Hello, is anyone here?")
    bob.say("I am, on my phone.")
    alice.sees("I am, on my phone.")
    assert alice.texts[-2:] == bob.texts[-2:] == ["Hello, is anyone here?", "I am, on my phone."]


def test_people_come_and_go(alice: Person, enter) -> None:
    carla = enter("Carla")
    row = alice.page.locator(".member").filter(has_text="Carla")
    expect(row).to_have_attribute("data-online", "true")
    carla.page.close()
    expect(row).to_have_attribute("data-online", "false", timeout=20_000)


def test_someone_is_typing(alice: Person, bob: Person) -> None:
    bob.composer.press_sequentially("Let me th")
    typing = alice.page.locator(".typing-line")
    expect(typing).to_have_text("Bob is typing…")
    line, composer = typing.bounding_box(), alice.page.locator(".composer-area").bounding_box()
    assert line
    assert composer
    assert line["y"] + line["height"] <= composer["y"]
    bob.say("Let me think.")
    expect(typing).to_have_text("")


def test_markdown_is_drawn_and_text_stays_text(alice: Person, bob: Person) -> None:
    alice.say("**bold** and `code` and <b>not bold</b>")
    line = bob.message("bold and code")
    expect(line.locator("strong")).to_have_text("bold")
    expect(line.locator("code")).to_have_text("code")
    expect(line.locator("b")).to_have_count(0)


def test_what_was_sent_is_drawn_at_once_and_keeps_its_place(alice: Person) -> None:
    alice.disconnect()
    alice.say("written in a tunnel")
    line = alice.message("written in a tunnel")
    expect(line).to_have_attribute("data-state", "sending")
    line.evaluate("node => { node.dataset.same = 'node' }")
    alice.reconnect()
    expect(line).to_have_attribute("data-state", "stored", timeout=20_000)
    expect(line).to_have_attribute("data-same", "node")


def test_enter_sends_and_shift_enter_breaks(alice: Person, bob: Person) -> None:
    alice.composer.press_sequentially("one")
    alice.page.keyboard.press("Shift+Enter")
    alice.composer.press_sequentially("two")
    alice.page.keyboard.press("Enter")
    bob.sees("one\ntwo")
    assert bob.message("one").last.locator(".message-text").inner_text() == "one\ntwo"
    expect(alice.composer).to_have_value("")


def test_a_phones_enter_breaks_unless_the_person_wants_it_to_send(bob: Person) -> None:
    bob.composer.press_sequentially("typed on a phone")
    bob.page.keyboard.press("Enter")
    expect(bob.composer).to_have_value("typed on a phone\n")
    bob.page.evaluate("() => localStorage.setItem('enter-key', 'send')")
    bob.page.keyboard.press("Enter")
    bob.sees("typed on a phone")
    expect(bob.composer).to_have_value("")


def test_the_composer_grows_and_keeps_what_is_pasted(alice: Person) -> None:
    alice.context.grant_permissions(["clipboard-read", "clipboard-write"])
    low = alice.composer.bounding_box()
    pasted = "first line\n\tindented <b>line</b>\n\nlast line"
    alice.page.evaluate("(text) => navigator.clipboard.writeText(text)", pasted)
    alice.composer.focus()
    alice.page.keyboard.press("Control+v")
    expect(alice.composer).to_have_value(pasted)
    high = alice.composer.bounding_box()
    assert low
    assert high
    assert high["height"] > low["height"] * 2
    assert high["y"] + high["height"] <= 800


def test_lines_are_grouped_and_times_are_the_readers_own(enter: Enter, bob: Person) -> None:
    alice = enter("Alice", timezone_id="Asia/Kathmandu", locale="en-GB")
    bob.say("a thought").say("an afterthought")
    alice.sees("an afterthought")
    assert bob.message("a thought").locator(".message-head").is_visible()
    assert not bob.message("an afterthought").locator(".message-head").is_visible()
    sent = alice.message("a thought").locator("time")
    there = (
        "(node) => new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Kathmandu' })"
    )
    assert sent.inner_text() == sent.evaluate(f"{there}.format(new Date(node.dateTime))")


def test_a_link_opens_a_tab_and_a_mail_address_none(alice: Person) -> None:
    alice.say("https://example.org/ or mailto:ada@example.org")
    links = alice.message("example.org").get_by_role("link").filter(has_text="example.org")
    expect(links).to_have_count(2)
    assert {link.get_attribute("href"): link.get_attribute("target") for link in links.all()} == {
        "https://example.org/": "_blank",
        "mailto:ada@example.org": None,
    }


def test_code_can_be_copied(alice: Person) -> None:
    alice.context.grant_permissions(["clipboard-read", "clipboard-write"])
    alice.say("```\nsudo rm -rf nothing\n```")
    alice.message("sudo rm").hover()
    alice.page.get_by_role("button", name="Copy code").click()
    expect(alice.page.get_by_text("Copied.")).to_be_visible()
    assert alice.page.evaluate("navigator.clipboard.readText()").strip() == "sudo rm -rf nothing"


def test_code_is_coloured_once_there_is_some(alice: Person) -> None:
    def loaded() -> list[str]:
        names = alice.page.evaluate("() => performance.getEntriesByType('resource').map(({ name }) => name)")
        return sorted(name.rpartition("/")[2] for name in names if "highlight.js" in name)

    alice.go_to_new_room("Programmers")
    alice.say("```\nno language, no colours\n```")
    alice.sees("no language, no colours")
    assert loaded() == []
    alice.say("```py\nif True: print('<b>1</b>')  # done\n```")
    code = alice.message("if True").locator("code")
    expect(code.locator("[data-code=keyword]")).to_have_text("if")
    expect(code.locator("[data-code=string]")).to_have_text("'<b>1</b>'")
    expect(code).to_have_text("if True: print('<b>1</b>')  # done\n")
    assert loaded() == ["core.min.js", "python.min.js"]


def test_an_own_message_is_edited_and_deleted_for_everyone(alice: Person, bob: Person) -> None:
    alice.say("Tpyo")
    alice.choose_for("Tpyo", "Edit")
    alice.composer.fill("Typo")
    alice.composer.press("Enter")
    bob.sees("Typo")
    expect(bob.message("Typo")).to_contain_text("edited")
    alice.choose_for("Typo", "Delete")
    alice.confirm("Delete message")
    expect(bob.message("This message was deleted.")).to_have_count(1)
    bob.sees_not("Typo")


def test_a_right_to_left_text_and_a_long_word_stay_in_their_column(alice: Person, bob: Person) -> None:
    alice.say("שלום לכולם")
    alice.say("x" * 600)
    bob.sees("x" * 600)
    expect(bob.message("שלום").locator(".message-text")).to_have_css("direction", "rtl")
    assert bob.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert bob.page.evaluate("document.querySelector('.log').scrollWidth <= document.querySelector('.log').clientWidth")


def test_a_reply_quotes_what_it_answers_and_leads_there(alice: Person, bob: Person) -> None:
    alice.say("Who brings the cake?")
    bob.sees("Who brings the cake?")
    alice.message("Who brings the cake?").hover()
    alice.page.get_by_role("button", name="Reply", exact=True).click()
    expect(alice.page.locator(".composer-strip")).to_contain_text("Replying to Alice: Who brings the cake?")
    alice.say("I do, after all.")
    quote = bob.message("I do, after all.").locator(".message-quote")
    expect(quote).to_have_text("Alice: Who brings the cake?")
    expect(alice.page.locator(".composer-strip")).to_be_hidden()
    quote.click()
    expect(bob.page.locator("[data-flash]")).to_contain_text("Who brings the cake?")


def test_emoji_are_written_by_name_with_suggestions(alice: Person, bob: Person) -> None:
    alice.composer.press_sequentially("Done :tad")
    expect(alice.page.get_by_role("option", name=":tada:")).to_be_visible()
    alice.page.keyboard.press("ArrowDown")
    alice.page.keyboard.press("Enter")
    expect(alice.composer).to_have_value("Done 🎉 ")
    alice.composer.press_sequentially("at 10:30 :+1:")
    expect(alice.composer).to_have_value("Done 🎉 at 10:30 👍")
    alice.composer.press_sequentially(" :roc")
    expect(alice.page.get_by_role("option", name=":rock:")).to_be_visible()
    alice.page.keyboard.press("Tab")
    expect(alice.composer).to_have_value("Done 🎉 at 10:30 👍 🪨 ")
    alice.page.keyboard.press("Enter")
    bob.sees("Done 🎉 at 10:30 👍 🪨")


@pytest.mark.parametrize("typed", [":-P", ":xD", "so :o", "see you at :on", ":tad", "10:30:45"])
def test_enter_sends_what_is_typed_whatever_is_suggested(alice: Person, typed: str) -> None:
    alice.go_to_new_room(f"Smileys {typed.encode().hex()}")
    alice.composer.press_sequentially(typed)
    alice.page.keyboard.press("Enter")
    alice.sees(typed)
    assert alice.texts == [typed]
    expect(alice.page.locator("#composer-suggestions")).to_be_hidden()


def test_enter_right_after_the_first_shortcode_sends(enter: Enter) -> None:
    alice = enter("Alice", fresh=True)
    alice.composer.fill("at once :tada:")
    alice.page.keyboard.press("Enter")
    alice.sees("at once 🎉")
    expect(alice.composer).to_have_value("")


def test_shortcodes_that_are_pasted_or_typed_fast_are_sent_as_emoji(enter: Enter, bob: Person) -> None:
    alice = enter("Alice", fresh=True)
    room = alice.go_to_new_room("Greetings")
    bob.join(room).open(f"/?room={room}")
    alice.say(":wave: and `:wave:`")
    expect(alice.composer).to_have_value("")
    alice.say("then")
    bob.sees("then")
    assert bob.texts == ["👋 and :wave:", "then"]
    alice.choose_for("then", "Edit")
    alice.composer.fill("later :wave:")
    alice.composer.press("Enter")
    bob.sees("later 👋")


def test_without_the_names_of_emoji_a_text_is_sent_as_typed(enter: Enter) -> None:
    alice = enter("Alice", service_workers="block")  # a route does not see what a service worker fetches
    alice.page.route("**/shortcodes.json", lambda route: route.abort())
    alice.say(":wave: hello")
    alice.sees(":wave: hello")


def test_a_line_that_begins_with_a_year_is_shown_in_full(alice: Person) -> None:
    alice.go_to_new_room("Years")
    alice.say("1984. I was born.").sees("I was born.")
    line = alice.message("I was born.")
    shown = line.screenshot()
    line.locator(".message-text").evaluate("(text) => { text.style.overflow = 'visible'; }")
    assert line.screenshot() == shown


def test_a_line_that_begins_with_a_year_begins_where_the_others_do(alice: Person) -> None:
    alice.go_to_new_room("Chronicle")
    alice.say("Born in 1984.").say("1984. I was born.").sees("I was born.")
    starts = """(texts) => texts.map((text) => {
      const line = new Range();
      line.selectNodeContents(text.querySelector("li") ?? text);
      return Math.min(...[...line.getClientRects()].map(({ left }) => left)) - text.getBoundingClientRect().left;
    })"""
    assert alice.page.locator(".message-text").evaluate_all(starts)[0] == 0
    padding = "(list) => getComputedStyle(list).paddingInlineStart"
    assert alice.page.locator(".message-text ol[start]").evaluate(padding) == "0px"
