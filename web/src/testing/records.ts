/** Records as a phone holds them, for tests: plausible, and different only where a test says so. */
import type { Appointment, CheckIn, JournalEntry } from '../api/bodies.ts';
import type { Draft, Entry } from '../offline/shown.ts';

let count = 0;

function anId(): string {
  count += 1;
  return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
}

function entryOf<B>(body: B, written: Entry<B>['written']): Entry<B> {
  const version = { id: anId(), body, written, received_at: null };
  return { record: anId(), body, versions: [version], written, state: 'received', remark: null };
}

export function anAppointment(part: Partial<Appointment> = {}): Entry<Appointment> {
  const body: Appointment = {
    title: 'Evening group',
    kind: 'group_therapy',
    starts_at: '2026-11-24T00:00:00.000Z',
    ends_at: '2026-11-24T03:00:00.000Z',
    zone: 'America/Chicago',
    place: 'Room 2, 14 Mill Road',
    join_url: null,
    leader: 'Dr Cho',
    bring: null,
    note: null,
    group: 'Evening IOP',
    status: 'planned',
    moved_from: null,
    ...part,
  };
  return entryOf(body, null);
}

export function aCheckIn(part: Partial<CheckIn> = {}, zone = 'America/Chicago'): Entry<CheckIn> {
  const body: CheckIn = {
    at: '2026-11-23T18:00:00.000Z',
    mood: 4,
    urge: 3,
    going_on: [],
    helped: [],
    note: '',
    sharing: 'team',
    prompted_by: null,
    ...part,
  };
  return entryOf(body, { made_at: body.at, zone, utc_offset_min: -360 });
}

export function aNote(
  part: Partial<JournalEntry> = {},
  made_at = '2026-11-23T18:00:00.000Z',
): Entry<JournalEntry> {
  const body: JournalEntry = {
    type: 'free',
    title: '',
    text: 'Slept six hours.',
    mood: null,
    prompt: null,
    sharing: 'private',
    ...part,
  };
  return entryOf(body, { made_at, zone: 'America/Chicago', utc_offset_min: -360 });
}

export function aDraft(
  record: string,
  text: string,
  made_at = '2026-11-23T18:00:00.000Z',
): Draft<'journal_entry'> {
  return {
    kind: 'journal_entry',
    record,
    body: { text },
    written: { made_at, zone: 'America/Chicago', utc_offset_min: -360 },
  };
}
