/** The one note that was just deleted, for the way back. Owns nothing else: notes live in the participant's world. */
import { signal } from '@preact/signals';
import { world } from '../../shell/live.ts';

const deleted = signal<string | null>(null);

export const justDeleted = () => deleted.value;

export async function deleteNote(record: string): Promise<void> {
  await world()?.remove('journal_entry', record);
  deleted.value = record;
}

export async function bringBack(): Promise<void> {
  const record = deleted.value;
  deleted.value = null;
  if (record !== null) await world()?.restore('journal_entry', record);
}

export function forgetDeleted(): void {
  deleted.value = null;
}
