const MB = 2 ** 20;

/**
 * A number of bytes in megabytes, as people read it: with one digit behind the point, if any.
 * @param {number} bytes
 * @param {(tenths: number) => number} [round] What is too large is rounded up, and its limit down.
 */
export const megabytes = (bytes, round = Math.round) => round((bytes / MB) * 10) / 10;
