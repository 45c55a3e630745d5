/**
 * Revisions and records between their readable form and the rows that hold them sealed.
 *
 * Owns: which part of a revision is sealed and for which place. Its place is its id, so the same bytes may move between
 * outbox, replica and aside without being opened.
 */
import type { WireHead, WireRevision } from '../api/wire.ts';
import type { AsideRow, Bytes, RevisionRow, Saved } from './rows.ts';
import type { Remark } from './shown.ts';
import type { Vault } from './vault.ts';

/** A revision with its words. */
export interface Opened extends Saved {
  readonly id: string;
  readonly ancestors: readonly string[];
  readonly deleted: boolean;
}

const revisionPlace = (id: string) => `revision.${id}`;
const remarkPlace = (id: string) => `remark.${id}`;
const recordPlace = (name: string) => `record.${name}`;

export function sealSaved(vault: Vault, id: string, saved: Saved): Promise<Bytes> {
  return vault.seal(saved, revisionPlace(id));
}

/**
 * Raises:
 *   Trouble: unreadable.
 */
export async function openRevision(vault: Vault, row: RevisionRow): Promise<Opened> {
  // `as`: whatever was sealed in this place is a Saved.
  const saved = (await vault.open(row.sealed, revisionPlace(row.id))) as Saved;
  return { ...saved, id: row.id, ancestors: row.ancestors, deleted: row.deleted };
}

export async function sealHead(
  vault: Vault,
  kind: string,
  record: string,
  head: WireHead,
): Promise<RevisionRow> {
  const { id, ancestors, deleted, ...rest } = head;
  return { id, ancestors, deleted, sealed: await sealSaved(vault, id, { ...rest, kind, record }) };
}

/** As it goes on the wire, body untouched. */
export function onTheWire(it: Opened): WireRevision {
  const { id, kind, record, deleted, schema, made_at, zone, utc_offset_min, body } = it;
  return {
    id,
    kind,
    record,
    ancestors: [...it.ancestors],
    deleted,
    schema,
    made_at,
    zone,
    utc_offset_min,
    body,
  };
}

export interface StaffSaved {
  readonly kind: string;
  readonly record: string;
  readonly body: unknown;
}

export function sealStaff(vault: Vault, name: string, saved: StaffSaved): Promise<Bytes> {
  return vault.seal(saved, recordPlace(name));
}

export async function openStaff(vault: Vault, name: string, sealed: Bytes): Promise<StaffSaved> {
  // `as`: whatever was sealed in this place is a StaffSaved.
  return (await vault.open(sealed, recordPlace(name))) as StaffSaved;
}

export function sealRemark(vault: Vault, id: string, remark: Remark): Promise<Bytes> {
  return vault.seal(remark, remarkPlace(id));
}

export async function openRemark(vault: Vault, row: AsideRow): Promise<Remark> {
  // `as`: whatever was sealed in this place is a Remark.
  return (await vault.open(row.remark, remarkPlace(row.id))) as Remark;
}
