import { g as gettext } from "./app.js";
import { c as clockTime } from "./waveform.js";
function linkTo({ url, id }, className) {
  const link = document.createElement("a");
  link.dataset.file = id;
  return Object.assign(link, { href: url, tabIndex: -1, className });
}
const MARGIN = "50%";
const waiting = /* @__PURE__ */ new WeakMap();
const observers = /* @__PURE__ */ new WeakMap();
function whenNear(element, act) {
  waiting.set(element, act);
  queueMicrotask(() => observerOf(element).observe(element));
}
function observerOf(element) {
  const scroller = element.closest('[data-part="scroller"]');
  const place = scroller ?? document.documentElement;
  const known = observers.get(place);
  if (known) return known;
  const made = new IntersectionObserver(arrived, { root: scroller, rootMargin: `${MARGIN} 0px` });
  observers.set(place, made);
  return made;
}
function arrived(entries, observer) {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    observer.unobserve(target);
    waiting.get(target)?.();
    waiting.delete(target);
  }
}
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
function blurhashPixels(hash, width, height) {
  const size = number(hash.slice(0, 1));
  const [across, along] = [size % 9 + 1, Math.floor(size / 9) + 1];
  if (size < 0 || hash.length !== 4 + 2 * across * along) return null;
  const strength = (number(hash.slice(1, 2)) + 1) / 166;
  const colours = [average(number(hash.slice(2, 6)))];
  for (let at = 6; at < hash.length; at += 2) colours.push(wave(number(hash.slice(at, at + 2)), strength));
  return painted(colours, { across, width, height });
}
function painted(colours, { across, width, height }) {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const light = [0, 0, 0];
      for (const [at, colour] of colours.entries()) {
        const share = Math.cos(Math.PI * x * (at % across) / width) * Math.cos(Math.PI * y * Math.floor(at / across) / height);
        for (const [channel, value] of colour.entries()) light[channel] += value * share;
      }
      pixels.set([...light.map(standard), 255], 4 * (y * width + x));
    }
  }
  return pixels;
}
function number(text) {
  const values = [...text].map((digit) => DIGITS.indexOf(digit));
  return values.includes(-1) || text === "" ? -1 : values.reduce((sum, value) => sum * 83 + value, 0);
}
const average = (colour) => [colour >> 16, colour >> 8 & 255, colour & 255].map(linear);
function wave(value, strength) {
  const channels = [Math.floor(value / 361), Math.floor(value / 19) % 19, value % 19];
  return channels.map((one) => Math.sign(one - 9) * ((one - 9) / 9) ** 2 * strength);
}
function linear(value) {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
function standard(light) {
  const share = Math.max(0, Math.min(1, light));
  return Math.round(255 * (share <= 31308e-7 ? share * 12.92 : 1.055 * share ** (1 / 2.4) - 0.055));
}
const WIDEST_PX = 360;
const TALLEST_PX = 300;
const NARROWEST_PX = 120;
const LARGEST_PX = 800;
function fitted({ width, height, previews }) {
  const [wide, tall] = [width ?? previews[0].width, height ?? previews[0].height];
  const scale = Math.min(1, WIDEST_PX / wide, TALLEST_PX / tall);
  const narrowest = Math.min(wide, NARROWEST_PX);
  return { width: Math.max(narrowest, Math.round(wide * scale)), height: Math.max(1, Math.round(tall * scale)) };
}
function stillsIn(previews) {
  return previews.filter(({ is_animated, width }) => !is_animated && width <= LARGEST_PX);
}
const stillFor = ({ previews }) => stillsIn(previews).at(-1) ?? previews[0];
const TILE_PX = 180;
const BLUR_PX = 24;
function picture(file) {
  return shown(file, fitted(file), "file-picture");
}
function tile(file) {
  return shown(file, { width: TILE_PX, height: TILE_PX }, "file-picture file-tile");
}
function describePicture(link, { alt, name }) {
  const image = link.querySelector("img");
  image.alt = alt || name;
}
function shown(file, { width, height }, className) {
  const link = linkTo(file, className);
  const image = document.createElement("img");
  Object.assign(image, { width, height, decoding: "async" });
  image.style.aspectRatio = `${width} / ${height}`;
  const frame = document.createElement("picture");
  frame.append(image);
  link.append(...blurOf(file), frame);
  link.target = "_blank";
  whenNear(link, () => load(frame, image, file));
  return link;
}
function load(frame, image, { previews }) {
  const stills = stillsIn(previews);
  const moving = previews.find(({ is_animated }) => is_animated);
  if (moving) {
    const source = document.createElement("source");
    Object.assign(source, { srcset: moving.url, media: "(prefers-reduced-motion: no-preference)" });
    frame.prepend(source);
  }
  image.sizes = `${image.width}px`;
  image.srcset = stills.map(({ url, width: wide }) => `${url} ${wide}w`).join(", ");
  image.src = (stills[0] ?? previews[0]).url;
}
function blurOf({ blurhash, width, height }) {
  const [wide, tall] = [BLUR_PX, Math.max(1, Math.round(BLUR_PX * (height ?? 1) / (width ?? 1)) || 1)];
  const pixels = blurhash && tall < 100 ? blurhashPixels(blurhash, wide, tall) : null;
  if (!pixels) return [];
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: wide, height: tall, className: "file-blur" });
  canvas.setAttribute("aria-hidden", "true");
  canvas.getContext("2d")?.putImageData(new ImageData(pixels, wide, tall), 0, 0);
  return [canvas];
}
const USUAL = { width: 360, height: 203 };
const leftAt = /* @__PURE__ */ new Map();
function film(file) {
  const video = document.createElement("video");
  Object.assign(video, { src: file.url, preload: "none", controls: true, playsInline: true, tabIndex: -1 });
  const frame = filmFrame(file, video);
  frame.prepend(...blurOf(file));
  video.addEventListener("play", () => frame.querySelector(".file-duration")?.remove(), { once: true });
  rememberPosition(video, file.url);
  frame.append(problemOf(video, file));
  if (file.previews.length > 0) whenNear(frame, () => video.poster = stillFor(file).url);
  return frame;
}
function filmFrame({ width, height, previews = [], duration_s: seconds }, shown2) {
  const frame = document.createElement("div");
  const size = width || previews.length > 0 ? fitted({ width, height, previews }) : USUAL;
  frame.className = "file-film";
  frame.style.width = `${size.width}px`;
  frame.style.aspectRatio = `${size.width} / ${size.height}`;
  frame.append(shown2);
  if (seconds) frame.append(durationOf(seconds));
  return frame;
}
function problemOf(video, file) {
  const problem = document.createElement("p");
  problem.className = "file-problem";
  problem.setAttribute("role", "status");
  const link = Object.assign(linkTo(file, ""), { download: file.name, textContent: gettext("Download") });
  video.addEventListener("error", () => problem.replaceChildren(gettext("This video couldn't be played."), " ", link));
  video.addEventListener("loadedmetadata", () => problem.replaceChildren());
  return problem;
}
function rememberPosition(video, url) {
  video.addEventListener("loadedmetadata", () => {
    video.currentTime = leftAt.get(url) ?? 0;
  }, { once: true });
  video.addEventListener("timeupdate", () => {
    if (video.ended) leftAt.delete(url);
    else if (video.readyState > 0) leftAt.set(url, video.currentTime);
  });
}
function durationOf(seconds) {
  const duration = document.createElement("span");
  duration.className = "file-duration";
  duration.textContent = clockTime(seconds);
  return duration;
}
export {
  fitted as a,
  film as b,
  describePicture as d,
  filmFrame as f,
  linkTo as l,
  picture as p,
  tile as t,
  whenNear as w
};
