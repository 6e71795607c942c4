import { A as dialog, u as part, g as gettext, z as openDialog, M as showText, al as isoDay, L as hideIf, a as interpolate } from "./app.js";
import { c as clockTime, p as pathOf, b as barsOf } from "./waveform.js";
import { n as noteSound } from "./sounds.js";
import { e as end } from "./begun_sounds.js";
import { S as SoundPlayer } from "./sound_player.js";
import { a as addFiles } from "./writing.js";
const TYPES = [["audio/webm;codecs=opus", "webm"], ["audio/mp4", "m4a"], ["audio/ogg;codecs=opus", "ogg"]];
const BITS_PER_SECOND = 32e3;
const LEVEL_MS = 100;
class Microphone {
  levels = [];
  #stream;
  #recorder;
  #suffix;
  #context = new AudioContext();
  #timer = 0;
  #pieces = [];
  #beganMs = performance.now();
  constructor(stream, measured) {
    const [type, suffix] = TYPES.find(([type2]) => MediaRecorder.isTypeSupported(type2)) ?? ["", "webm"];
    this.#stream = stream;
    this.#suffix = suffix;
    const options = { audioBitsPerSecond: BITS_PER_SECOND };
    this.#recorder = new MediaRecorder(stream, type ? { ...options, mimeType: type } : options);
    this.#recorder.addEventListener("dataavailable", ({ data }) => this.#pieces.push(data));
    this.#recorder.start(1e3);
    this.#measure(measured);
  }
  get seconds() {
    return (performance.now() - this.#beganMs) / 1e3;
  }
  onLost(act) {
    this.#stream.getAudioTracks()[0]?.addEventListener("ended", act);
  }
  async stop() {
    const duration_s = Math.round(this.seconds * 10) / 10;
    const ended = new Promise((resolve) => this.#recorder.addEventListener("stop", resolve));
    if (this.#recorder.state !== "inactive") {
      this.#recorder.stop();
      await ended;
    }
    this.release();
    const content = new Blob(this.#pieces, { type: this.#recorder.mimeType.split(";")[0] });
    return { content, suffix: this.#suffix, duration_s, levels: this.levels };
  }
  release() {
    clearInterval(this.#timer);
    for (const track of this.#stream.getTracks()) track.stop();
    if (this.#context.state !== "closed") void this.#context.close();
  }
  #measure(measured) {
    const analyser = this.#context.createAnalyser();
    const samples = new Float32Array(analyser.fftSize);
    this.#context.createMediaStreamSource(this.#stream).connect(analyser);
    this.#timer = window.setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      this.levels.push(samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0));
      measured(this.levels);
    }, LEVEL_MS);
  }
}
const ID = "voice";
const LONGEST_S = 600;
const SHOWN_LEVELS = 64;
let recording = null;
function recordVoice(chat, send) {
  recording ??= new VoiceDialog(chat, send);
  void recording.open();
}
class VoiceDialog {
  #chat;
  #send;
  #root = dialog(ID);
  #microphone = null;
  #recorded = null;
  #url = "";
  #turn = 0;
  constructor(chat, send) {
    this.#chat = chat;
    this.#send = send;
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
  #begin(stream) {
    this.#microphone = new Microphone(stream, (levels) => this.#measured(levels));
    this.#microphone.onLost(() => void this.#stop());
    this.#show("recording", gettext("Recording"));
    part(this.#root, "stop").focus();
  }
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
function playerOf({ content, duration_s, levels }, url) {
  const facts = { url, duration_s, waveform: barsOf(levels), size: content.size };
  const player = new SoundPlayer({ ...facts, name: gettext("Voice message"), alt: "" });
  for (const control of player.root.querySelectorAll("button, input")) control.tabIndex = 0;
  return player;
}
function whyNot({ name }) {
  if (name === "NotFoundError") return gettext("No microphone was found.");
  if (name === "NotReadableError") return gettext("Another program is using the microphone.");
  return gettext("The microphone is blocked. Allow it for this page in your browser's settings.");
}
function longestText() {
  return interpolate(gettext("A voice message can have %(minutes)s minutes. Listen to it before you send it."), { minutes: LONGEST_S / 60 });
}
export {
  recordVoice
};
