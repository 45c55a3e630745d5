/**
 * One round with the server: ask, send, take the answer in.
 *
 * Owns: the order in which that happens, which is what keeps every entry: marked before it leaves, into the replica before
 * it leaves the outbox, a page taken in only where it was asked for. Knows no HTTP, no tables, no timers: all are brought.
 */
import type { Answer, Problem, Unreachable } from '../api/http.ts';
import { LIMITS, type SyncAnswer, type SyncRequest } from '../api/wire.ts';
import { type Clock, instant } from '../time/instants.ts';
import { nameOf } from './digest.ts';
import type { Outbox } from './outbox.ts';
import type { Place } from './progress.ts';
import type { Replica, SealedChange } from './replica.ts';
import type { RevisionRow, WaitingRow } from './rows.ts';
import { type Opened, onTheWire, openRevision, sealHead, sealRemark, sealStaff } from './sealing.ts';
import type { Remark } from './shown.ts';
import { Trouble } from './trouble.ts';
import type { Vault } from './vault.ts';

export interface Parties {
  readonly owner: string;
  readonly device: string;
  readonly outbox: Outbox;
  readonly replica: Replica;
  readonly vault: Vault;
  readonly post: (request: SyncRequest) => Promise<Answer<SyncAnswer>>;
  readonly clock: Clock;
  readonly chance: () => number;
  /** Told when rows are about to be on the wire (and, with none, when no longer), and which records changed. */
  readonly tell: (news: { sending?: readonly string[]; changed?: readonly string[] }) => void;
}

export interface Portion {
  /** At most so many revisions. */
  readonly rows: number;
  /** Revisions to leave alone this time. */
  readonly skip: ReadonlySet<string>;
}

export type Round =
  | {
      readonly outcome: 'taken';
      /** Ids that are safe on the server now. */
      readonly received: readonly string[];
      /** Ids that were sent and not taken, nor refused: the server is not ready for them. */
      readonly later: readonly string[];
      /** More to send, to fetch or to offer. */
      readonly left: boolean;
    }
  /** The server refused the whole body, or the caller. */
  | { readonly outcome: 'refused'; readonly problem: Problem; readonly sent: readonly string[] }
  | { readonly outcome: 'unreachable'; readonly why: Unreachable; readonly sent: readonly string[] };

/** Room for the revisions in one body; the rest is for the envelope and the head ids that are offered. */
const ROOM_BYTES = LIMITS.body_bytes - 16 * 1024;
const BYTES_OF_AN_ID = 39;
/** Heads are offered in proportion to the rows: a line too slow for many rows is too slow for many ids. */
const HEADS_FOR_A_ROW = LIMITS.have / LIMITS.revisions;

export async function round(parties: Parties, portion: Portion): Promise<Round> {
  const { owner, outbox, replica } = parties;
  const heads = Math.ceil(Math.max(1, portion.rows) * HEADS_FOR_A_ROW);
  const place = await replica.place(owner, Math.min(LIMITS.have, heads));
  const picked = await outbox.pick(owner, {
    rows: Math.min(portion.rows, LIMITS.revisions),
    bytes: ROOM_BYTES - (place.have?.length ?? 0) * BYTES_OF_AN_ID,
    skip: portion.skip,
  });
  const sent = await readable(parties, picked.rows);
  const ids = sent.map((it) => it.id);
  parties.tell({ sending: ids });
  const answer = await parties.post({
    owner,
    device: parties.device,
    cursor: place.cursor,
    sent_at: instant(parties.clock()),
    ...(place.have === null ? {} : { have: [...place.have] }),
    revisions: sent.map(onTheWire),
  });
  parties.tell({ sending: [] });
  if (!answer.ok) {
    if ('problem' in answer) return { outcome: 'refused', problem: answer.problem, sent: ids };
    return { outcome: 'unreachable', why: answer.unreachable, sent: ids };
  }
  if (answer.value.owner !== owner || (place.have !== null && answer.value.want === null)) {
    return { outcome: 'unreachable', why: 'strange', sent: ids };
  }
  return takeIn(
    parties,
    { place, picked: picked.rows, sent, left: picked.left, skip: portion.skip },
    answer.value,
  );
}

interface Asked {
  readonly place: Place;
  readonly picked: readonly WaitingRow[];
  readonly sent: readonly Opened[];
  readonly left: boolean;
  readonly skip: ReadonlySet<string>;
}

async function takeIn(parties: Parties, asked: Asked, answer: SyncAnswer): Promise<Round> {
  const { owner, outbox, replica, vault } = parties;
  const results = new Map(answer.results.map((it) => [it.id, it]));
  const said = (id: string) => results.get(id)?.status;

  const received = asked.sent.filter(({ id }) => said(id) === 'stored' || said(id) === 'known');
  const rows = new Map(asked.picked.map((row) => [row.id, row]));
  await replica.keep(
    owner,
    received.flatMap(({ id, kind, record }) => {
      const row = rows.get(id);
      return row ? [{ kind, record, row: bare(row), last: row.last }] : [];
    }),
  );
  await outbox.received(received.map((it) => it.id));
  for (const { id } of asked.sent) {
    if (said(id) === 'rejected')
      await outbox.setAside(id, await sealRemark(vault, id, results.get(id)?.problem ?? UNSAID));
  }
  const wanted = await replica.heads(owner, new Set(answer.want));
  const readmitted = await outbox.readmit(owner, wanted);

  const unanswered = asked.sent.filter(({ id }) => !['stored', 'known', 'rejected'].includes(said(id) ?? ''));
  const settled = new Set([
    ...asked.skip,
    ...unanswered.filter(({ id }) => said(id) === 'later').map((it) => it.id),
  ]);
  const page = {
    cursor: answer.cursor,
    more: answer.more,
    digest: (await isQuiet(parties, settled)) ? answer.digest : null,
    changes: await Promise.all(answer.changes.map((it) => sealed(vault, it))),
  };
  const taken = await replica.take(owner, asked.place, page, parties.chance);
  parties.tell({ changed: [...received.map((it) => nameOf(it.kind, it.record)), ...taken.names] });
  return {
    outcome: 'taken',
    received: received.map((it) => it.id),
    later: unanswered.map((it) => it.id),
    left: asked.left || taken.left || readmitted > 0,
  };
}

/** Whether the server can have nothing that this phone still believes to be waiting: only then do digests compare. */
async function isQuiet({ owner, outbox }: Parties, settled: ReadonlySet<string>): Promise<boolean> {
  return (await outbox.waiting(owner)).every((row) => !row.marked || settled.has(row.id));
}

/** With their words. One whose key is gone is set aside: it must not hold up the others. */
async function readable({ vault, outbox }: Parties, rows: readonly WaitingRow[]): Promise<Opened[]> {
  const opened: Opened[] = [];
  for (const row of rows) {
    try {
      opened.push(await openRevision(vault, row));
    } catch (error) {
      if (!(error instanceof Trouble && error.kind === 'unreadable')) throw error;
      await outbox.setAside(row.id, await sealRemark(vault, row.id, UNREADABLE));
    }
  }
  return opened;
}

async function sealed(vault: Vault, it: SyncAnswer['changes'][number]): Promise<SealedChange> {
  const { kind, record } = it;
  if ('heads' in it) {
    return {
      kind,
      record,
      heads: await Promise.all(it.heads.map((head) => sealHead(vault, kind, record, head))),
    };
  }
  const { version, body } = it;
  const gone = it.deleted || body === null;
  return {
    kind,
    record,
    version,
    sealed: gone ? null : await sealStaff(vault, nameOf(kind, record), { kind, record, body }),
  };
}

const bare = ({ id, ancestors, deleted, sealed }: RevisionRow): RevisionRow => ({
  id,
  ancestors,
  deleted,
  sealed,
});
const UNSAID: Remark = { type: 'about:blank', title: '', detail: '' };
const UNREADABLE: Remark = { type: '/problems/unreadable-here', title: '', detail: '' };
