const FENCE = String.raw`^(?:[ \t>]|[-+*] |\d+[.)] )*(?<fence>\x60{3,}|~{3,})[^\n\x60]*`;
const FENCED = String.raw`(?:\n[^]*?(?:\n[ \t>]*\k<fence>[\x60~]*[ \t]*$|(?![^]))|(?![^]))`;
const CODE_BLOCK = new RegExp(FENCE + FENCED);
const CODE_SPAN = /(?<!`)(?<ticks>`+)(?!`)[^]*?(?<!`)\k<ticks>(?!`)/;
const ESCAPE = /\\[^\w\s]/;
const LINK = /\w+:\/\/\S*/;
const NAMES = /(?<![\w\p{Nd}:])(?<names>(?::[\w+-]+:)+)(?!\w)/u;
const CODE = anyOf([CODE_BLOCK, CODE_SPAN, ESCAPE]);
const TEXT = anyOf([CODE_BLOCK, CODE_SPAN, ESCAPE, LINK, NAMES]);
function anyOf(patterns) {
  return new RegExp(patterns.map(({ source }) => source).join("|"), "gmu");
}
const mayHoldShortcodes = (text) => /:[\w+-]+:/.test(text);
function withEmoji(text, table2) {
  return text.replace(TEXT, (found, _fence, _ticks, names, start, whole) => names ? emojiOf(names, isAlone(whole, start, found.length), table2) : found);
}
function emojiOf(names, alone, table2) {
  return names.replace(/:([\w+-]+):/g, (code, name) => {
    const known = name.length > 1 ? name.toLowerCase() : name;
    return Object.hasOwn(table2, known) && (name.length > 1 || alone) ? table2[known] : code;
  });
}
function isAlone(text, start, length) {
  return /^\s?$/.test(text.slice(start - 1, start)) && /^\s?$/.test(text.charAt(start + length));
}
function shortcodeBefore(text, caret) {
  const found = text.slice(0, caret).match(/(?<![\w\p{Nd}:]):(\w[\w+-]+|[+-]1|[+-])(:?)$/u);
  if (!found || endsInCode(text.slice(0, caret))) return null;
  return { start: caret - found[0].length, query: found[1].toLowerCase(), complete: found[2] === ":" };
}
function endsInCode(text) {
  let open = false;
  const rest = text.replace(CODE, (found, fence, _ticks, start) => {
    open ||= Boolean(fence) && start + found.length === text.length;
    return "";
  });
  return open || rest.includes("`");
}
function bestNames(query, names, most) {
  const containing = names.filter((name) => name.includes(query));
  const rank = (name) => (name.startsWith(query) ? 0 : 1e3) + name.length;
  return containing.sort((a, b) => rank(a) - rank(b)).slice(0, most);
}
const TABLE = "/static/vendor/shortcodes.json";
const PATIENCE_MS = 2e3;
let table = null;
let loading = null;
function emojiTable() {
  loading ??= fetch(TABLE, { signal: AbortSignal.timeout(PATIENCE_MS) }).then((response) => response.json()).then((names) => table = names).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}
function withEmojiNow(text) {
  if (!mayHoldShortcodes(text)) return text;
  return table && withEmoji(text, table);
}
async function withEmojiSoon(text) {
  return withEmojiNow(text) ?? withEmoji(text, await emojiTable().catch(() => ({})));
}
var emoji_table = /* @__PURE__ */ Object.freeze({
  __proto__: null,
  emojiTable,
  withEmojiNow,
  withEmojiSoon
});
export {
  endsInCode as a,
  bestNames as b,
  emoji_table as c,
  emojiTable as e,
  shortcodeBefore as s,
  withEmojiSoon as w
};
