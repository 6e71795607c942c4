import { y as onKey, ai as openLayer, aj as layersChanged, u as part, M as attempt, c as call, a6 as toast, F as gettext, E as hideIf } from "./app.js";
function mountMenus(root) {
  for (const button of root.querySelectorAll(
    /** @type {"button"} */
    "[data-component=menu-button]"
  )) mount(button);
}
function mount(button) {
  const menu = (
    /** @type {HTMLElement} */
    document.getElementById(button.getAttribute("aria-controls") ?? "")
  );
  const show = (open) => {
    menu.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) openLayer({ isOpen: () => !menu.hidden, close: () => show(false), isLight: true });
    else layersChanged();
  };
  button.addEventListener("click", () => {
    show(menu.hidden);
    if (!menu.hidden) itemsOf(menu)[0]?.focus();
  });
  onKey(menu, (event) => stepThrough(event, menu));
  closeWhenLeft(menu, button, () => menu.hidden || show(false));
}
function closeWhenLeft(menu, button, close) {
  menu.addEventListener("click", close);
  document.addEventListener("pointerdown", (event) => {
    const target = (
      /** @type {Node} */
      event.target
    );
    if (!menu.contains(target) && !button.contains(target)) close();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !menu.contains(relatedTarget) && relatedTarget !== button) close();
  });
}
function stepThrough(event, menu) {
  const all = itemsOf(menu);
  const at = all.indexOf(
    /** @type {HTMLElement} */
    document.activeElement
  );
  if (event.key === "ArrowDown") all[(at + 1) % all.length]?.focus();
  else if (event.key === "ArrowUp") all[(at + all.length - 1) % all.length]?.focus();
  else return;
  event.preventDefault();
}
function itemsOf(menu) {
  return [...menu.querySelectorAll(
    /** @type {"button"} */
    ".menu-item"
  )].filter((item) => !item.hidden);
}
const SAID = {
  everything: gettext("You're notified of every message in this room."),
  mentions: gettext("You're notified of messages for you in this room."),
  nothing: gettext("You're not notified of anything in this room.")
};
function mountAttention(menu, chat, chosen) {
  part(menu, "favourite").addEventListener("click", () => {
    const room = chosen();
    if (room?.membership) void setAttention(chat, room.id, { is_favourite: !room.membership.is_favourite });
  });
  for (const button of levelButtons(menu)) {
    button.addEventListener("click", () => {
      const room = chosen();
      if (room?.membership) void setAttention(chat, room.id, { notify: (
        /** @type {Level} */
        button.dataset.notify
      ) });
    });
  }
}
function drawAttention(menu, membership) {
  hideIf(part(menu, "attention"), !membership);
  part(menu, "favourite").setAttribute("aria-pressed", String(membership?.is_favourite ?? false));
  for (const button of levelButtons(menu)) {
    button.setAttribute("aria-pressed", String(button.dataset.notify === membership?.notify));
  }
}
function levelButtons(menu) {
  return menu.querySelectorAll(
    /** @type {"button"} */
    "button[data-notify]"
  );
}
function setAttention(chat, roomId, fields) {
  return attempt(async () => {
    const { membership } = await call("PATCH", `/rooms/${roomId}/membership`, fields);
    chat.rooms.setMembership(roomId, membership);
    if (fields.notify) toast(SAID[fields.notify]);
  });
}
export {
  setAttention as a,
  mountMenus as b,
  closeWhenLeft as c,
  drawAttention as d,
  itemsOf as i,
  mountAttention as m,
  stepThrough as s
};
