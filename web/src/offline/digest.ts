/**
 * The digest that phone and server compare, record by record.
 *
 * Owns: a record's fingerprint (first 8 bytes of SHA-256), their sum modulo 2^64, and the name that a
 * record has in the phone's own tables. contract/digest.json holds examples that both languages must meet.
 */
import { sha256 } from './sha256.ts';

export const NOTHING = 0n;

/** Of a record that the participant writes, by the ids of its heads. */
export function ofHeads(kind: string, record: string, heads: Iterable<string>): bigint {
  return firstEight(`${kind} ${record} ${[...heads].sort().join(',')}`);
}

/** Of a record that staff write. A deleted one counts `NOTHING`. */
export function ofVersion(kind: string, record: string, version: number): bigint {
  return firstEight(`${kind} ${record} v${version}`);
}

/** The digest after one record's fingerprint went from `before` to `after`. */
export function moved(digest: bigint, before: bigint, after: bigint): bigint {
  return BigInt.asUintN(64, digest - before + after);
}

/** 16 lower-case hex digits, as the wire writes it. */
export function asText(digest: bigint): string {
  return digest.toString(16).padStart(16, '0');
}

export function fromText(text: string): bigint {
  return BigInt(`0x${text}`);
}

/**
 * What a record is called in the phone's tables: 128 bits that don't tell its kind.
 *
 * Kind and id together name a record: settings and profile both have their owner's id.
 */
export function nameOf(kind: string, record: string): string {
  return hex(sha256(`${kind} ${record}`).subarray(0, 4));
}

function firstEight(text: string): bigint {
  return fromText(hex(sha256(text).subarray(0, 2)));
}

function hex(words: Uint32Array): string {
  return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
}
