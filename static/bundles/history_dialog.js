import { A as dialog, u as part, z as openDialog, g as gettext, c as call, C as ChatError, Z as fromTemplate, a2 as fullTime } from "./app.js";
import { r as readable } from "./chat.js";
const MAX_PAIRS = 1e6;
const SINGLE = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]`;
const WORD = new RegExp(`${SINGLE}|\\s+|[\\p{L}\\p{M}\\p{N}_]+|[^]`, "gu");
function wordDiff(before, after) {
  const [a, b] = [words(before), words(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [removed, added] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const middle = removed.length * added.length > MAX_PAIRS ? [...pieces("removed", removed), ...pieces("added", added)] : compared(removed, added);
  return joined([...pieces("same", a.slice(0, start)), ...middle, ...pieces("same", a.slice(a.length - end))]);
}
function words(text) {
  return text.match(WORD) ?? [];
}
function compared(a, b) {
  const lengths = commonLengths(a, b);
  const found = [];
  for (let [i, j] = [0, 0]; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push({ kind: "same", text: a[i] });
      i += 1;
      j += 1;
    } else if (j >= b.length || i < a.length && lengths[i + 1][j] >= lengths[i][j + 1]) {
      found.push({ kind: "removed", text: a[i] });
      i += 1;
    } else {
      found.push({ kind: "added", text: b[j] });
      j += 1;
    }
  }
  return found;
}
function commonLengths(a, b) {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}
function pieces(kind, texts) {
  return texts.map((text) => ({ kind, text }));
}
function joined(all) {
  const found = [];
  for (const { kind, text } of all) {
    const last = found.at(-1);
    if (last?.kind === kind) last.text += text;
    else found.push({ kind, text });
  }
  return found;
}
const ID = "message-history";
const PAGE = 20;
let shown = { path: "", versions: [], names: /* @__PURE__ */ new Map() };
let isMounted = false;
function showHistory({ room_id, seq, content, mentions, edited_at, created_at }) {
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
async function load(root) {
  const asked = shown;
  const last = asked.versions.at(-1)?.id;
  say(root, gettext("Loading\u2026"), "");
  try {
    const page = await call("GET", asked.path + (last === void 0 ? "" : `&before=${last}`));
    if (asked !== shown) return;
    shown.versions.push(...page.texts);
    for (const { id, name } of page.mentions) shown.names.set(id, name);
    draw(root, page.has_more);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    if (asked === shown) say(root, error.message, gettext("Try again"));
  }
}
function draw(root, hasMore) {
  const { versions } = shown;
  const rows = versions.map((version, at) => rowOf(version, versions[at + 1] ?? null, at === 0, hasMore));
  part(root, "list").replaceChildren(...hasMore ? rows.slice(0, -1) : rows);
  const none = versions.length === 1 ? gettext("No earlier version is kept.") : "";
  say(root, none, hasMore ? gettext("Show more") : "");
}
function say(root, text, button) {
  part(root, "status").textContent = text;
  part(root, "load").textContent = button;
  part(root, "load").hidden = button === "";
}
function rowOf({ content, written_at }, before, isPresent, hasMore) {
  const row = fromTemplate("history-row");
  const time = part(row, "time");
  time.textContent = fullTime(written_at);
  time.dateTime = written_at;
  if (isPresent) part(row, "note").textContent = gettext("current version");
  else if (before === null && !hasMore) part(row, "note").textContent = gettext("oldest version");
  const text = textOf(content);
  const pieces2 = before === null ? [{ kind: "same", text }] : wordDiff(textOf(before.content), text);
  part(row, "text").append(...pieces2.map(({ kind, text: text2 }) => pieceOf(kind, text2)));
  return row;
}
function textOf(content) {
  return readable(content, (id) => shown.names.get(id));
}
function pieceOf(kind, text) {
  if (kind === "same") return text;
  const mark = document.createElement(kind === "added" ? "ins" : "del");
  mark.textContent = text;
  return mark;
}
export {
  showHistory
};
