/** What a picture looks like before it is there: a blurhash (blurha.sh) made into pixels. */

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

/**
 * @param {string} hash @param {number} width @param {number} height
 * @returns {Uint8ClampedArray<ArrayBuffer> | null} RGBA; null for what is no blurhash.
 */
export function blurhashPixels(hash, width, height) {
  const size = number(hash.slice(0, 1));
  const [across, along] = [(size % 9) + 1, Math.floor(size / 9) + 1];
  if (size < 0 || hash.length !== 4 + 2 * across * along) return null;
  const strength = (number(hash.slice(1, 2)) + 1) / 166;
  const colours = [average(number(hash.slice(2, 6)))];
  for (let at = 6; at < hash.length; at += 2) colours.push(wave(number(hash.slice(at, at + 2)), strength));
  return painted(colours, { across, width, height });
}

/** @param {number[][]} colours @param {{ across: number, width: number, height: number }} size */
function painted(colours, { across, width, height }) {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const light = [0, 0, 0];
      for (const [at, colour] of colours.entries()) {
        const share = Math.cos((Math.PI * x * (at % across)) / width)
          * Math.cos((Math.PI * y * Math.floor(at / across)) / height);
        for (const [channel, value] of colour.entries()) light[channel] += value * share;
      }
      pixels.set([...light.map(standard), 255], 4 * (y * width + x));
    }
  }
  return pixels;
}

/** @param {string} text Of base 83; -1 if it is none. */
function number(text) {
  const values = [...text].map((digit) => DIGITS.indexOf(digit));
  return values.includes(-1) || text === "" ? -1 : values.reduce((sum, value) => sum * 83 + value, 0);
}

/** @param {number} colour */
const average = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255].map(linear);

/** @param {number} value @param {number} strength */
function wave(value, strength) {
  const channels = [Math.floor(value / 361), Math.floor(value / 19) % 19, value % 19];
  return channels.map((one) => Math.sign(one - 9) * ((one - 9) / 9) ** 2 * strength);
}

/** From sRGB to light. @param {number} value */
function linear(value) {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** From light to sRGB. @param {number} light */
function standard(light) {
  const share = Math.max(0, Math.min(1, light));
  return Math.round(255 * (share <= 0.0031308 ? share * 12.92 : 1.055 * share ** (1 / 2.4) - 0.055));
}
