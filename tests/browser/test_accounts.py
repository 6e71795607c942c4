"""Every flow of accounts, by keyboard alone, on desktop and phone, where mail is sent and where none is."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.desk import Desk
from tests.browser.typist import Typist
from tests.support.callers import PASSWORD, Caller
from tests.support.pictures import DEVICES
from tests.support.post import PostOffice, link_in
from tests.support.server import ADA, Server

pytestmark = [pytest.mark.browser, pytest.mark.node]

NEW_PASSWORD = "another passphrase no one guesses"
PICTURE = Path(__file__).parents[2] / "static/img/icon-192.png"
# Each device and each kind of site once; flows in which mail plays a part are seen in all four combinations.
PAIRS = [("desktop", "smtp"), ("phone", "no mail")]
ALL = [*PAIRS, ("phone", "smtp"), ("desktop", "no mail")]
in_pairs = pytest.mark.parametrize(("device", "mail"), PAIRS)
in_all = pytest.mark.parametrize(("device", "mail"), ALL)


@dataclass
class Site:
    """An installation, and its post office if it has one."""

    server: Server
    post: PostOffice | None
    people: int = 0

    def someone(self) -> str:
        """Return an address that no one has yet."""
        self.people += 1
        return f"person{self.people}@example.org"

    def member(self) -> Caller:
        """Return the HTTP client of someone who has an account and a confirmed address."""
        caller = self.server.register("Kay", email=self.someone())
        if self.post:
            token = link_in(self.post.wait_for(caller.user["email"])).partition("token=")[2]
            caller.put("/auth/email-confirmation", json={"token": token}).raise_for_status()
        return caller

    def registers_by(self, mode: str) -> None:
        """Go on with another ``REGISTRATION``."""
        if self.server.env.get("REGISTRATION", "open") != mode:
            self.server.env["REGISTRATION"] = mode
            self.server.restart()


@pytest.fixture(scope="module")
def sites(make_server: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    """Start both installations, and the post office."""
    post = PostOffice(tmp_path_factory.mktemp("post"))
    post.open()
    mailing = make_server(env={"EMAIL_URL": post.url, "EMAIL_VERIFICATION": "required"})
    silent = make_server(env={"EMAIL_URL": "consolemail://", "EMAIL_VERIFICATION": "required"})
    yield {"smtp": Site(mailing, post), "no mail": Site(silent, None)}
    post.close()


@pytest.fixture
def registration() -> str:
    """Return who may register; a test's parameter may say otherwise."""
    return "open"


@pytest.fixture
def site(sites: dict[str, Site], mail: str, registration: str) -> Iterator[Site]:
    """Return the installation that sends mail, or the one that sends none."""
    site = sites[mail]
    site.registers_by(registration)
    start = site.server.log_position()
    yield site
    site.server.close_callers()
    assert "Traceback" not in site.server.log_since(start)


@pytest.fixture(scope="module")
def desks(chromium: Browser) -> Iterator[dict[tuple[str, str, str], Desk]]:
    """Hold a desk per device, site and role: the administrator has one of their own."""
    desks: dict[tuple[str, str, str], Desk] = {}
    yield desks
    for desk in desks.values():
        desk.context.close()


@pytest.fixture
def take_a_seat(desks, chromium: Browser, device: str, mail: str, site: Site) -> Iterator[Callable[..., Typist]]:
    """Return a function that puts a typist at a cleared desk, signed in with a caller's session or not."""
    taken: list[Desk] = []

    def sit_down(caller: Caller | None = None, *, role: str = "person") -> Typist:
        options = {"reduced_motion": "reduce", **DEVICES[device]}
        if (device, mail, role) not in desks:
            desks[device, mail, role] = Desk(chromium, site.server.url, options)
        desk = desks[device, mail, role]
        taken.append(desk)
        if caller:
            desk.context.add_cookies(caller.cookies_for_a_browser())
        return Typist(desk.page, looks_closely=(device, mail) in PAIRS)

    yield sit_down
    complaints = [complaint for desk in taken for complaint in desk.complaints]
    for desk in taken:
        desk.clear()
    assert complaints == []


@pytest.fixture
def typist(take_a_seat) -> Typist:
    """Return someone who is not signed in."""
    return take_a_seat()


def sign_in(typist: Typist, site: Site, email: str, password: str = PASSWORD) -> Typist:
    typist.opens("/login/")
    return typist.fills("Email", email).fills("Password", password).enters()


def sign_up(typist: Typist, site: Site, email: str) -> Typist:
    typist.opens("/register/").fills("Name", "Robin")
    return typist.fills("Email", email).fills("Password", PASSWORD).enters()


def in_the_admin(typist: Typist, site: Site, email: str, action: str) -> Locator:
    """Choose an action for one person in the admin, and return what it says."""
    page = typist.opens(f"/admin/accounts/user/?q={email}").page
    typist.presses("Select all objects on this page for an action", key="Space")
    typist.reaches(page.get_by_label("With selected:"))
    page.keyboard.type(action)
    typist.presses("Apply")
    return page.locator(".messagelist")


def section_of(typist: Typist, name: str) -> Locator:
    """Unfold a section of the account's settings."""
    section = typist.page.get_by_role("region", name=name)
    typist.reaches(section.locator("summary")).enters()
    return section


def choose(typist: Typist, file: Path) -> None:
    """Choose a file in the system's own dialog, which Enter opens."""
    typist.reaches(typist.page.get_by_label("Choose picture"))
    with typist.page.expect_file_chooser() as chooser:
        typist.enters()
    chooser.value.set_files(file)


def codes_shown(section: Locator) -> list[str]:
    """Return the recovery codes on the page."""
    expect(section.get_by_role("listitem")).to_have_count(10)
    return section.get_by_role("listitem").all_inner_texts()


@in_pairs
def test_the_first_administrator_sets_the_chat_up(typist: Typist, site: Site) -> None:
    typist.opens(f"/setup/?token={site.server.setup_token()}").finds_it_accessible()
    typist.fills("Name", "Ada").fills("Email", ADA).fills("Password", PASSWORD).enters().is_in_the_chat()
    expect(typist.page.locator("#composer-text")).to_be_visible()
    assert typist.page.request.get("/auth/me").json()["user"]["role"] == "admin"


@in_all
def test_someone_registers(typist: Typist, site: Site, device: str) -> None:
    email = site.someone()
    typist.opens("/register/").presses("Create account").reads("Please fill this in.")
    typist.finds_it_accessible()
    sign_up(typist, site, email)
    if site.post:
        expect(typist.page.get_by_text(email)).to_be_visible()
        typist.finds_it_accessible().presses("Resend link").reads("Link sent")
        letter = site.post.wait_for(email, 2)
        typist.opens(link_in(letter)).finds_it_accessible().presses("Confirm email address")
    typist.is_in_the_chat()


@pytest.mark.parametrize(("device", "mail"), [("phone", "smtp")])
def test_someone_who_mistyped_their_address_starts_again(typist: Typist, site: Site) -> None:
    sign_up(typist, site, site.someone())
    typist.presses("Sign out")
    typist.page.wait_for_url("**/register/")


@in_pairs
def test_someone_signs_in_and_a_wrong_password_is_said(typist: Typist, site: Site) -> None:
    email = site.member().user["email"]
    sign_in(typist, site, email, "not it").reads("Wrong email or password.")
    typist.finds_it_accessible().fills("Password", PASSWORD)
    typist.presses("Show Password", key="Space")
    expect(typist.page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")
    typist.presses("Keep me signed in on this device", key="Space").presses("Sign in").is_in_the_chat()
    session = next(cookie for cookie in typist.page.context.cookies() if cookie["name"] == "sessionid")
    assert session["expires"] == -1, "the browser was not to remember"


@in_all
def test_someone_who_lost_their_password_gets_in_again(take_a_seat, typist: Typist, site: Site) -> None:
    email = site.member().user["email"]
    typist.opens("/login/").follows("Forgot your password?")
    if site.post:
        typist.fills("Email", email).enters().reads("The link works once.").finds_it_accessible()
        link = link_in(site.post.wait_for(email, 2))
    else:
        expect(typist.page.get_by_text("Ask an administrator for a reset link")).to_be_visible()
        typist.finds_it_accessible()
        administrator = take_a_seat(site.server.administrator(), role="administrator")
        link = in_the_admin(administrator, site, email, "Create password-reset link").inner_text().split()[-1]
    typist.opens(link).finds_it_accessible().fills("New password", NEW_PASSWORD).enters()
    typist.reads("Password changed").follows("Sign in")
    typist.fills("Email", email).fills("Password", NEW_PASSWORD).enters().is_in_the_chat()
    typist.opens(link).reads("This link no longer works").finds_it_accessible()


@in_pairs
def test_someone_chooses_a_picture_and_sees_it_first(take_a_seat, site: Site) -> None:
    typist = take_a_seat(site.member()).opens("/settings/profile/")
    typist.page.on("filechooser", lambda _: None)  # from now on the system's own dialog stays away
    profile = typist.page.get_by_role("region", name="Profile")
    picture = profile.locator(".avatar-large img")
    choose(typist, PICTURE)
    expect(picture).to_have_attribute("src", re.compile(r"^blob:"))
    typist.reads("This is how others will see it.").finds_it_accessible().presses("Cancel", within=profile)
    expect(picture).to_have_count(0)
    choose(typist, Path(__file__))
    typist.reads("This picture can't be read.")
    choose(typist, PICTURE)
    typist.presses("Save picture", within=profile).reads("Picture saved.")
    expect(picture).to_have_attribute("src", re.compile(r"^/media/avatars/.*[.]webp$"))
    typist.fills("Name", "Robin Reed", within=profile).enters().reads("Name saved.")
    typist.presses("Remove picture", within=profile)
    expect(picture).to_have_count(0)


@in_pairs
def test_someone_ends_their_other_sessions(take_a_seat, site: Site) -> None:
    here = site.member()
    others = [site.server.caller() for _ in range(3)]
    for other, agent in zip(others, ["Laptop/1", "Tablet/1", "Phone/1"], strict=True):
        other.headers["User-Agent"] = agent
        other.sign_in(here.user["email"])
    typist = take_a_seat(here).opens("/settings/sessions/").finds_it_accessible()
    rows = typist.page.locator(".session-list li")
    expect(rows).to_have_count(4)
    typist.presses("Sign out Tablet/1").reads("Tablet/1 was signed out.")
    expect(rows).to_have_count(3)
    assert [other.get("/auth/me").status_code for other in others] == [200, 401, 200]
    typist.presses("Sign out everywhere else").reads("Signed out everywhere else.")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("This device")
    assert [other.get("/auth/me").status_code for other in others] == [401, 401, 401]


@in_pairs
def test_someone_changes_their_password(take_a_seat, site: Site) -> None:
    here = site.member()
    other = site.server.caller().sign_in(here.user["email"])
    typist = take_a_seat(here).opens("/settings/account/")
    form = section_of(typist, "Password")
    typist.fills("Current password", "wrong", within=form).fills("New password", NEW_PASSWORD, within=form)
    typist.enters().reads("That isn't your current password.").finds_it_accessible()
    typist.fills("Current password", PASSWORD, within=form).enters().reads("Password changed.")
    assert other.get("/auth/me").status_code == 401
    typist.opens("/settings/sessions/")
    expect(typist.page.locator(".session-list li")).to_have_count(1)
    typist.page.context.clear_cookies()
    sign_in(typist, site, here.user["email"], NEW_PASSWORD).is_in_the_chat()


@in_pairs
def test_someone_signs_in_with_two_factors(take_a_seat, site: Site) -> None:
    here = site.member()
    typist = take_a_seat(here).opens("/settings/account/")
    section = section_of(typist, "Two-factor sign-in")
    typist.fills("Current password", PASSWORD, within=section).enters()
    picture = section.get_by_alt_text("QR code for your authenticator app")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    typist.finds_it_accessible()
    app = pyotp.TOTP(section.locator("[data-part=secret]").inner_text().replace(" ", ""))
    step = int(time.time()) // app.interval
    typist.fills("Code", app.generate_otp(step), within=section.locator("[data-part=confirm]")).enters()
    typist.reads("On. 10 recovery codes left.").reads("Save these recovery codes somewhere safe.")
    typist.finds_it_accessible()
    old = codes_shown(section)
    switch = section.locator("[data-part=switch]")
    section_of(typist, "Two-factor sign-in")
    typist.fills("Current password", PASSWORD, within=switch).presses("Create new recovery codes", within=switch)
    typist.fills("Code", old[0], within=switch).presses("Create new recovery codes", within=switch)
    expect(section.get_by_text(old[0])).to_have_count(0)
    new = codes_shown(section)
    for code in (app.generate_otp(step + 1), new[0]):
        typist.page.context.clear_cookies()
        sign_in(typist, site, here.user["email"]).fills("Code", code).enters().is_in_the_chat()
    typist.opens("/settings/account/").reads("On. 9 recovery codes left.")
    section_of(typist, "Two-factor sign-in")
    typist.fills("Current password", PASSWORD, within=switch).presses("Turn off two-factor sign-in", within=switch)
    typist.fills("Code", new[1], within=switch).presses("Turn off two-factor sign-in", within=switch)
    typist.reads("Off. When on, you also need a code")


@in_all
@pytest.mark.parametrize("registration", ["approval"])
def test_under_approval_someone_waits_for_an_administrator(take_a_seat, typist: Typist, site: Site) -> None:
    email = site.someone()
    sign_up(typist, site, email).reads("waiting for approval").finds_it_accessible()
    sign_in(typist, site, email).reads("Your account is waiting for approval by an administrator.")
    administrator = take_a_seat(site.server.administrator(), role="administrator")
    expect(in_the_admin(administrator, site, email, "Approve")).to_contain_text("1 changed.")
    sign_in(typist, site, email)
    if site.post:
        expect(typist.page.get_by_text(email)).to_be_visible()
    else:
        typist.is_in_the_chat()
