/**
 * A copy of one's words to keep, whatever becomes of this phone.
 *
 * Owns: the readable form of all that the server does not have yet.
 */
import type { Memory } from './memory.ts';

/** JSON text, indented for people. */
export function exported(memory: Memory): string {
  return JSON.stringify(
    {
      waiting: memory.waiting.map(({ opened, last }) => ({ ...opened, before_deletion: last?.body })),
      needs_you: memory.aside.map(({ opened, remark, last }) => ({
        ...opened,
        remark,
        before_deletion: last?.body,
      })),
      drafts: memory.drafts.map(({ kind, record, body, written }) => ({ kind, record, body, written })),
    },
    null,
    2,
  );
}
