import { Z as fromTemplate, u as part, K as parts, M as showText, g as gettext, a as interpolate } from "./app.js";
import { c as clockTime, p as pathOf, B as BARS } from "./waveform.js";
import { s as soundAt, b as begin } from "./begun_sounds.js";
const SPEEDS = [1, 1.5, 2];
const FLAT = Array(BARS).fill(0);
class SoundPlayer {
  root = fromTemplate("sound-player");
  #audio;
  #seek = part(this.root, "seek");
  #parts = parts(this.root, "play", "time", "speed", "problem");
  #sound;
  constructor(sound) {
    this.#sound = sound;
    this.#audio = soundAt(sound.url, () => this.#draw());
    this.root.dataset.sound = sound.url;
    this.describe(sound);
    this.#listen();
    this.#draw();
  }
  describe(sound) {
    this.#sound = sound;
    this.root.setAttribute("aria-label", sound.alt || sound.name);
    showText(part(this.root, "name"), sound.waveform ? sound.alt : sound.alt || sound.name);
    this.#showBars(sound.waveform ?? FLAT);
  }
  #listen() {
    const { play, speed } = this.#parts;
    play.addEventListener("click", () => void this.#toggle());
    speed.addEventListener("click", () => this.#faster());
    this.#seek.addEventListener("input", () => {
      this.#audio.currentTime = Number(this.#seek.value);
      this.#draw();
    });
  }
  async #toggle() {
    if (!this.#audio.paused) return this.#audio.pause();
    if (this.#audio.error) this.#audio.load();
    begin(this.#audio);
    this.root.dispatchEvent(new CustomEvent("sound-begins", { bubbles: true, detail: this.#audio }));
    await this.#audio.play().catch(() => null);
    if (this.#sound.waveform === null) void this.#listenAhead();
    return void 0;
  }
  async #listenAhead() {
    const bars = await import("./sound_bars.js").then((it) => it.barsOfSound(this.#sound)).catch(() => null);
    if (bars) this.#showBars(bars);
  }
  #faster() {
    const next = SPEEDS[(SPEEDS.indexOf(this.#audio.playbackRate) + 1) % SPEEDS.length];
    this.#audio.defaultPlaybackRate = next;
    this.#audio.playbackRate = next;
    this.#draw();
  }
  get #duration() {
    const { duration } = this.#audio;
    return Number.isFinite(duration) ? duration : this.#sound.duration_s ?? 0;
  }
  #draw() {
    const { play, time, speed, problem } = this.#parts;
    const { currentTime: at, paused, playbackRate, error } = this.#audio;
    showText(problem, error ? gettext("This sound couldn't be played.") : "");
    const duration = Math.max(this.#duration, at);
    const isBegun = at > 0 || !paused;
    this.#seek.max = String(duration || 1);
    this.#seek.value = String(at);
    const position = { at: clockTime(at), duration: clockTime(duration) };
    this.#seek.setAttribute("aria-valuetext", interpolate(gettext("%(at)s of %(duration)s"), position));
    this.root.style.setProperty("--played", `${duration ? 100 * at / duration : 0}%`);
    showText(time, isBegun || duration > 0 ? clockTime(isBegun ? at : duration) : "");
    play.setAttribute("aria-label", paused ? gettext("Play") : gettext("Pause"));
    play.toggleAttribute("data-paused", paused);
    const times = `${playbackRate}\xD7`;
    showText(speed, times);
    speed.setAttribute("aria-label", interpolate(gettext("Speed %(times)s"), { times }));
  }
  #showBars(bars) {
    for (const svg of this.root.querySelectorAll("svg.sound-bars")) {
      svg.setAttribute("viewBox", `0 0 ${2 * bars.length} 100`);
      svg.querySelector("path")?.setAttribute("d", pathOf(bars));
    }
  }
}
export {
  SoundPlayer as S
};
