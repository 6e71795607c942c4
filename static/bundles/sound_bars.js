import { b as barsOf } from "./waveform.js";
const MAX_BYTES = 4 * 2 ** 20;
async function barsOfSound({ url, size }) {
  if (size > MAX_BYTES) return null;
  const response = await fetch(url);
  const context = new OfflineAudioContext(1, 1, 8e3);
  const decoded = await context.decodeAudioData(await response.arrayBuffer());
  return barsOf(decoded.getChannelData(0));
}
export {
  barsOfSound
};
