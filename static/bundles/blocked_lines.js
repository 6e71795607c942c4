import { W as ngettext, a as interpolate } from "./app.js";
class BlockedLines {
  #chat;
  #shown = /* @__PURE__ */ new Set();
  constructor(chat, list, redraw) {
    this.#chat = chat;
    chat.roomChanged.subscribe(() => this.#shown.clear());
    list.addEventListener("click", ({ target }) => {
      const fold = target.closest(".blocked-line");
      if (!(fold instanceof HTMLElement) || !(target instanceof HTMLButtonElement)) return;
      for (const key of (fold.dataset.keys ?? "").split(" ")) this.#shown.add(key);
      redraw();
    });
  }
  fold(rows) {
    const { blocks } = this.#chat;
    const folded = [];
    let newsLine = void 0;
    for (const row of rows) {
      const isFolded = row.kind === "message" && blocks.has(row.message.author) && !this.#shown.has(row.key);
      if (isFolded && folded.at(-1)?.kind === "unread") newsLine = folded.pop();
      if (isFolded) {
        add(folded, row);
      } else {
        if (newsLine) folded.push(newsLine);
        newsLine = void 0;
        folded.push(this.#drawn(row, folded.at(-1)));
      }
    }
    return folded.map((row) => row.kind === "blocked" ? withText(row) : row);
  }
  #drawn(row, previous) {
    if (row.kind !== "message") return row;
    const startsGroup = row.startsGroup || previous?.kind === "blocked";
    return { ...row, startsGroup, hidesQuote: this.#chat.blocks.has(row.message.reply_to?.author) };
  }
}
function add(folded, { key, message }) {
  const run = folded.at(-1);
  const seq = message.seq ?? 0;
  const start = { key: `blocked-${key}`, kind: "blocked", keys: [key], seq, text: "" };
  if (run?.kind !== "blocked") return folded.push(start);
  run.seq = seq;
  return run.keys.push(key);
}
function withText(row) {
  return { ...row, text: blockedText(row.keys.length) };
}
function blockedText(count) {
  const text = ngettext("%(count)s message from someone you blocked", "%(count)s messages from people you blocked", count);
  return interpolate(text, { count });
}
export {
  BlockedLines,
  blockedText
};
