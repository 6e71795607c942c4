import { elementFrom, part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { onKey } from "../../lib/keys.js";
import { fetchMarkup } from "../../net/api.js";
import { mountDeletion } from "../account/account_deletion.js";
import { mountEmailChange } from "../account/email_change.js";
import { mountLinkedSignIns } from "../account/linked_sign_ins.js";
import { mountPasswordChange } from "../account/password_change.js";
import { mount as mountPasswordField } from "../account/password_field.js";
import { mountProfile } from "../account/profile.js";
import { mountSecondFactor } from "../account/second_factor.js";
import { mountSessionList } from "../account/session_list.js";
import { mountAppearance } from "./appearance.js";
import { editedSection, forgetEdits, mountDiscarding, askToDiscard } from "./edits.js";
import { mountLanguage } from "./language.js";
import { mountNotifications } from "./notifications.js";
import { nameView } from "./notifier.js";
import { forgetSaved } from "./saved.js";
import { goToList, goToSection } from "./settings_address.js";
import { mountTokenList } from "./token_list.js";
import { mountWriting } from "./writing.js";

/** @typedef {import("./owner.js").Owner} Owner */
/** @typedef {{ close(): void, covers: HTMLElement[] }} Surroundings */

const FIRST = "profile";

/**
 * Load the settings' markup and bring it to life.
 * @param {Owner} owner
 * @param {Surroundings} how
 */
export async function openSettings(owner, how) {
  const root = elementFrom(await fetchMarkup("/settings/markup"));
  root.hidden = true;
  document.querySelector("body > [data-toasts]")?.before(root);
  await styled(root);
  return new SettingsView(root, owner, how);
}

/** Wait for the stylesheet; without it, the settings are plain, but there. @param {HTMLElement} root */
async function styled(root) {
  const link = root.querySelector("link");
  if (!link || link.sheet) return;
  await new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
  });
}

/** The settings on the screen: a list of sections, and one of them. */
export class SettingsView {
  #root;
  #how;
  #section = /** @type {string | null} */ (null);
  #isAsking = false;

  /** @param {HTMLElement} root @param {Owner} owner @param {Surroundings} how */
  constructor(root, owner, how) {
    this.#root = root;
    this.#how = how;
    mountSections(root, owner);
    mountDiscarding(root);
    this.#mountWays();
    addEventListener("beforeunload", (event) => editedSection(root) !== null && event.preventDefault());
  }

  /** @param {string} section None is the list, beside which a wide screen shows the first section. */
  show(section) {
    const isNew = this.#root.hidden;
    if (this.#section === section && !isNew) return;
    this.#section = section;
    this.#root.hidden = false;
    for (const covered of this.#how.covers) covered.inert = true;
    this.#root.dataset.view = section === "" ? "list" : "section";
    this.#draw(section || FIRST);
    part(this.#root, "back").setAttribute("aria-label", section ? gettext("All settings") : gettext("Back to chat"));
    this.#focus(section);
  }

  /** The chat is to be seen again; edits that would be lost are asked about first. */
  leave() {
    if (this.#root.hidden || this.#isAsking) return;
    const edited = editedSection(this.#root);
    if (edited === null) return this.#hide();
    this.#isAsking = true;
    goToSection(edited);
    void askToDiscard().then(() => (this.#isAsking = false));
  }

  #hide() {
    this.#root.hidden = true;
    this.#section = null;
    forgetEdits(this.#root);
    for (const covered of this.#how.covers) covered.inert = false;
    nameView("");
    document.querySelector(/** @type {"button"} */ ("[aria-controls=account-menu]"))?.focus();
  }

  /** @param {string} shown */
  #draw(shown) {
    for (const section of this.#root.querySelectorAll(/** @type {"div"} */ ("[data-section]"))) {
      section.hidden = section.dataset.section !== shown;
      forgetSaved(section);
      if (!section.hidden) section.dispatchEvent(new Event("shown"));
    }
    for (const link of this.#root.querySelectorAll(/** @type {"a"} */ ("[data-section-link]"))) {
      if (link.dataset.sectionLink === shown) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  /** @param {string} section */
  #focus(section) {
    const title = section ? this.#root.querySelector(/** @type {"h2"} */ (`[data-section=${section}] > h2`)) : null;
    const settings = part(this.#root, "title");
    (title ?? settings).focus({ preventScroll: true });
    part(this.#root, "sections").scrollTop = 0;
    this.#root.scrollTop = 0;
    nameView([title?.textContent, settings.textContent].filter(Boolean).join(" · "));
  }

  /** Back to the list and to the chat. */
  #mountWays() {
    part(this.#root, "close").addEventListener("click", (event) => {
      event.preventDefault();
      this.#how.close();
    });
    part(this.#root, "back").addEventListener("click", (event) => {
      event.preventDefault();
      if (this.#section === "") this.#how.close();
      else goToList();
    });
    onKey(this.#root, (event) => {
      const target = /** @type {Element} */ (event.target);
      if (event.key !== "Escape" || event.defaultPrevented || target.closest("dialog")) return;
      event.preventDefault();
      this.#how.close();
    });
  }
}

/** @param {HTMLElement} root @param {Owner} owner */
function mountSections(root, owner) {
  const section = (/** @type {string} */ name) =>
    /** @type {HTMLElement} */ (root.querySelector(`[data-section=${name}]`));
  mountProfile(section("profile"), owner);
  const account = section("account");
  mountEmailChange(account, owner);
  if (account.querySelector("[data-part=sign-ins]")) mountLinkedSignIns(account);
  if (account.querySelector("[data-part=password-form]")) mountPasswordChange(part(account, "password"));
  mountSecondFactor(account);
  mountDeletion(part(account, "deletion"), owner);
  mountAppearance(section("appearance"), owner);
  mountLanguage(section("language"), owner);
  mountWriting(section("writing"), owner);
  mountNotifications(section("notifications"), owner);
  mountSessionList(section("sessions"));
  mountTokenList(section("tokens"));
  for (const field of root.querySelectorAll(/** @type {"div"} */ ("[data-component=password-field]"))) {
    mountPasswordField(field);
  }
}
