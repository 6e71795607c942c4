import { a as isPicture, i as isFilm } from "./preview.js";
import { Z as fromTemplate, g as gettext, a as interpolate } from "./app.js";
import { s as sizeText } from "./sizes.js";
import { f as filmFrame, a as fitted } from "./film.js";
const TILE_PX = 180;
class FilesOnTheirWay {
  #keeper;
  #shown = /* @__PURE__ */ new Map();
  constructor(keeper) {
    this.#keeper = keeper;
    keeper.changed.subscribe(() => this.#update());
  }
  draw(line, files) {
    const known = line.querySelector(".message-files");
    const place = known ?? document.createElement("div");
    this.#shown.set(place, files);
    if (!known) {
      place.className = "message-files";
      place.dataset.sending = "";
      line.querySelector(".message-text")?.after(place);
    }
    this.#drawAll(place, files);
    offerBack(line);
  }
  replace(line, draw) {
    const place = line.querySelector("[data-sending]");
    const urls = [...place?.children ?? []].map((file) => file.querySelector("img")?.src);
    place?.remove();
    draw();
    for (const [at, file] of [...line.querySelector(".message-files")?.children ?? []].entries()) {
      const shown = file.querySelector("img, video");
      if (shown && urls[at]) shown.style.background = `center / cover url(${urls[at]})`;
    }
  }
  #update() {
    for (const [place, files] of this.#shown) {
      if (place.isConnected) this.#drawAll(place, files);
      else this.#shown.delete(place);
    }
  }
  #drawAll(place, files) {
    const looks = files.map(({ id }) => this.#keeper.look(id));
    const pictures = files.filter((file, at) => isPicture(file) && looks[at].url !== null).length;
    if (pictures > 1) place.dataset.pictures = String(pictures);
    for (const [at, file] of files.entries()) {
      const node = drawn(place, at, file, looks[at], pictures > 1 && isPicture(file));
      drawProgress(node, file, looks[at]);
    }
  }
}
function offerBack(line) {
  const state = line.querySelector(".message-state");
  if (!state || state.querySelector("[data-part=take-back]")) return;
  const button = fromTemplate("message-take-back");
  button.textContent = line.dataset.state === "failed" ? gettext("Edit") : gettext("Cancel");
  state.append(button);
}
function drawn(place, at, file, look, isTile) {
  const known = place.children[at];
  const kind = kindOf(file, look, isTile);
  if (known?.className === kind) return known;
  const fresh = drawnAs(kind, file, look, isTile);
  if (known) known.replaceWith(fresh);
  else place.append(fresh);
  return fresh;
}
function kindOf(file, { url }, isTile) {
  if (isFilm(file) && url !== null) return "file-film";
  return url === null ? "file-card" : `file-picture${isTile ? " file-tile" : ""}`;
}
function drawnAs(kind, file, look, isTile) {
  if (kind === "file-film") return filmFrame(look, picture(file, look, false));
  const fresh = document.createElement("div");
  fresh.className = kind;
  fresh.append(...look.url === null ? words(file) : [picture(file, look, isTile)]);
  return fresh;
}
function picture({ name, alt }, { url, width, height }, isTile) {
  const size = isTile ? { width: TILE_PX, height: TILE_PX } : fitted({ width, height, previews: [] });
  return Object.assign(document.createElement("img"), size, { alt: alt || name, src: url });
}
function words({ name, size }) {
  const title = document.createElement("bdi");
  title.textContent = name;
  const note = document.createElement("span");
  note.className = "quiet small";
  note.textContent = sizeText(size);
  return [title, note];
}
function drawProgress(node, { name }, { part }) {
  let bar = node.querySelector("progress");
  if (part === null) return bar?.remove();
  if (bar === null) {
    bar = document.createElement("progress");
    bar.className = "file-progress";
    bar.setAttribute("aria-label", interpolate(gettext("Uploading %(name)s"), { name }));
    node.append(bar);
  }
  bar.value = part;
  return void 0;
}
export {
  FilesOnTheirWay
};
