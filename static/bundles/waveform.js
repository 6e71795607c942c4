const BARS = 64;
const HEIGHT = 100;
function barsOf(levels, count = BARS) {
  const bars = Math.min(count, levels.length);
  const peaks = Array.from({ length: bars }, (_, at) => {
    const [from, to] = [Math.floor(at * levels.length / bars), Math.floor((at + 1) * levels.length / bars)];
    let peak = 0;
    for (let each = from; each < to; each += 1) peak = Math.max(peak, Math.abs(levels[each]));
    return peak;
  });
  const loudest = Math.max(...peaks, 0.01);
  return peaks.map((peak) => Math.round(HEIGHT * Math.min(1, peak) / Math.min(1, loudest)));
}
function pathOf(bars) {
  return bars.map((height, at) => {
    const half = Math.max(4, height) / 2;
    return `M${2 * at + 1} ${50 - half}V${50 + half}`;
  }).join("");
}
function clockTime(seconds) {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
export {
  BARS as B,
  barsOf as b,
  clockTime as c,
  pathOf as p
};
