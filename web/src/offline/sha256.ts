/**
 * SHA-256 (FIPS 180-4) of a short text, at once.
 *
 * Owns: the hash. WebCrypto's own answers in a promise, and waiting for one inside an IndexedDB
 * transaction ends the transaction. Not for secrets: nothing here is guarded against timing.
 */

/** First 32 bits of the fractional parts of the `nth` roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3). */
function primeRoots(how_many: number, nth: number): Uint32Array {
  const words = new Uint32Array(how_many);
  const primes: number[] = [];
  for (let n = 2; primes.length < how_many; n++) {
    if (primes.some((prime) => n % prime === 0)) continue;
    words[primes.length] = fraction32(BigInt(n), BigInt(nth));
    primes.push(n);
  }
  return words;
}

/** Exact by whole numbers: Math.cbrt may differ in the last bit between engines. */
function fraction32(prime: bigint, nth: bigint): number {
  const target = prime << (32n * nth);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** nth <= target) low = middle;
    else high = middle;
  }
  return Number(low & 0xffff_ffffn);
}

const ROUND = primeRoots(64, 3);
const START = primeRoots(8, 2);
const turn = (word: number, by: number) => (word >>> by) | (word << (32 - by));

/** The hash as eight 32-bit words, most significant first. */
export function sha256(text: string): Uint32Array {
  const message = new TextEncoder().encode(text);
  const blocks = (message.length + 9 + 63) >> 6;
  const padded = new DataView(new ArrayBuffer(blocks * 64));
  message.forEach((byte, at) => {
    padded.setUint8(at, byte);
  });
  padded.setUint8(message.length, 0x80);
  padded.setUint32(blocks * 64 - 8, Math.floor(message.length / 2 ** 29));
  padded.setUint32(blocks * 64 - 4, message.length << 3);
  const hash = START.slice();
  for (let block = 0; block < blocks; block++) compress(hash, padded, block * 64);
  return hash;
}

const schedule = new Int32Array(64);

function compress(hash: Uint32Array, padded: DataView, from: number): void {
  // `as number` below: the indexes are inside the fixed lengths (8 and 64), which the types cannot say.
  const w = schedule as unknown as { [at: number]: number };
  const k = ROUND as unknown as { [at: number]: number };
  for (let t = 0; t < 16; t++) w[t] = padded.getInt32(from + t * 4);
  for (let t = 16; t < 64; t++) {
    const near = w[t - 2] as number;
    const far = w[t - 15] as number;
    const s1 = turn(near, 17) ^ turn(near, 19) ^ (near >>> 10);
    const s0 = turn(far, 7) ^ turn(far, 18) ^ (far >>> 3);
    w[t] = s1 + (w[t - 7] as number) + s0 + (w[t - 16] as number);
  }
  let [a, b, c, d, e, f, g, h] = hash as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let t = 0; t < 64; t++) {
    const one =
      h +
      (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) +
      ((e & f) ^ (~e & g)) +
      (k[t] as number) +
      (w[t] as number);
    const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => {
    hash[at] = (hash[at] as number) + word;
  });
}
