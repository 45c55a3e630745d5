/**
 * What the care team's page asks the server, and the shape of its answers.
 *
 * Owns: the routes under /api/care. Keeps nothing: what staff read stays in the memory of an open page.
 */
import * as v from 'valibot';
import { instant, uuid } from '../api/bodies.ts';
import { type Answer, send } from '../api/http.ts';

const whole = v.pipe(v.number(), v.integer());
const both = v.object({ en: v.string(), es: v.string() });

const program = v.object({
  name: v.string(),
  public_name: v.string(),
  zone: v.string(),
  team_days: both,
  team_hours: both,
  lines: v.array(v.object({ name: both, phone: v.string(), hours: both })),
});
export type Program = v.InferOutput<typeof program>;

const person = v.object({
  id: uuid,
  name: v.string(),
  groups: v.array(v.string()),
  phase: v.nullable(v.string()),
  day: v.nullable(whole),
  joined: v.boolean(),
  invited_until: v.nullable(instant),
  on_caseload: v.boolean(),
  last_check_in_at: v.nullable(instant),
});
export type Person = v.InferOutput<typeof person>;

const checkIn = v.object({
  id: uuid,
  at: instant,
  received_at: instant,
  mood: v.picklist([1, 2, 3, 4, 5]),
  urge: v.nullable(whole),
  going_on: v.array(v.string()),
  helped: v.array(v.string()),
  note: v.string(),
  prompted: v.boolean(),
});
export type CheckIn = v.InferOutput<typeof checkIn>;

const page = v.object({
  name: v.string(),
  zone: v.string(),
  sharing: v.picklist(['team', 'private']),
  check_ins: v.array(checkIn),
  older: v.nullable(instant),
});
export type CheckInPage = v.InferOutput<typeof page>;

const named = v.object({ id: uuid, name: v.string() });
export type Named = v.InferOutput<typeof named>;

const invited = v.object({
  participant: uuid,
  purpose: v.picklist(['first', 'new_phone']),
  code: v.string(),
  link: v.string(),
  qr_svg: v.string(),
  expires_at: instant,
});
export type Invited = v.InferOutput<typeof invited>;

const get = <T>(path: string, answer: v.GenericSchema<unknown, T>) => send({ method: 'GET', path, answer });

export function askProgram(): Promise<Answer<Program>> {
  return get('/api/care/program', program);
}

export function askPeople(): Promise<Answer<{ people: Person[] }>> {
  return get('/api/care/people', v.object({ people: v.array(person) }));
}

/** The newest shared check-ins, or those before an instant that an earlier page gave as `older`. */
export function askCheckIns(id: string, before: string | null): Promise<Answer<CheckInPage>> {
  const query = before === null ? '' : `?before=${encodeURIComponent(before)}`;
  return get(`/api/care/people/${encodeURIComponent(id)}/check-ins${query}`, page);
}

export function askGroups(): Promise<Answer<{ groups: Named[] }>> {
  return get('/api/care/groups', v.object({ groups: v.array(named) }));
}

export function askClinicians(): Promise<Answer<{ clinicians: Named[] }>> {
  return get('/api/care/clinicians', v.object({ clinicians: v.array(named) }));
}

export type Newcomer = {
  readonly name: string;
  readonly language: 'en' | 'es';
  readonly group: string;
  readonly clinician: string | null;
};

export function takeIn(newcomer: Newcomer): Promise<Answer<Invited>> {
  return send({ method: 'POST', path: '/api/care/participants', body: newcomer, answer: invited });
}

export function inviteAgain(id: string): Promise<Answer<Invited>> {
  const path = `/api/care/participants/${encodeURIComponent(id)}/invitations`;
  return send({ method: 'POST', path, body: {}, answer: invited });
}
