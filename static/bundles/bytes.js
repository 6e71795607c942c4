const MB = 2 ** 20;
const megabytes = (bytes) => Number((bytes / MB).toFixed(1));
export {
  megabytes as m
};
