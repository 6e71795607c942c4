import { part } from "../../lib/dom.js";
import { copyWhenReady } from "../../lib/clipboard.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { ChatError } from "../../net/errors.js";
import { mayInvite } from "../../state/rights.js";
import { dialog } from "../dialogs/dialogs.js";
import { clearProblems, jsonForm, showProblems } from "../dialogs/forms.js";
import { mountActive } from "./active_invitations.js";

/**
 * @typedef {{ id: number, url: string | null, qr_svg: string | null, room: { id: number, name: string } | null,
 *   by: User, created_at: string, expires_at: string | null, max_uses: number | null, uses: number }} Invitation
 */

const NUMBERS = ["room_id", "expires_in_s", "max_uses"];

/** Make a link, copy or share it, show it as a QR code; end links that were made before. @param {Chat} chat */
export function mountInviteDialog(chat) {
  const root = dialog("invite");
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
  const refresh = mountActive(root, chat);
  const maker = new LinkMaker(form, () => void refresh());
  mountButtons(form, maker);
  form.addEventListener("change", () => {
    maker.forget();
    explain(form);
  });
  root.addEventListener("before-open", () => {
    clearProblems(form);
    maker.forget();
    offerTargets(form, chat, root.dataset.room ?? "");
    explain(form);
    void refresh();
  });
}

/** @param {HTMLFormElement} form @param {LinkMaker} maker */
function mountButtons(form, maker) {
  jsonForm(form, {
    send: async () => copyWhenReady(maker.link().then(({ url }) => url ?? "")),
    done: (/** @type {boolean} */ isCopied) => {
      maker.show(isCopied ? gettext("Link copied.") : gettext("Copy the link."));
    },
  });
  part(form, "picture").addEventListener("click", () => void maker.act(({ qr_svg }) => {
    const picture = /** @type {HTMLImageElement} */ (part(form, "qr"));
    picture.src = qr_svg ?? "";
    picture.hidden = false;
    maker.show(gettext("Point a phone's camera at the code."));
    picture.scrollIntoView({ block: "nearest" });
  }));
  const share = part(form, "share");
  share.hidden = !("share" in navigator);
  share.addEventListener("click", () => void maker.act(async ({ url }) => {
    await navigator.share({ url: url ?? "" }).catch(() => null); // closed without choosing
    maker.show("");
  }));
}

/** Makes one link for what is chosen, and keeps it until something else is chosen. */
class LinkMaker {
  #form;
  #made;
  /** @type {Promise<Invitation> | null} */
  #link = null;

  /** @param {HTMLFormElement} form @param {() => void} made */
  constructor(form, made) {
    this.#form = form;
    this.#made = made;
  }

  /** @returns {Promise<Invitation>} */
  link() {
    this.#link ??= this.#make().catch((error) => {
      this.#link = null;
      throw error;
    });
    return this.#link;
  }

  async #make() {
    const { invitation } = await call("POST", "/invitations", chosen(this.#form));
    /** @type {HTMLInputElement} */ (part(this.#form, "url")).value = invitation.url;
    part(this.#form, "made").hidden = false;
    this.#made();
    return invitation;
  }

  /** @param {(invitation: Invitation) => unknown} does */
  async act(does) {
    clearProblems(this.#form);
    try {
      await does(await this.link());
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      showProblems(this.#form, error);
    }
  }

  /** @param {string} done */
  show(done) {
    const note = gettext("It isn't shown again after you close this.");
    part(this.#form, "state").textContent = done === "" ? note : `${done} ${note}`;
  }

  forget() {
    this.#link = null;
    for (const name of ["made", "qr"]) part(this.#form, name).hidden = true;
  }
}

/** @param {HTMLFormElement} form @returns {Record<string, number>} */
function chosen(form) {
  const fields = new FormData(form);
  return Object.fromEntries(NUMBERS.filter((name) => fields.get(name)).map((name) => [name, Number(fields.get(name))]));
}

/**
 * The site, and the rooms that I may invite to.
 * @param {HTMLFormElement} form
 * @param {Chat} chat
 * @param {string} wanted
 */
function offerTargets(form, chat, wanted) {
  const targets = /** @type {HTMLSelectElement} */ (form.elements.namedItem("room_id"));
  const known = chat.room && !chat.room.membership ? [...chat.rooms.joined(), chat.room] : chat.rooms.joined();
  const rooms = known.filter((room) => mayInvite(room, chat.me));
  const options = rooms.map(({ id, name }) => new Option(`#${name}`, String(id)));
  if (chat.me.role === "admin") options.unshift(new Option(targets.dataset.site, ""));
  targets.replaceChildren(...options);
  const first = chat.me.role === "admin" ? "" : String(chat.room?.id ?? "");
  targets.value = wanted || first;
  if (targets.selectedIndex < 0) targets.selectedIndex = 0;
  part(form, "choose-target").hidden = options.length < 2;
}

/** @param {HTMLFormElement} form */
function explain(form) {
  const targets = /** @type {HTMLSelectElement} */ (form.elements.namedItem("room_id"));
  const target = targets.selectedOptions[0]?.text ?? "";
  part(form, "meaning").textContent = targets.value === ""
    ? gettext("People with the link see who invites them, and can sign up or sign in.")
    : interpolate(gettext("Anyone with the link can join %(target)s."), { target });
}
