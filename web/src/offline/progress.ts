/**
 * How far this phone has read, and when it begins again. Pure.
 *
 * Owns: the cursor's moves, the slices of heads that are offered, the comparison of digests, and how often a
 * comparison that stays unequal is tried again. Knows no tables.
 */
import type { RecordRow, ReplicaMeta } from './rows.ts';

/** Where a round asks from. */
export interface Place {
  readonly cursor: number;
  readonly fetch: number;
  /** Ids of heads to offer, or null when nothing is to be offered. */
  readonly have: readonly string[] | null;
  /** Where the next slice begins once this one was answered; null after the last one. */
  readonly offered_to: string | null;
}

export function unknownMeta(owner: string): ReplicaMeta {
  return {
    owner,
    cursor: 0,
    fetch: 0,
    sweeping: false,
    offer_from: null,
    digest: '0000000000000000',
    unequal: 0,
    synced_at: null,
    writes: 0,
  };
}

export function startedOver(meta: ReplicaMeta): ReplicaMeta {
  return { ...meta, cursor: 0, fetch: meta.fetch + 1, sweeping: true, offer_from: '' };
}

/** The next slice of heads, whole records at a time, `most` ids unless one record alone has more. */
export function offered(meta: ReplicaMeta, rows: readonly RecordRow[], most: number): Place {
  const { cursor, fetch, offer_from } = meta;
  if (offer_from === null) return { cursor, fetch, have: null, offered_to: null };
  const have: string[] = [];
  for (const row of rows) {
    if (row.name <= offer_from) continue;
    if (have.length > 0 && have.length + row.heads.length > most) {
      return { cursor, fetch, have, offered_to: previous(rows, row) };
    }
    have.push(...row.heads.slice(0, most).map((it) => it.id));
  }
  return { cursor, fetch, have, offered_to: null };
}

export function afterPage(
  meta: ReplicaMeta,
  asked: Place,
  page: { cursor: number; more: boolean; digest: string | null },
  chance: () => number,
): ReplicaMeta {
  const next: ReplicaMeta = {
    ...meta,
    cursor: page.cursor,
    sweeping: meta.sweeping && page.more,
    offer_from: asked.have === null ? meta.offer_from : asked.offered_to,
  };
  if (page.more || page.digest === null || next.offer_from !== null) return next;
  if (page.digest === next.digest) return { ...next, unequal: 0 };
  // Should both sides count differently for good (a bug of ours), phones must not fetch everything each minute.
  const tries = Math.min(next.unequal, 8);
  if (chance() >= 0.5 ** tries) return next;
  return startedOver({ ...next, unequal: next.unequal + 1 });
}

function previous(rows: readonly RecordRow[], row: RecordRow): string {
  return rows[rows.indexOf(row) - 1]?.name ?? '';
}
