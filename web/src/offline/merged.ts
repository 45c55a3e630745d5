/**
 * What a screen sees of one record: the replica with the waiting revisions laid over it. Pure.
 *
 * Owns: which versions stand, which is shown, how an entry stands with the server. Knows no storage.
 */
import * as v from 'valibot';
import { bodies, type Kind } from '../api/bodies.ts';
import type { Written } from '../time/instants.ts';
import { standing } from './heads.ts';
import type { Opened, StaffSaved } from './sealing.ts';
import type { Binned, Entry, EntryState, Remark, Version } from './shown.ts';

/** Where this phone holds a revision. */
export type Held =
  | { readonly at: 'replica' }
  | { readonly at: 'waiting'; readonly sending: boolean }
  | { readonly at: 'aside'; readonly remark: Remark };

export type Known = Opened & { readonly held: Held };

export interface View {
  readonly kind: string;
  readonly record: string;
  /** Null when deleted, or when no version can be read by this app. */
  readonly entry: Entry<unknown> | null;
  /** No version of it lives. */
  readonly is_deleted: boolean;
  readonly binned: (Binned<unknown> & { readonly schema: number }) | null;
  /** The revisions that a person who looks at this has seen: what a save names. */
  readonly seen: readonly Opened[];
  /** Ids of all that none replaces, seen or not. */
  readonly standing: readonly string[];
}

export function isKind(kind: string): kind is Kind {
  return Object.hasOwn(bodies, kind);
}

/** The body as this app understands it, fields it does not know included; undefined if it does not. */
function read(kind: string, body: unknown): unknown {
  if (!isKind(kind)) return undefined;
  const said = v.safeParse(bodies[kind], body);
  return said.success ? said.output : undefined;
}

/** `known` in any order; of one revision held in two places, the later in the list counts. */
export function viewOf(kind: string, record: string, known: readonly Known[], last: Opened | null): View {
  const heads = standing([...new Map(known.map((it) => [it.id, it])).values()]).sort(newestFirst);
  const live = heads.filter((it) => !it.deleted);
  const shown = live.flatMap((it) => {
    const body = read(kind, it.body);
    return body === undefined ? [] : [{ it, body }];
  });
  // What this app cannot read nobody has seen in it: a save must not replace it.
  const seen = heads.filter((it) => it.deleted || shown.some((one) => one.it === it));
  const is_deleted = live.length === 0;
  const common = { kind, record, seen, standing: heads.map((it) => it.id), is_deleted };
  const [first] = shown;
  if (!first) return { ...common, entry: null, binned: is_deleted ? bin(kind, record, heads, last) : null };
  const versions = shown.map(({ it, body }) => version(it, body));
  const refused = heads.find((it) => it.held.at === 'aside');
  return {
    ...common,
    binned: null,
    entry: {
      record,
      body: shown.some(({ body }) => isPrivate(body)) ? withheld(first.body) : first.body,
      versions,
      written: written(first.it),
      state: stateOf(heads),
      remark: refused?.held.at === 'aside' ? refused.held.remark : null,
    },
  };
}

export function viewOfStaff(saved: StaffSaved): View {
  const body = read(saved.kind, saved.body);
  const entry: Entry<unknown> = {
    record: saved.record,
    body,
    versions: [{ id: null, body, written: null, received_at: null }],
    written: null,
    state: 'received',
    remark: null,
  };
  const { kind, record } = saved;
  return {
    kind,
    record,
    entry: body === undefined ? null : entry,
    binned: null,
    seen: [],
    standing: [],
    is_deleted: false,
  };
}

function bin(kind: string, record: string, heads: readonly Opened[], last: Opened | null): View['binned'] {
  const [deletion] = heads;
  const body = last === null ? undefined : read(kind, last.body);
  if (!deletion || !last || body === undefined) return null;
  return { record, body, schema: last.schema, deleted: written(deletion) };
}

const version = (it: Opened, body: unknown): Version<unknown> => ({
  id: it.id,
  body,
  written: written(it),
  received_at: it.received_at,
});

const written = ({ made_at, zone, utc_offset_min }: Written): Written => ({ made_at, zone, utc_offset_min });

/** What arrived last comes first, as the server chooses too; what has not arrived yet is newer than all that has. */
function newestFirst(a: Opened, b: Opened): number {
  return order(a) < order(b) ? 1 : -1;
}

const order = (it: Opened) => `${it.received_at ?? `~${it.made_at}`} ${it.id}`;

function stateOf(heads: readonly Known[]): EntryState {
  if (heads.some((it) => it.held.at === 'aside')) return 'needs_you';
  const waiting = heads.flatMap((it) => (it.held.at === 'waiting' ? [it.held] : []));
  if (waiting.length === 0) return 'received';
  return waiting.some((it) => !it.sending) ? 'here' : 'sending';
}

const isPrivate = (body: unknown) => sharingOf(body) === 'private';

function sharingOf(body: unknown): unknown {
  return body !== null && typeof body === 'object' && 'sharing' in body ? body.sharing : undefined;
}

/** Where private and team meet, private wins. */
function withheld(body: unknown): unknown {
  return sharingOf(body) === undefined ? body : Object.assign({}, body, { sharing: 'private' });
}
