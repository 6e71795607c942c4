import { barsOf } from "../../lib/waveform.js";

/** A minute of music in good quality; more would take the memory of a phone. */
const MAX_BYTES = 4 * 2 ** 20;

/** Listen to a whole sound at once. @param {{ url: string, size: number }} sound */
export async function barsOfSound({ url, size }) {
  if (size > MAX_BYTES) return null;
  const response = await fetch(url);
  const context = new OfflineAudioContext(1, 1, 8_000);
  const decoded = await context.decodeAudioData(await response.arrayBuffer());
  return barsOf(decoded.getChannelData(0));
}
