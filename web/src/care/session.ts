/**
 * Who sits at this page.
 *
 * Owns: the signed-in person and their program, the end of a sign-in, hiding everything after quiet
 * minutes. Keeps nothing on the machine but the mark that somebody left: closing the page forgets all but the sign-in
 * cookie, and with the mark that one brings nobody back.
 */
import { signal } from '@preact/signals';
import type { Answer } from '../api/http.ts';
import { askMe, endSignIn, type Me } from '../shell/account.ts';
import { isLeaving, markLeaving } from '../shell/marks.ts';
import { isProblem } from '../shell/problems.ts';
import { speak } from '../ui/strings/index.ts';
import { owesPing, type Presence, presence } from './idle.ts';
import { askProgram, type Program } from './requests.ts';

export type Who =
  | { readonly kind: 'asking' }
  | { readonly kind: 'unreachable' }
  /** `ended`: somebody was signed in on this page before. */
  | { readonly kind: 'nobody'; readonly ended: boolean }
  | { readonly kind: 'participant' }
  | { readonly kind: 'member'; readonly me: Me; readonly program: Program };

const who = signal<Who>({ kind: 'asking' });
const seen = signal<Presence>('here');
let lastActive = 0;
let lastPing = 0;

export const whoIsHere = (): Who => who.value;
export const presenceNow = (): Presence => seen.value;

/** Asks the server who is signed in on this machine; after a sign-out that it has not heard of, nobody is. */
export async function start(): Promise<void> {
  if (isLeaving()) return leave();
  who.value = { kind: 'asking' };
  const answer = await askMe();
  if (answer.ok) await comeIn(answer.value);
  else who.value = isEnded(answer) ? { kind: 'nobody', ended: false } : { kind: 'unreachable' };
}

export async function comeIn(me: Me): Promise<void> {
  markLeaving(false);
  if (me.kind !== 'care_team') {
    who.value = { kind: 'participant' };
    return;
  }
  await speak(me.language);
  const program = await askProgram();
  if (!program.ok) {
    who.value = { kind: 'unreachable' };
    return;
  }
  lastActive = lastPing = Date.now();
  seen.value = 'here';
  who.value = { kind: 'member', me, program: program.value };
}

/** Nobody is here from now on, also when the server can only be told at a later start. */
export async function leave(why: 'asked' | 'away' = 'asked'): Promise<void> {
  who.value = { kind: 'nobody', ended: why === 'away' };
  markLeaving(true);
  await tellServer();
}

async function tellServer(): Promise<void> {
  if (await endSignIn()) markLeaving(false);
}

/** Hands an answer on; one that says the sign-in has ended also takes everything off the page. */
export async function heeding<T>(asked: Promise<Answer<T>>): Promise<Answer<T>> {
  const answer = await asked;
  if (answer.ok) lastPing = Date.now();
  else if (isEnded(answer) && who.value.kind === 'member') who.value = { kind: 'nobody', ended: true };
  return answer;
}

/** Run out, or ended from another machine. */
function isEnded(answer: Exclude<Answer<unknown>, { readonly ok: true }>): boolean {
  return isProblem(answer, 'signed-out') || isProblem(answer, 'signed-out-elsewhere');
}

/** Somebody touched, typed or scrolled. */
export function noteActivity(): void {
  // A page about to hide is not saved by a touch: whoever sits there says so with the button.
  if (seen.value === 'here') lastActive = Date.now();
}

/** "Stay signed in". */
export async function stay(): Promise<void> {
  lastActive = Date.now();
  seen.value = 'here';
  await heeding(askMe());
}

/** Watches for quiet minutes until the page closes. */
export function watchPresence(): void {
  for (const act of ['pointerdown', 'keydown', 'scroll'] as const) {
    addEventListener(act, noteActivity, { passive: true, capture: true });
  }
  setInterval(look, 5_000);
  document.addEventListener('visibilitychange', look);
  addEventListener('online', () => {
    if (isLeaving()) void tellServer();
  });
}

function look(): void {
  if (who.value.kind !== 'member') return;
  const now = Date.now();
  seen.value = presence(lastActive, now);
  if (seen.value === 'over') void leave('away');
  else if (owesPing(lastActive, lastPing, now)) {
    lastPing = now;
    void heeding(askMe());
  }
}
