const LONGEST_PX = 720;
const NOTHING = { preview: null, width: null, height: null, duration_s: null };
const PATIENCE_MS = 8e3;
const POSTER_AT_S = 1;
const END_S = 1e7;
const QUALITY$1 = 0.8;
async function lookOfRecording(file) {
  const media = document.createElement(file.type.startsWith("video/") ? "video" : "audio");
  const url = URL.createObjectURL(file);
  const over = AbortSignal.timeout(PATIENCE_MS);
  const look = { ...NOTHING };
  try {
    await opened(media, url, over);
    look.duration_s = await durationOf(media, over);
    if (media instanceof HTMLVideoElement && media.videoWidth > 0) Object.assign(look, await pictured(media, over));
  } catch {
  } finally {
    media.removeAttribute("src");
    media.load();
    URL.revokeObjectURL(url);
  }
  return look;
}
function opened(media, url, over) {
  const metadata = happened(media, "loadedmetadata", over);
  Object.assign(media, { muted: true, playsInline: true, preload: "auto", src: url });
  return metadata;
}
async function durationOf(media, over) {
  if (!Number.isFinite(media.duration)) await soughtTo(media, END_S, over);
  return Number.isFinite(media.duration) ? Math.round(media.duration * 10) / 10 : null;
}
async function pictured(video, over) {
  const { videoWidth: width, videoHeight: height, duration } = video;
  await soughtTo(video, Math.min(POSTER_AT_S, (duration || 0) / 2), over);
  return { width, height, preview: await posterOf(video) };
}
async function posterOf(video) {
  const scale = Math.min(1, LONGEST_PX / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(video.videoWidth * scale));
  canvas.height = Math.max(1, Math.round(video.videoHeight * scale));
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  const webp = await encoded(canvas, "image/webp");
  return webp?.type === "image/webp" ? webp : encoded(canvas, "image/jpeg");
}
function encoded(canvas, type) {
  return new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY$1));
}
async function soughtTo(media, seconds, over) {
  const sought = happened(media, "seeked", over);
  media.currentTime = seconds;
  await sought;
}
function happened(media, name, over) {
  return new Promise((resolve, reject) => {
    media.addEventListener(name, () => resolve(), { once: true, signal: over });
    media.addEventListener("error", reject, { once: true, signal: over });
    over.addEventListener("abort", reject, { once: true });
  });
}
const PICTURES = /^image\/(jpeg|png|gif|webp|avif|heic|heif)$/;
const QUALITY = 0.8;
const MAX_BYTES = 60 * 2 ** 20;
const MAX_PIXELS = 6e7;
let last = Promise.resolve();
const isPicture = ({ type }) => PICTURES.test(type);
const isFilm = ({ type }) => type.startsWith("video/");
const isSound = ({ type }) => type.startsWith("audio/");
function lookOf(file) {
  const make = makerFor(file);
  if (!make) return Promise.resolve(NOTHING);
  const look = last.then(() => make(file)).catch(() => NOTHING);
  last = look;
  return look;
}
function makerFor(file) {
  if (isPicture(file)) return file.size > MAX_BYTES ? null : made;
  return isFilm(file) || isSound(file) ? lookOfRecording : null;
}
async function made(file) {
  const url = URL.createObjectURL(file);
  try {
    const image = await read(url);
    const { naturalWidth: width, naturalHeight: height } = image;
    if (width * height > MAX_PIXELS) return { ...NOTHING, width, height };
    return { ...NOTHING, preview: await reduced(image), width, height };
  } finally {
    URL.revokeObjectURL(url);
  }
}
function read(url) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = reject;
    image.src = url;
  });
}
async function reduced(image) {
  const scale = Math.min(1, LONGEST_PX / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  const bitmap = await createImageBitmap(image, { resizeWidth: canvas.width, resizeHeight: canvas.height, resizeQuality: "medium" });
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob(resolve, "image/webp", QUALITY));
}
export {
  isPicture as a,
  isFilm as i,
  lookOf as l
};
