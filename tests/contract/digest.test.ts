import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import contract from '../../contract/digest.json' with { type: 'json' };
import {
  asText,
  fromText,
  moved,
  NOTHING,
  nameOf,
  ofHeads,
  ofVersion,
} from '../../web/src/offline/digest.ts';
import { sha256 } from '../../web/src/offline/sha256.ts';

interface FeedRecord {
  readonly kind: string;
  readonly record: string;
  readonly heads?: readonly string[] | undefined;
  readonly version?: number | undefined;
  readonly deleted?: boolean | undefined;
}

function fingerprint({ kind, record, heads, version, deleted }: FeedRecord): bigint {
  if (heads) return ofHeads(kind, record, heads);
  return deleted || version === undefined ? NOTHING : ofVersion(kind, record, version);
}

describe('the digest of a whole feed, as both languages count it', () => {
  const cases: readonly { about: string; records: readonly FeedRecord[]; digest: string }[] = contract.cases;
  test.each(cases)('$about', ({ records, digest }) => {
    const sum = records.reduce((so_far, it) => moved(so_far, NOTHING, fingerprint(it)), NOTHING);
    expect(asText(sum)).toBe(digest);
  });
});

test('a digest after any changes is the digest of what is left', () => {
  const number = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number)), number, (steps, first) => {
      let digest = first;
      for (const [before, after] of steps) digest = moved(moved(digest, before, after), after, before);
      expect(digest).toBe(first);
      expect(fromText(asText(digest))).toBe(digest);
    }),
  );
});

test('SHA-256 equals the platform’s, at every length around a block', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const ours = Array.from(sha256(text), (word) => word.toString(16).padStart(8, '0')).join('');
      expect(ours).toBe(createHash('sha256').update(text).digest('hex'));
    }),
  );
  for (let length = 0; length < 200; length++) {
    const text = 'a'.repeat(length);
    const ours = Array.from(sha256(text), (word) => word.toString(16).padStart(8, '0')).join('');
    expect(ours).toBe(createHash('sha256').update(text).digest('hex'));
  }
});

test('two kinds with one id have two names, and a name tells neither', () => {
  const id = '0a7a0000-0000-4000-8000-00000000000a';
  expect(nameOf('me', id)).not.toBe(nameOf('reminder_settings', id));
  expect(nameOf('me', id)).toMatch(/^[0-9a-f]{32}$/);
});
