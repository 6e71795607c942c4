import { isWanted } from "../../state/wanted_news.js";
import { chime, notify } from "../settings/alerts.js";
import { offerNotifications } from "../settings/notify_offer.js";
import { readChoices } from "./choices.js";
import { isOn, isPushed } from "./push_here.js";

/** @typedef {import("../../state/wanted_news.js").News} News */

const FRESH_MS = 60_000;

/**
 * Notify a person who is not looking of what came, as they chose. What is pushed to this device is shown by its worker,
 * after a moment in which it may be read elsewhere: the page then says nothing itself.
 * @param {News[]} news @param {Chat} chat @param {import("./beside_worker.js").Page} page
 */
export async function tellNews(news, chat, page) {
  const answer = await readChoices(FRESH_MS).catch(() => null); // unknown means the choices of a new account
  const { push_for: chosen, sound } = answer?.notifications ?? { push_for: ["direct", "mentions"], sound: true };
  const wanted = news.filter((piece) => isWanted(piece, chat.me, /** @type {NotifiedOf[]} */ (chosen)));
  if (wanted.length === 0 || answer?.silence) return;
  offerNotifications(chat);
  if (!isOn(chat) || isPushed(chat)) return;
  for (const piece of wanted) notify(piece, page);
  if (sound) chime();
}
