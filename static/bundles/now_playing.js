import { Z as fromTemplate, K as parts, u as part, M as showText, Y as nameOf, g as gettext, I as oncePerFrame } from "./app.js";
import { c as clockTime } from "./waveform.js";
import { d as isDirect } from "./chat.js";
import { e as end } from "./begun_sounds.js";
let bar = null;
function followSound(chat, page, event) {
  const { target, detail: audio } = event;
  const line = target.closest(".message");
  const message = chat.live.log.messages.find(({ seq }) => String(seq) === line?.dataset.seq);
  if (!message) return;
  bar ??= new NowPlaying(chat, page);
  bar.follow({ audio, message, room: chat.room });
}
class NowPlaying {
  #root = fromTemplate("now-playing");
  #parts = parts(this.#root, "play", "time");
  #playing = null;
  #over = new AbortController();
  constructor(chat, page) {
    document.querySelector(".chat")?.prepend(this.#root);
    const draw = oncePerFrame(() => this.#draw());
    for (const { changed } of [chat.live, chat.rooms]) changed.subscribe(draw);
    this.#parts.play.addEventListener("click", () => this.#toggle());
    part(this.#root, "close").addEventListener("click", () => this.#close());
    part(this.#root, "open").addEventListener("click", () => {
      const { message } = this.#playing;
      page.openMessage(message.room_id, message.seq);
    });
  }
  follow(playing) {
    this.#over.abort();
    this.#over = new AbortController();
    this.#playing = playing;
    const { audio, room, message } = playing;
    showText(part(this.#root, "author"), nameOf(message.author));
    showText(part(this.#root, "room"), room && !isDirect(room) ? room.name : "");
    for (const name of ["play", "pause", "timeupdate"]) audio.addEventListener(name, () => this.#draw(), this.#over);
    for (const name of ["ended", "error"]) audio.addEventListener(name, () => this.#close(), this.#over);
    this.#draw();
  }
  #toggle() {
    const { audio } = this.#playing;
    if (audio.paused) void audio.play().catch(() => null);
    else audio.pause();
  }
  #draw() {
    if (!this.#playing) return;
    const { audio } = this.#playing;
    const isAway = !isOnScreen(audio);
    this.#hide(!isAway || audio.paused && this.#root.hidden);
    const { play, time } = this.#parts;
    showText(time, clockTime(audio.currentTime));
    play.setAttribute("aria-label", audio.paused ? gettext("Play") : gettext("Pause"));
    play.toggleAttribute("data-paused", audio.paused);
  }
  #hide(isHidden) {
    this.#root.hidden = isHidden;
    this.#root.parentElement?.toggleAttribute("data-playing", !isHidden);
  }
  #close() {
    const { audio } = this.#playing;
    this.#over.abort();
    this.#playing = null;
    this.#hide(true);
    if (audio.error) end(audio.dataset.sound);
    else if (!isOnScreen(audio)) audio.pause();
  }
}
function isOnScreen({ dataset: { sound } }) {
  const player = document.querySelector(`[data-part=scroller] .sound[data-sound="${CSS.escape(sound ?? "")}"]`);
  return player?.checkVisibility() ?? false;
}
export {
  followSound
};
