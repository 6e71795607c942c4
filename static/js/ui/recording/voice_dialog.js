import { hideIf, part, showText } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { isoDay } from "../../lib/times.js";
import { barsOf, clockTime, pathOf } from "../../lib/waveform.js";
import { noteSound } from "../../files/sounds.js";
import { end } from "../attachments/begun_sounds.js";
import { SoundPlayer } from "../attachments/sound_player.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";
import { addFiles } from "../tray/adding.js";
import { Microphone } from "./microphone.js";

const ID = "voice";
const LONGEST_S = 600;
const SHOWN_LEVELS = 64;

/** @typedef {import("./microphone.js").Recorded} Recorded */

let recording = /** @type {VoiceDialog | null} */ (null);

/** Record a voice message. @param {Chat} chat @param {() => void} send Sends what is in the composer. */
export function recordVoice(chat, send) {
  recording ??= new VoiceDialog(chat, send);
  void recording.open();
}

/** Asks for the microphone, records, lets one listen, and sends. Closing it discards what was recorded. */
class VoiceDialog {
  #chat;
  #send;
  #root = dialog(ID);
  #microphone = /** @type {Microphone | null} */ (null);
  #recorded = /** @type {Recorded | null} */ (null);
  #url = "";
  /** The latest wish to record: an earlier one may still wait for a permission. */
  #turn = 0;

  /** @param {Chat} chat @param {() => void} send */
  constructor(chat, send) {
    this.#chat = chat;
    this.#send = send;
    /** @type {[string, () => unknown][]} */
    const acts = [["stop", () => this.#stop()], ["again", () => this.#record()], ["send", () => this.#add()]];
    for (const [name, act] of acts) part(this.#root, name).addEventListener("click", () => void act());
    this.#root.addEventListener("close", () => this.#forget());
  }

  async open() {
    this.#show("asking", gettext("Allow this page to use the microphone."));
    await openDialog(ID);
    await this.#record();
  }

  async #record() {
    this.#forget();
    const turn = this.#turn;
    this.#show("asking", gettext("Allow this page to use the microphone."));
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      if (turn === this.#turn && this.#root.open) this.#begin(stream);
      else for (const track of stream.getTracks()) track.stop();
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      if (turn === this.#turn) this.#show("refused", whyNot(error));
    }
  }

  /** @param {MediaStream} stream */
  #begin(stream) {
    this.#microphone = new Microphone(stream, (levels) => this.#measured(levels));
    this.#microphone.onLost(() => void this.#stop());
    this.#show("recording", gettext("Recording"));
    part(this.#root, "stop").focus();
  }

  /** @param {number[]} levels */
  #measured(levels) {
    const seconds = this.#microphone?.seconds ?? 0;
    showText(part(this.#root, "time"), clockTime(seconds));
    const shown = levels.slice(-SHOWN_LEVELS).map((level) => Math.round(100 * Math.min(1, level * 2)));
    const bars = [...Array(SHOWN_LEVELS - shown.length).fill(0), ...shown];
    part(this.#root, "levels").querySelector("path")?.setAttribute("d", pathOf(bars));
    if (seconds >= LONGEST_S) void this.#stop();
  }

  async #stop() {
    const microphone = this.#microphone;
    this.#microphone = null;
    if (!microphone) return;
    const isLongest = microphone.seconds >= LONGEST_S;
    const recorded = await microphone.stop();
    if (!this.#root.open) return;
    this.#recorded = recorded;
    this.#url = URL.createObjectURL(recorded.content);
    part(this.#root, "player").replaceChildren(playerOf(recorded, this.#url).root);
    this.#show("recorded", isLongest ? longestText() : gettext("Listen to it before you send it."));
    part(this.#root, "send").focus();
  }

  async #add() {
    const recorded = this.#recorded;
    if (!recorded) return;
    const name = `${gettext("Voice message")} ${isoDay()}.${recorded.suffix}`;
    const file = new File([recorded.content], name, { type: recorded.content.type });
    noteSound(file, { duration_s: recorded.duration_s, waveform: barsOf(recorded.levels) });
    this.#root.close();
    const adding = addFiles(this.#chat, [file]);
    this.#send();
    await adding;
  }

  #forget() {
    this.#turn += 1;
    this.#microphone?.release();
    this.#microphone = this.#recorded = null;
    end(this.#url);
    URL.revokeObjectURL(this.#url);
    part(this.#root, "player").replaceChildren();
  }

  /** @param {"asking" | "refused" | "recording" | "recorded"} state @param {string} text */
  #show(state, text) {
    showText(part(this.#root, "status"), text);
    hideIf(part(this.#root, "live"), state !== "recording");
    hideIf(part(this.#root, "stop"), state !== "recording");
    hideIf(part(this.#root, "player"), state !== "recorded");
    hideIf(part(this.#root, "send"), state !== "recorded");
    hideIf(part(this.#root, "again"), state !== "recorded" && state !== "refused");
    showText(part(this.#root, "again"), state === "refused" ? gettext("Try again") : gettext("Record again"));
  }
}

/** @param {Recorded} recorded @param {string} url */
function playerOf({ content, duration_s, levels }, url) {
  const facts = { url, duration_s, waveform: barsOf(levels), size: content.size };
  const player = new SoundPlayer({ ...facts, name: gettext("Voice message"), alt: "" });
  for (const control of player.root.querySelectorAll(/** @type {"button"} */ ("button, input"))) control.tabIndex = 0;
  return player;
}

/** @param {DOMException} error */
function whyNot({ name }) {
  if (name === "NotFoundError") return gettext("No microphone was found.");
  if (name === "NotReadableError") return gettext("Another program is using the microphone.");
  return gettext("The microphone is blocked. Allow it for this page in your browser's settings.");
}

function longestText() {
  return interpolate(gettext("A voice message can have %(minutes)s minutes. Listen to it before you send it."), {
    minutes: LONGEST_S / 60,
  });
}
