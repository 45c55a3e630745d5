/**
 * How to go on after an answer. Pure.
 *
 * Owns: halving a batch that was refused as a whole, waiting longer each time, telling an entry that the server cannot take
 * from a server that cannot take anything. Knows no requests and no timers.
 */
import type { Problem } from '../api/http.ts';
import { LIMITS } from '../api/wire.ts';

/** What is remembered from round to round; it may be forgotten at any time. */
export interface Pace {
  /** Send at most so many revisions at once. */
  readonly rows: number;
  /** Waits in a row. */
  readonly waits: number;
  /** Answers of 500 since everything that waited last went well. */
  readonly errors: number;
}

export const AT_EASE: Pace = { rows: LIMITS.revisions, waits: 0, errors: 0 };

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;
/** No server is left alone for longer, whatever it asks: one wrong header must not silence a phone for weeks. */
export const LONGEST_ASKED_MS = 15 * 60_000;
/** After so long, a person who looks, or a network that came back, may try before the pause is over. */
const PATIENCE_MS = 60_000;
/** So many 500s, and the batch itself is looked at. */
const ERRORS_BEFORE_HALVING = 3;
/** So many entries in a row that only meet 500, and it is the server, not the entries. */
export const MOST_SUSPECTS_OF_ERROR = 3;

export function afterTaken(pace: Pace): Pace {
  return { ...pace, rows: Math.min(LIMITS.revisions, Math.max(1, pace.rows) * 2), waits: 0 };
}

/** No answer came to a body with `sent` revisions: it may have been too much for the line, so the next one is smaller. */
export function afterSilence(pace: Pace, sent: number): Pace {
  // Ids of heads make a body long too: they go by `rows`, so that it shrinks also when nothing was sent.
  const tried = sent > 0 ? sent : pace.rows;
  return { ...pace, rows: Math.max(1, Math.ceil(tried / 2)) };
}

export function afterWait(pace: Pace): Pace {
  return { ...pace, waits: pace.waits + 1 };
}

/** Between half and the whole of a wait that doubles, so that phones do not come back all at once. */
export function waitMs(pace: Pace, chance: () => number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(pace.waits, 20)) * (0.5 + chance() / 2);
}

/** How long to wait, when the server has asked for `asked_s`; after `hurried_ms` somebody who has a reason may try. */
export function pauseMs(
  pace: Pace,
  asked_s: number | null,
  chance: () => number,
): { ms: number; hurried_ms: number } {
  const asked = Math.min(LONGEST_ASKED_MS, (asked_s ?? 0) * 1000);
  const ms = Math.max(waitMs(pace, chance), asked);
  return { ms, hurried_ms: Math.min(ms, PATIENCE_MS) };
}

/**
 * What a refusal of the whole body asks for:
 * - sign_in: nothing can be sent until the same person is signed in
 * - ended: the sign-in was ended on purpose, from elsewhere
 * - other_person: somebody else is
 * - halve: something in the batch may be at fault; try with fewer
 * - suspect: this one alone was refused
 * - wait: the trouble is the server's, or on the way to it
 */
export type Refusal = 'sign_in' | 'ended' | 'other_person' | 'halve' | 'suspect' | 'wait';

export function refused(pace: Pace, problem: Problem, sent: number): { refusal: Refusal; pace: Pace } {
  if (problem.type === '/problems/signed-out-elsewhere') return { refusal: 'ended', pace };
  if (problem.status === 401) return { refusal: 'sign_in', pace };
  if (problem.type === '/problems/other-owner') return { refusal: 'other_person', pace };
  const errors = problem.status === 500 ? pace.errors + 1 : 0;
  const counted = { ...pace, errors };
  if (sent === 0 || !(BAD_BODY.has(problem.status) || errors >= ERRORS_BEFORE_HALVING)) {
    return { refusal: 'wait', pace: counted };
  }
  if (sent === 1) return { refusal: 'suspect', pace: { ...counted, rows: 1 } };
  return { refusal: 'halve', pace: { ...counted, rows: Math.ceil(sent / 2) } };
}

const BAD_BODY: ReadonlySet<number> = new Set([400, 413, 422]);

/**
 * Whether an entry that was refused alone is set aside, now that a round without it went well.
 *
 * A 4xx is the server's word about this body. A 500 may as well be a full disk: only when others were stored meanwhile is it
 * this entry's own.
 */
export function isAtFault(problem: Problem, others_stored: number): boolean {
  return BAD_BODY.has(problem.status) || others_stored > 0;
}
