import { sizeText } from "../lib/sizes.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";

/**
 * Which files may be sent, before a byte of them is.
 * @template {{ name: string, size: number }} F
 * @param {F[]} files
 * @param {{ limits?: UploadLimits, present: number }} here present: how many files the message has already.
 * @returns {{ taken: F[], refusals: string[] }} refusals: sentences.
 */
export function sifted(files, { limits, present }) {
  if (!limits) return { taken: files, refusals: [] };
  const fitting = files.filter(({ size }) => size <= limits.file_bytes);
  const refusals = files.filter(({ size }) => size > limits.file_bytes).map((file) => tooLarge(file, limits));
  const left = Math.max(0, limits.files_per_message - present);
  if (fitting.length > left) refusals.push(tooMany(fitting.length - left, limits));
  return { taken: fitting.slice(0, left), refusals };
}

/** @param {{ name: string, size: number }} file @param {UploadLimits} limits */
function tooLarge({ name, size }, { file_bytes }) {
  const text = gettext("%(name)s is %(size)s. The limit is %(limit)s.");
  return interpolate(text, { name, size: sizeText(size, Math.ceil), limit: sizeText(file_bytes, Math.floor) });
}

/** @param {number} count @param {UploadLimits} limits */
function tooMany(count, { files_per_message: limit }) {
  const text = ngettext(
    "A message can have %(limit)s files. %(count)s was left out.",
    "A message can have %(limit)s files. %(count)s were left out.",
    count,
  );
  return interpolate(text, { count, limit });
}
