/** Addresses that belong to the server or to the care team's own page; all others are screens of this app. */
export const notOurs: RegExp[] = [
  /^\/api\//,
  /^\/care(\/|\.html|$)/,
  /^\/problems\//,
  /^\/healthz$/,
  /^\/sw\.js$/,
];
