/**
 * Small readings of the open world that many screens need.
 *
 * Owns: the person's name, the team's hours, the threshold, what is shared by default, in the language in
 * use. Where nothing is known yet the careful answer is given: private, no name.
 */
import { language } from '../ui/strings/index.ts';
import { entries, ownEntry, program } from './live.ts';

export function personName(): string {
  return ownEntry('me')?.body.name ?? '';
}

export function sharingByDefault(): 'team' | 'private' {
  return ownEntry('me')?.body.sharing ?? 'private';
}

export function teamHours(): { days: string; hours: string } | null {
  const known = program();
  const spoken = language();
  return known === null ? null : { days: known.team_days[spoken], hours: known.team_hours[spoken] };
}

export type ProgramLine = { readonly name: string; readonly phone: string; readonly hours: string };

export function programLines(): readonly ProgramLine[] {
  const spoken = language();
  return (program()?.lines ?? []).map(({ name, phone, hours }) => ({
    name: name[spoken],
    phone,
    hours: hours[spoken],
  }));
}

/** Whether anything of this participant's has ever reached this phone. */
export function hasSchedule(): boolean {
  return entries('appointment').length > 0;
}
