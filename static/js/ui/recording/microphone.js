/** What browsers record: Chromium and Firefox the first, Safari the second. */
const TYPES = [
  ["audio/webm;codecs=opus", "webm"],
  ["audio/mp4", "m4a"],
  ["audio/ogg;codecs=opus", "ogg"],
];
const BITS_PER_SECOND = 32_000;
const LEVEL_MS = 100;

/** @typedef {{ content: Blob, suffix: string, duration_s: number, levels: number[] }} Recorded */

/** Records the microphone, and how loud it is ten times a second. */
export class Microphone {
  levels = /** @type {number[]} */ ([]);
  #stream;
  #recorder;
  #suffix;
  #context = new AudioContext();
  #timer = 0;
  /** @type {Blob[]} */
  #pieces = [];
  #beganMs = performance.now();

  /** @param {MediaStream} stream @param {(levels: number[]) => void} measured */
  constructor(stream, measured) {
    const [type, suffix] = TYPES.find(([type]) => MediaRecorder.isTypeSupported(type)) ?? ["", "webm"];
    this.#stream = stream;
    this.#suffix = suffix;
    const options = { audioBitsPerSecond: BITS_PER_SECOND };
    this.#recorder = new MediaRecorder(stream, type ? { ...options, mimeType: type } : options);
    this.#recorder.addEventListener("dataavailable", ({ data }) => this.#pieces.push(data));
    this.#recorder.start(1_000);
    this.#measure(measured);
  }

  get seconds() {
    return (performance.now() - this.#beganMs) / 1_000;
  }

  /** The microphone was unplugged, or taken back. @param {() => void} act */
  onLost(act) {
    this.#stream.getAudioTracks()[0]?.addEventListener("ended", act);
  }

  /** @returns {Promise<Recorded>} */
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

  /** The light beside the camera goes out. */
  release() {
    clearInterval(this.#timer);
    for (const track of this.#stream.getTracks()) track.stop();
    if (this.#context.state !== "closed") void this.#context.close();
  }

  /** @param {(levels: number[]) => void} measured */
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
