import { fromTemplate, KeyedList, part } from "../../lib/dom.js";
import { gettext, interpolate, ngettext } from "../../lib/i18n.js";
import { briefTime } from "../../lib/times.js";
import { call } from "../../net/api.js";
import { attempt } from "../shell/toasts.js";

/** @typedef {import("./invite_dialog.js").Invitation} Invitation */

/**
 * The invitations that work and that I may revoke.
 * @param {HTMLDialogElement} root
 * @param {Chat} chat
 * @returns {() => Promise<void>} Reads them anew.
 */
export function mountActive(root, chat) {
  const site = /** @type {HTMLElement} */ (root.querySelector("[data-site]")).dataset.site ?? "";
  const list = /** @type {KeyedList<Invitation>} */ (new KeyedList(part(root, "list"), {
    key: ({ id }) => String(id),
    create: () => fromTemplate("invitation-row"),
    update: (node, invitation) => drawInvitation(node, invitation, site, chat.me.id),
  }));
  const refresh = async () => {
    const { invitations } = await call("GET", "/invitations").catch(() => ({ invitations: [] }));
    list.show(invitations);
    part(root, "active").hidden = invitations.length === 0;
  };
  list.container.addEventListener("click", async ({ target }) => {
    const button = /** @type {Element} */ (target).closest("[data-revokes]");
    if (!(button instanceof HTMLElement)) return;
    await attempt(() => call("DELETE", `/invitations/${button.dataset.revokes}`));
    await refresh();
    root.querySelector(/** @type {"button"} */ ("[data-closes]"))?.focus();
  });
  return refresh;
}

/** @param {HTMLElement} node @param {Invitation} invitation @param {string} site @param {number} myId */
function drawInvitation(node, invitation, site, myId) {
  const { id, room, by, uses, max_uses: limit, expires_at: expires } = invitation;
  const target = room ? `#${room.name}` : site;
  const facts = [
    limit === null
      ? interpolate(ngettext("used by %(uses)s person", "used by %(uses)s people", uses), { uses })
      : interpolate(gettext("%(uses)s of %(limit)s used"), { uses, limit }),
    expires === null
      ? gettext("doesn't expire")
      : interpolate(gettext("until %(time)s"), { time: briefTime(expires) }),
  ];
  if (by.id !== myId) facts.unshift(interpolate(gettext("by %(name)s"), { name: by.name }));
  part(node, "target").textContent = target;
  part(node, "state").textContent = facts.join(" · ");
  const revoke = part(node, "revoke");
  revoke.dataset.revokes = String(id);
  revoke.setAttribute("aria-label", `${gettext("Revoke")}: ${target}, ${facts.join(", ")}`);
}
