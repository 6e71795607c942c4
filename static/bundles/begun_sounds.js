const EVENTS = ["play", "pause", "timeupdate", "durationchange", "ended", "seeked", "error"];
const begun = /* @__PURE__ */ new Map();
const players = /* @__PURE__ */ new WeakMap();
function soundAt(url, draw) {
  const audio = begun.get(url) ?? silent(url);
  players.set(audio, draw);
  return audio;
}
function silent(url) {
  const audio = new Audio();
  Object.assign(audio, { preload: "none", src: url });
  audio.dataset.sound = url;
  for (const name of EVENTS) audio.addEventListener(name, () => players.get(audio)?.());
  return audio;
}
function begin(audio) {
  const url = audio.dataset.sound ?? "";
  begun.delete(url);
  begun.set(url, audio);
  document.body.append(audio);
  for (const old of [...begun.keys()].slice(0, -20)) end(old);
}
function end(url = "") {
  const audio = begun.get(url);
  audio?.pause();
  audio?.remove();
  begun.delete(url);
}
const isPlayingAt = (url = "") => begun.get(url)?.paused === false;
export {
  begin as b,
  end as e,
  isPlayingAt as i,
  soundAt as s
};
