/**
 * What the records of a participant's world say, schema by schema.
 *
 * Owns: the shape and the limits of each body (contract/ holds an example of each). Knows nothing of
 * revisions, storage or the network. Fields that this app does not know are kept: a newer phone or
 * server may have written them, and an older one must send them back untouched.
 */
import * as v from 'valibot';

/** Characters as people count them: an emoji is one, though JavaScript stores it as two. */
const codePoints = (text: string) => [...text].length;
const text = (max: number) =>
  v.pipe(
    v.string(),
    v.check((it) => it.length <= max || codePoints(it) <= max, 'length'),
  );
const whole = (min: number, max: number) =>
  v.pipe(v.number(), v.integer('type'), v.minValue(min, 'range'), v.maxValue(max, 'range'));
const listOf = <T extends v.GenericSchema>(item: T, max: number) =>
  v.pipe(v.array(item), v.maxLength(max, 'length'));
/** Keeps what it does not know, and types what it does. */
const loose = <E extends v.ObjectEntries>(entries: E): Typed<v.ObjectSchema<E, undefined>> =>
  v.looseObject(entries);
type Typed<S extends v.GenericSchema> = v.GenericSchema<v.InferInput<S>, v.InferOutput<S>>;
const form = (pattern: RegExp) => v.pipe(v.string(), v.regex(pattern, 'format'));

export const uuid = form(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
export const instant = form(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const date = form(/^\d{4}-\d\d-\d\d$/);
const wallTime = form(/^([01]\d|2[0-3]):[0-5]\d$/);
const sharing = v.picklist(['private', 'team'], 'choice');
/** A word that a newer server may have more of: an appointment of a kind that this app does not know must still be shown. */
const oneOf = <const T extends readonly string[]>(words: T, otherwise: T[number]) =>
  v.fallback(v.picklist(words), otherwise);
const bothLanguages = loose({ en: v.string(), es: v.string() });

/** Mood alone is enough; what was not said is filled in. */
export const checkIn = loose({
  at: instant,
  mood: whole(1, 5),
  urge: v.optional(v.nullable(whole(0, 10)), null),
  going_on: v.optional(listOf(text(48), 12), []),
  helped: v.optional(listOf(text(48), 12), []),
  note: v.optional(text(2000), ''),
  sharing,
  prompted_by: v.optional(v.nullable(uuid), null),
});

export const journalEntry = loose({
  type: v.optional(
    v.picklist(['free', 'gratitude', 'trigger_log', 'thought_record', 'homework'], 'choice'),
    'free',
  ),
  title: v.optional(text(120), ''),
  text: text(20_000),
  mood: v.optional(v.nullable(whole(1, 5)), null),
  prompt: v.optional(v.nullable(text(300)), null),
  sharing,
});

/** One of a kind: its record id is the owner's id. */
export const reminderSettings = loose({
  check_in: loose({ on: v.boolean(), times: listOf(wallTime, 4), days: listOf(whole(1, 7), 7) }),
  appointment: loose({ on: v.boolean(), leads_min: listOf(whole(5, 1440), 3) }),
  quiet: v.nullable(loose({ from: wallTime, until: wallTime })),
  wording: v.picklist(['neutral', 'detailed'], 'choice'),
});

export const program = loose({
  public_name: v.string(),
  zone: v.string(),
  urge_threshold: whole(0, 10),
  team_days: bothLanguages,
  team_hours: bothLanguages,
  lines: v.array(loose({ name: bothLanguages, phone: v.string(), hours: bothLanguages })),
});

/** One of a kind: its record id is the owner's id. */
export const me = loose({
  name: v.string(),
  language: oneOf(['en', 'es'], 'en'),
  sharing: oneOf(['private', 'team'], 'private'),
  phase: v.nullable(v.string()),
  started_on: v.nullable(date),
  planned_end_on: v.nullable(date),
});

export const appointment = loose({
  title: v.string(),
  kind: oneOf(
    [
      'group_therapy',
      'individual',
      'family',
      'psychoeducation',
      'skills',
      'support_group',
      'wellness',
      'medical',
      'other',
    ],
    'other',
  ),
  starts_at: instant,
  ends_at: instant,
  zone: v.string(),
  place: v.nullable(v.string()),
  join_url: v.nullable(v.string()),
  leader: v.nullable(v.string()),
  bring: v.nullable(v.string()),
  note: v.nullable(v.string()),
  group: v.nullable(v.string()),
  status: oneOf(['planned', 'cancelled'], 'planned'),
  moved_from: v.nullable(instant),
});

/** Kinds that the participant writes. */
export const own = {
  check_in: checkIn,
  journal_entry: journalEntry,
  reminder_settings: reminderSettings,
} as const;

/** Kinds that only staff write; the server's version wins. */
export const published = { program, me, appointment } as const;

export const bodies = { ...own, ...published } as const;

/** The newest schema of each kind that this app writes. */
export const schemaOf: Readonly<Record<OwnKind, number>> = {
  check_in: 1,
  journal_entry: 1,
  reminder_settings: 1,
};

export type OwnKind = keyof typeof own;
export type PublishedKind = keyof typeof published;
export type Kind = OwnKind | PublishedKind;
export type Body<K extends Kind> = v.InferOutput<(typeof bodies)[K]>;
export type CheckIn = Body<'check_in'>;
export type JournalEntry = Body<'journal_entry'>;
export type ReminderSettings = Body<'reminder_settings'>;
export type Program = Body<'program'>;
export type Me = Body<'me'>;
export type Appointment = Body<'appointment'>;
