/** Bodies that tests write with. */
import type { CheckIn, JournalEntry } from '../../web/src/api/bodies.ts';

export const page = (text: string, more: Partial<JournalEntry> = {}): JournalEntry => ({
  type: 'free',
  title: '',
  text,
  mood: null,
  prompt: null,
  sharing: 'private',
  ...more,
});

export const checkIn = (mood: number, more: Partial<CheckIn> = {}): CheckIn => ({
  at: '2026-11-22T17:05:00.000Z',
  mood,
  urge: null,
  going_on: [],
  helped: [],
  note: '',
  sharing: 'team',
  prompted_by: null,
  ...more,
});
