/**
 * Each rule of the protocol switched off, and mistakes that others have made, planted into the real code from outside.
 *
 * A storm that does not notice one of these proves nothing.
 */
import type { Answer } from '../../web/src/api/http.ts';
import type { SyncAnswer, SyncRequest } from '../../web/src/api/wire.ts';
import { change } from '../../web/src/offline/connection.ts';
import { nameOf } from '../../web/src/offline/digest.ts';
import type { Saved } from '../../web/src/offline/rows.ts';
import { type Mistake, openBook, type TabStores } from './phone.ts';
import type { Behaviour } from './server-model.ts';

export type Planted = Mistake & { readonly server?: Behaviour };

const stored = (request: SyncRequest): SyncAnswer['results'] =>
  request.revisions.map(({ id }) => ({ id, status: 'stored', problem: null }));

const changed = (
  answer: Answer<SyncAnswer>,
  by: (value: SyncAnswer) => Partial<SyncAnswer>,
): Answer<SyncAnswer> => (answer.ok ? { ok: true, value: { ...answer.value, ...by(answer.value) } } : answer);

async function unmark({ dbs }: TabStores, ids: readonly string[]): Promise<void> {
  await dbs.outbox.use((db) =>
    change(db, ['revisions'], async (tx) => {
      for (const id of ids) {
        const row = await tx.objectStore('revisions').index('id').get(id);
        if (row) await tx.objectStore('revisions').put({ ...row, marked: false });
      }
    }),
  );
}

export const CURSOR_CAS = 'cursor_cas: a page is taken in wherever the cursor is now';

/** The nine rules of the protocol's model. */
export const RULES: Readonly<Record<string, Planted>> = {
  'mark_sent: an edit changes a revision that may be on the wire': {
    outbox: (real, tab) => ({
      async pick(owner, room) {
        const picked = await real.pick(owner, room);
        await unmark(
          tab,
          picked.rows.map((it) => it.id),
        );
        return picked;
      },
    }),
  },
  'ack_by_id: every row that was sent goes when an answer comes': {
    answer: (answer, request) => changed(answer, () => ({ results: stored(request) })),
  },
  'replica_first: an acknowledged revision does not enter the replica': {
    replica: () => ({ keep: async () => {} }),
  },
  'ancestors: a revision names only the last one': {
    outbox: (real) => ({ save: (unsaved, newId) => real.save({ ...unsaved, names: unsaved.seen }, newId) }),
  },
  'page_cursor: the cursor is the counter, not the highest number in the page': {
    server: { cursor_is_counter: true },
  },
  [CURSOR_CAS]: {
    replica: (real) => ({
      async take(owner, asked, page, chance) {
        const { cursor, fetch } = await real.meta(owner);
        return real.take(owner, { ...asked, cursor, fetch }, page, chance);
      },
    }),
  },
  'digest: nobody compares': {
    answer: (answer) => changed(answer, () => ({ digest: null })),
  },
  'union: a pulled head displaces what it does not replace': {
    replica: (real, { dbs }) => ({
      async take(owner, asked, page, chance) {
        const own = page.changes.filter((it) => 'heads' in it);
        await dbs.replica.use((db) =>
          change(db, ['records'], async (tx) => {
            for (const it of own) await tx.objectStore('records').delete([owner, nameOf(it.kind, it.record)]);
          }),
        );
        await real.recount(owner);
        return real.take(owner, asked, page, chance);
      },
    }),
  },
  'sweep: a fetch from the beginning leaves what it did not meet': {
    replica: (real, { dbs }) => ({
      async take(owner, asked, page, chance) {
        const meta = await real.meta(owner);
        await dbs.replica.use((db) =>
          change(db, ['meta'], (tx) => tx.objectStore('meta').put({ ...meta, sweeping: false })),
        );
        return real.take(owner, asked, page, chance);
      },
    }),
  },
};

/** What other systems got wrong (knowledge of their issues, not of their code). */
export const CLASSICS: Readonly<Record<string, Planted>> = {
  'rows leave the outbox before they are sent': {
    outbox: (real) => ({
      async pick(owner, room) {
        const picked = await real.pick(owner, room);
        await real.received(picked.rows.map((it) => it.id));
        return picked;
      },
    }),
  },
  'any answer at all counts as delivered': {
    answer: (answer, request) =>
      'problem' in answer || ('unreachable' in answer && answer.unreachable === 'strange')
        ? {
            ok: true,
            value: {
              owner: request.owner,
              cursor: request.cursor,
              more: false,
              digest: null,
              want: request.have ? [] : null,
              results: stored(request),
              changes: [],
            },
          }
        : answer,
  },
  'a refused revision is dropped': {
    outbox: (real) => ({ setAside: (id) => real.received([id]) }),
  },
  'a save replaces what stands on disk, seen or not': {
    outbox: (real, { replica }) => ({
      async save(unsaved, newId) {
        const rows = await replica.all(unsaved.owner);
        // `as`: whatever is saved is sealed as a Saved, here in a book that anybody can read.
        const saved = (await openBook.open(await unsaved.seal(''), 'revision.')) as Saved;
        const heads = rows.find((it) => it.name === nameOf(saved.kind, saved.record))?.heads ?? [];
        return real.save({ ...unsaved, names: [...unsaved.names, ...heads.map((it) => it.id)] }, newId);
      },
    }),
  },
  'what the server lost is not sent again': {
    outbox: () => ({ readmit: async () => 0 }),
  },
  'a page is half taken in when the tab dies: the cursor first, the records after': {
    replica: (real, { dbs }) => ({
      async take(owner, asked, page, chance) {
        const meta = await real.meta(owner);
        if (meta.cursor !== asked.cursor || chance() < 0.5) return real.take(owner, asked, page, chance);
        await dbs.replica.use((db) =>
          change(db, ['meta'], (tx) =>
            tx.objectStore('meta').put({ ...meta, cursor: page.cursor, digest: page.digest ?? meta.digest }),
          ),
        );
        return { taken: true, left: page.more, names: [] };
      },
    }),
  },
};
