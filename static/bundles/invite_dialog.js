import { a8 as KeyedList, u as part, Z as fromTemplate, H as attempt, c as call, a as interpolate, W as ngettext, g as gettext, a6 as briefTime, A as dialog, C as ChatError } from "./app.js";
import { q as copyWhenReady } from "./chat_rest.js";
import { m as mayInvite } from "./chat.js";
import { c as clearProblems, j as jsonForm, d as showProblems } from "./forms.js";
function mountActive(root, chat) {
  const site = root.querySelector("[data-site]").dataset.site ?? "";
  const list = new KeyedList(part(root, "list"), { key: ({ id }) => String(id), create: () => fromTemplate("invitation-row"), update: (node, invitation) => drawInvitation(node, invitation, site, chat.me.id) });
  const refresh = async () => {
    const { invitations } = await call("GET", "/invitations").catch(() => ({ invitations: [] }));
    list.show(invitations);
    part(root, "active").hidden = invitations.length === 0;
  };
  list.container.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-revokes]");
    if (!(button instanceof HTMLElement)) return;
    await attempt(() => call("DELETE", `/invitations/${button.dataset.revokes}`));
    await refresh();
    root.querySelector("[data-closes]")?.focus();
  });
  return refresh;
}
function drawInvitation(node, invitation, site, myId) {
  const { id, room, by, uses, max_uses: limit, expires_at: expires } = invitation;
  const target = room ? `#${room.name}` : site;
  const facts = [limit === null ? interpolate(ngettext("used by %(uses)s person", "used by %(uses)s people", uses), { uses }) : interpolate(gettext("%(uses)s of %(limit)s used"), { uses, limit }), expires === null ? gettext("doesn't expire") : interpolate(gettext("until %(time)s"), { time: briefTime(expires) })];
  if (by.id !== myId) facts.unshift(interpolate(gettext("by %(name)s"), { name: by.name }));
  part(node, "target").textContent = target;
  part(node, "state").textContent = facts.join(" \xB7 ");
  const revoke = part(node, "revoke");
  revoke.dataset.revokes = String(id);
  revoke.setAttribute("aria-label", `${gettext("Revoke")}: ${target}, ${facts.join(", ")}`);
}
const NUMBERS = ["room_id", "expires_in_s", "max_uses"];
function mountInviteDialog(chat) {
  const root = dialog("invite");
  const form = part(root, "form");
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
function mountButtons(form, maker) {
  jsonForm(form, { send: async () => copyWhenReady(maker.link().then(({ url }) => url ?? "")), done: (isCopied) => {
    maker.show(isCopied ? gettext("Link copied.") : gettext("Copy the link."));
  } });
  part(form, "picture").addEventListener("click", () => void maker.act(({ qr_svg }) => {
    const picture = part(form, "qr");
    picture.src = qr_svg ?? "";
    picture.hidden = false;
    maker.show(gettext("Point a phone's camera at the code."));
    picture.scrollIntoView({ block: "nearest" });
  }));
  const share = part(form, "share");
  share.hidden = !("share" in navigator);
  share.addEventListener("click", () => void maker.act(async ({ url }) => {
    await navigator.share({ url: url ?? "" }).catch(() => null);
    maker.show("");
  }));
}
class LinkMaker {
  #form;
  #made;
  #link = null;
  constructor(form, made) {
    this.#form = form;
    this.#made = made;
  }
  link() {
    this.#link ??= this.#make().catch((error) => {
      this.#link = null;
      throw error;
    });
    return this.#link;
  }
  async #make() {
    const { invitation } = await call("POST", "/invitations", chosen(this.#form));
    part(this.#form, "url").value = invitation.url;
    part(this.#form, "made").hidden = false;
    this.#made();
    return invitation;
  }
  async act(does) {
    clearProblems(this.#form);
    try {
      await does(await this.link());
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      showProblems(this.#form, error);
    }
  }
  show(done) {
    const note = gettext("It isn't shown again after you close this.");
    part(this.#form, "state").textContent = done === "" ? note : `${done} ${note}`;
  }
  forget() {
    this.#link = null;
    for (const name of ["made", "qr"]) part(this.#form, name).hidden = true;
  }
}
function chosen(form) {
  const fields = new FormData(form);
  return Object.fromEntries(NUMBERS.filter((name) => fields.get(name)).map((name) => [name, Number(fields.get(name))]));
}
function offerTargets(form, chat, wanted) {
  const targets = form.elements.namedItem("room_id");
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
function explain(form) {
  const targets = form.elements.namedItem("room_id");
  const target = targets.selectedOptions[0]?.text ?? "";
  part(form, "meaning").textContent = targets.value === "" ? gettext("People with the link see who invites them, and can sign up or sign in.") : interpolate(gettext("Anyone with the link can join %(target)s."), { target });
}
export {
  mountInviteDialog
};
