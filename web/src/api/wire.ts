/**
 * The messages of sync, and the problem document, as they travel.
 *
 * Owns: their shape. Parsed once, here at the edge; trusted inside. Bodies stay `unknown` on purpose:
 * kinds and fields that this app has never heard of are kept as they came and sent back untouched.
 * Fields of an envelope that are new to this app are dropped.
 */
import * as v from 'valibot';
import { instant, uuid } from './bodies.ts';

const kind = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,39}$/, 'format'));
const whole = v.pipe(v.number(), v.integer('type'));
const count = v.pipe(whole, v.minValue(0, 'range'));
/** Any JSON value; JSON.parse made it. */
const json = v.unknown();

const saved = {
  id: uuid,
  ancestors: v.array(uuid),
  deleted: v.boolean(),
  schema: v.pipe(whole, v.minValue(1, 'range')),
  made_at: instant,
  zone: v.string(),
  utc_offset_min: whole,
};

/** What leaves the phone: one saved state of one record. */
export const revision = v.object({ ...saved, kind, record: uuid, body: json });

/** What comes back: a revision that none replaces. */
export const head = v.object({ ...saved, received_at: v.nullable(instant), body: json });

const staffRecord = v.object({
  kind,
  record: uuid,
  version: count,
  deleted: v.optional(v.boolean(), false),
  body: json,
});
const ownRecord = v.object({ kind, record: uuid, heads: v.array(head) });

const remark = v.object({
  type: v.string(),
  title: v.optional(v.string(), ''),
  detail: v.optional(v.string(), ''),
});

export const syncRequest = v.object({
  owner: uuid,
  device: uuid,
  cursor: count,
  sent_at: instant,
  have: v.optional(v.pipe(v.array(uuid), v.maxLength(2000, 'length'))),
  revisions: v.pipe(v.array(revision), v.maxLength(100, 'length')),
});

export const syncAnswer = v.object({
  owner: uuid,
  cursor: count,
  more: v.boolean(),
  digest: v.nullish(v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/, 'format')), null),
  want: v.nullish(v.array(uuid), null),
  // A status that this app does not know is no acknowledgement: its revision waits. The id is null when what was sent had none.
  results: v.array(
    v.object({ id: v.nullable(v.string()), status: v.string(), problem: v.nullish(remark, null) }),
  ),
  changes: v.array(v.union([ownRecord, staffRecord])),
});

/** RFC 9457, with what this API adds. */
export const problemDocument = v.object({
  type: v.string(),
  title: v.optional(v.string(), ''),
  status: v.optional(v.number(), 0),
  detail: v.optional(v.string(), ''),
  retry_after_s: v.nullish(v.number(), null),
  errors: v.optional(v.array(v.object({ pointer: v.string(), detail: v.string() })), []),
});

export type WireRevision = v.InferOutput<typeof revision>;
export type WireHead = v.InferOutput<typeof head>;
export type OwnChange = v.InferOutput<typeof ownRecord>;
export type StaffChange = v.InferOutput<typeof staffRecord>;
export type SyncRequest = v.InferOutput<typeof syncRequest>;
export type SyncAnswer = v.InferOutput<typeof syncAnswer>;

export const LIMITS = { revisions: 100, have: 2000, body_bytes: 256 * 1024, ancestors: 400 } as const;
