import { part, showText } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";

const SAY_MS = 4_000;
const OFFER_MS = 10_000;

/** A room that takes long says so, and soon offers to ask again; it asks by itself too. @param {HTMLElement} root @param {Chat} chat */
export function mount(root, chat) {
  const { live } = chat;
  const retry = part(root, "retry");
  /** @type {number[]} */
  let timers = [];
  let isSlow = false;

  const draw = () => {
    const isLoading = live.state === "loading" && live.log.messages.length === 0;
    if (isLoading === isSlow) return;
    isSlow = isLoading;
    for (const timer of timers) clearTimeout(timer);
    timers = [];
    showText(part(root, "text"), "");
    retry.hidden = true;
    if (isLoading) wait();
  };
  const wait = () => {
    timers.push(window.setTimeout(() => showText(part(root, "text"), gettext("Still loading…")), SAY_MS));
    timers.push(window.setTimeout(() => (retry.hidden = false), OFFER_MS));
  };
  retry.addEventListener("click", () => {
    retry.hidden = true;
    timers.push(window.setTimeout(() => (retry.hidden = false), SAY_MS));
    void live.retry();
  });
  live.changed.subscribe(draw);
  draw();
}
