import { fromTemplate, part, parts, showText } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { BARS, clockTime, pathOf } from "../../lib/waveform.js";
import { begin, soundAt } from "./begun_sounds.js";

const SPEEDS = [1, 1.5, 2];
const FLAT = Array(BARS).fill(0);

/** @typedef {Pick<Attachment, "url" | "name" | "alt" | "size" | "duration_s" | "waveform">} Sound */

/** Plays a sound: its waveform is where one seeks. The sound itself outlives it. */
export class SoundPlayer {
  root = fromTemplate("sound-player");
  #audio;
  #seek = /** @type {HTMLInputElement} */ (part(this.root, "seek"));
  #parts = parts(this.root, "play", "time", "speed", "problem");
  #sound;

  /** @param {Sound} sound */
  constructor(sound) {
    this.#sound = sound;
    this.#audio = soundAt(sound.url, () => this.#draw());
    this.root.dataset.sound = sound.url;
    this.describe(sound);
    this.#listen();
    this.#draw();
  }

  /** @param {Sound} sound */
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
    await this.#audio.play().catch(() => null); // an error says so itself
    if (this.#sound.waveform === null) void this.#listenAhead();
    return undefined;
  }

  /** Of a sound that came without bars, they are worked out once it is listened to. */
  async #listenAhead() {
    const bars = await import("./sound_bars.js").then((it) => it.barsOfSound(this.#sound)).catch(() => null);
    if (bars) this.#showBars(bars);
  }

  #faster() {
    const next = SPEEDS[(SPEEDS.indexOf(this.#audio.playbackRate) + 1) % SPEEDS.length];
    this.#audio.defaultPlaybackRate = next; // another load keeps it
    this.#audio.playbackRate = next;
    this.#draw();
  }

  /** What the sender's browser said counts where a recording has no length of its own. */
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
    this.root.style.setProperty("--played", `${duration ? (100 * at) / duration : 0}%`);
    showText(time, isBegun || duration > 0 ? clockTime(isBegun ? at : duration) : "");
    play.setAttribute("aria-label", paused ? gettext("Play") : gettext("Pause"));
    play.toggleAttribute("data-paused", paused);
    const times = `${playbackRate}×`;
    showText(speed, times);
    speed.setAttribute("aria-label", interpolate(gettext("Speed %(times)s"), { times }));
  }

  /** @param {number[]} bars */
  #showBars(bars) {
    for (const svg of this.root.querySelectorAll("svg.sound-bars")) {
      svg.setAttribute("viewBox", `0 0 ${2 * bars.length} 100`);
      svg.querySelector("path")?.setAttribute("d", pathOf(bars));
    }
  }
}
