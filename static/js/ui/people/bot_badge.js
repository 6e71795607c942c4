import { gettext } from "../../lib/i18n.js";

/**
 * Say beside a name that it is a bot's; beside a person's there is nothing.
 * @param {HTMLElement} name
 * @param {User | null | undefined} user
 */
export function markBot(name, user) {
  const beside = name.nextElementSibling;
  const badge = beside?.classList.contains("bot-badge") ? beside : null;
  if (!user?.is_bot) badge?.remove();
  else if (!badge) name.after(newBadge());
}

function newBadge() {
  const badge = document.createElement("span");
  badge.className = "bot-badge";
  badge.textContent = ` ${gettext("Bot")}`; // the space parts it from the name where it is read out
  return badge;
}
