import { fromTemplate, part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { readable } from "../../lib/mention_marks.js";
import { fullTime } from "../../lib/times.js";
import { wordDiff } from "../../lib/word_diff.js";
import { call } from "../../net/api.js";
import { ChatError } from "../../net/errors.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";

const ID = "message-history";
const PAGE = 20;

/** @typedef {{ content: string, written_at: string, id?: number }} Version */

/** The versions that are known, newest first, the present one at the start. */
let shown = {
  path: "",
  versions: /** @type {Version[]} */ ([]),
  /** Of people whom they mention. @type {Map<number, string>} */
  names: new Map(),
};
let isMounted = false;

/** Show what an edited message said before, and what each edit changed. @param {Message} message */
export function showHistory({ room_id, seq, content, mentions, edited_at, created_at }) {
  const root = dialog(ID);
  if (!isMounted) part(root, "load").addEventListener("click", () => void load(root));
  isMounted = true;
  const present = { content, written_at: edited_at ?? created_at };
  const names = new Map((mentions ?? []).map(({ id, name }) => [id, name]));
  shown = { path: `/rooms/${room_id}/messages/${seq}/history?limit=${PAGE}`, versions: [present], names };
  part(root, "list").replaceChildren();
  void openDialog(ID);
  void load(root);
}

/** @param {HTMLElement} root */
async function load(root) {
  const asked = shown;
  const last = asked.versions.at(-1)?.id;
  say(root, gettext("Loading…"), "");
  try {
    const page = await call("GET", asked.path + (last === undefined ? "" : `&before=${last}`));
    if (asked !== shown) return;
    shown.versions.push(...page.texts);
    for (const { id, name } of page.mentions) shown.names.set(id, name);
    draw(root, page.has_more);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    if (asked === shown) say(root, error.message, gettext("Try again"));
  }
}

/** @param {HTMLElement} root @param {boolean} hasMore */
function draw(root, hasMore) {
  const { versions } = shown;
  const rows = versions.map((version, at) => rowOf(version, versions[at + 1] ?? null, at === 0, hasMore));
  part(root, "list").replaceChildren(...(hasMore ? rows.slice(0, -1) : rows));
  const none = versions.length === 1 ? gettext("No earlier version is kept.") : "";
  say(root, none, hasMore ? gettext("Show more") : "");
}

/** @param {HTMLElement} root @param {string} text @param {string} button */
function say(root, text, button) {
  part(root, "status").textContent = text;
  part(root, "load").textContent = button;
  part(root, "load").hidden = button === "";
}

/** @param {Version} version @param {Version | null} before @param {boolean} isPresent @param {boolean} hasMore */
function rowOf({ content, written_at }, before, isPresent, hasMore) {
  const row = fromTemplate("history-row");
  const time = /** @type {HTMLTimeElement} */ (part(row, "time"));
  time.textContent = fullTime(written_at);
  time.dateTime = written_at;
  if (isPresent) part(row, "note").textContent = gettext("current version");
  else if (before === null && !hasMore) part(row, "note").textContent = gettext("oldest version");
  const text = textOf(content);
  const pieces = before === null ? [{ kind: "same", text }] : wordDiff(textOf(before.content), text);
  part(row, "text").append(...pieces.map(({ kind, text }) => pieceOf(kind, text)));
  return row;
}

/** @param {string} content */
function textOf(content) {
  return readable(content, (id) => shown.names.get(id));
}

/** @param {string} kind @param {string} text */
function pieceOf(kind, text) {
  if (kind === "same") return text;
  const mark = document.createElement(kind === "added" ? "ins" : "del");
  mark.textContent = text;
  return mark;
}
