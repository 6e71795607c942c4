import { fromTemplate, part, parts, showText } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { gettext } from "../../lib/i18n.js";
import { nameOf } from "../../lib/person.js";
import { clockTime } from "../../lib/waveform.js";
import { isDirect } from "../../state/direct.js";
import { end } from "./begun_sounds.js";

/** @typedef {{ openMessage(roomId: number, seq: number): void }} Page */
/** @typedef {{ audio: HTMLAudioElement, room: Room | null, message: Message }} Playing */

let bar = /** @type {NowPlaying | null} */ (null);

/**
 * A sound of the room on the screen begins. When its player leaves the screen, a bar says what plays.
 * @param {Chat} chat @param {Page} page @param {Event} event
 */
export function followSound(chat, page, event) {
  const { target, detail: audio } = /** @type {CustomEvent<HTMLAudioElement>} */ (event);
  const line = /** @type {HTMLElement} */ (target).closest(/** @type {"div"} */ (".message"));
  const message = chat.live.log.messages.find(({ seq }) => String(seq) === line?.dataset.seq);
  if (!message) return;
  bar ??= new NowPlaying(chat, page);
  bar.follow({ audio, message, room: chat.room });
}

/** What plays while its message is not on the screen, over all of the page. */
class NowPlaying {
  #root = fromTemplate("now-playing");
  #parts = parts(this.#root, "play", "time");
  #playing = /** @type {Playing | null} */ (null);
  #over = new AbortController();

  /** @param {Chat} chat @param {Page} page */
  constructor(chat, page) {
    document.querySelector(".chat")?.prepend(this.#root);
    const draw = oncePerFrame(() => this.#draw());
    for (const { changed } of [chat.live, chat.rooms]) changed.subscribe(draw);
    this.#parts.play.addEventListener("click", () => this.#toggle());
    part(this.#root, "close").addEventListener("click", () => this.#close());
    part(this.#root, "open").addEventListener("click", () => {
      const { message } = /** @type {Playing} */ (this.#playing);
      page.openMessage(message.room_id, message.seq);
    });
  }

  /** @param {Playing} playing */
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
    const { audio } = /** @type {Playing} */ (this.#playing);
    if (audio.paused) void audio.play().catch(() => null);
    else audio.pause();
  }

  #draw() {
    if (!this.#playing) return;
    const { audio } = this.#playing;
    const isAway = !isOnScreen(audio);
    this.#hide(!isAway || (audio.paused && this.#root.hidden));
    const { play, time } = this.#parts;
    showText(time, clockTime(audio.currentTime));
    play.setAttribute("aria-label", audio.paused ? gettext("Play") : gettext("Pause"));
    play.toggleAttribute("data-paused", audio.paused);
  }

  /** @param {boolean} isHidden */
  #hide(isHidden) {
    this.#root.hidden = isHidden;
    this.#root.parentElement?.toggleAttribute("data-playing", !isHidden); // the page makes room for it
  }

  /** Where it was stays known, unless it was deleted. */
  #close() {
    const { audio } = /** @type {Playing} */ (this.#playing);
    this.#over.abort();
    this.#playing = null;
    this.#hide(true);
    if (audio.error) end(audio.dataset.sound);
    else if (!isOnScreen(audio)) audio.pause();
  }
}

/** Whether its player is among the lines of the room on the screen. @param {HTMLAudioElement} audio */
function isOnScreen({ dataset: { sound } }) {
  const player = document.querySelector(`[data-part=scroller] .sound[data-sound="${CSS.escape(sound ?? "")}"]`);
  return player?.checkVisibility() ?? false;
}
