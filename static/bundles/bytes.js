const MB = 2 ** 20;
const megabytes = (bytes, round = Math.round) => round(bytes / MB * 10) / 10;
export {
  megabytes as m
};
