/**
 * Words that lost their note and become notes of their own.
 *
 * Owns: that this may be repeated: a note with the same words is not made twice.
 */
import type { JournalEntry } from '../../api/bodies.ts';
import type { World } from '../../offline/world.ts';

/** Each of `bodies` stands as a note of its own once this settles. */
export async function saveApart(
  home: Pick<World, 'edit' | 'list'>,
  bodies: readonly JournalEntry[],
): Promise<void> {
  for (const body of bodies) {
    const isThere = home
      .list('journal_entry')
      .some((it) => it.versions.length === 1 && it.body.text === body.text);
    if (isThere) continue;
    await (await home.edit('journal_entry')).save(body);
  }
}
