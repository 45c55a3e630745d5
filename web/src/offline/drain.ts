/**
 * When rounds happen: on waking, one after the other until nothing is left, under one lock.
 *
 * Owns: triggers, the lock over tabs and worker, waiting, setting aside what the server cannot take. Runs in a page and in a
 * worker: locks, timers and chance are brought. Correctness never rests on the lock: it only spares work.
 */
import type { Problem } from '../api/http.ts';
import { instant } from '../time/instants.ts';
import { type Parties, round } from './exchange.ts';
import * as pacing from './pace.ts';
import { sealRemark } from './sealing.ts';
import type { SyncState } from './shown.ts';

/** save: soon, when the person pauses; all others at once. now: they are about to look away. */
export type Trigger =
  | 'save'
  | 'now'
  | 'hidden'
  | 'start'
  | 'sync'
  | 'online'
  | 'visible'
  | 'timer'
  | 'signed_in';

export interface Rhythm {
  /** Run `work` when it is this one's turn; false if somebody else is at work and `patient` is not asked for. */
  readonly exclusively: (patient: boolean, work: () => Promise<void>) => Promise<boolean>;
  /** Call once after so many milliseconds; returns the way to call it off. */
  readonly later: (ms: number, call: () => void) => () => void;
  /** Milliseconds that only ever grow, whatever the clock does. */
  readonly elapsed: () => number;
  /** False when the platform is sure that there is no network. */
  readonly reachable: () => boolean;
  readonly told: (state: SyncState) => void;
  /** A fault of ours: said to whoever looks, never in the way of saving. */
  readonly report: (fault: unknown) => void;
}

/** Look for what others wrote, when nothing of our own waits. */
const IDLE_MS = 5 * 60_000;
/** Taps that follow each other so closely become one revision: none of them has left yet. */
const TRAIL_MS = 1_500;
/** More rounds than any backlog needs; then a pause, so that a misunderstanding cannot spin. */
const MOST_ROUNDS = 1_000;

export interface Drain {
  wake(trigger: Trigger): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
  close(): void;
}

export function openDrain(parties: Parties, rhythm: Rhythm): Drain {
  let pace = pacing.AT_EASE;
  let not_before = 0;
  let not_before_hurried = 0;
  let running: Promise<void> | null = null;
  let asked_again = false;
  /** Met 500 alone while nothing at all was stored: the next time all others go before them. */
  let doubted: ReadonlySet<string> = new Set();
  let closed = false;
  let call_off = () => {};
  /** Calls off the round that trails the last save; null when none does. */
  let trailing: (() => void) | null = null;

  const on_time = () => {
    // Timers and clocks round differently: one that rings a moment early must not be sent away.
    not_before = 0;
    not_before_hurried = 0;
    wake('timer');
  };
  const plan = (ms: number) => {
    call_off();
    call_off = closed ? () => {} : rhythm.later(ms, on_time);
  };
  const pause = (state: SyncState, asked_s: number | null) => {
    const { ms, hurried_ms } = pacing.pauseMs(pace, asked_s, parties.chance);
    pace = pacing.afterWait(pace);
    // A server in trouble is left alone also when the person saves; a missing network costs nobody anything.
    if (state === 'waiting') {
      not_before = rhythm.elapsed() + ms;
      not_before_hurried = rhythm.elapsed() + hurried_ms;
    }
    plan(ms);
    rhythm.told(state);
  };

  /** Rounds until nothing is left or something must be waited for. */
  async function rounds(): Promise<void> {
    rhythm.told('syncing');
    const suspects = new Map<string, Problem>();
    const skip = new Set(doubted);
    let stored = 0;
    // Some platforms say so wrongly: it is asked all the same, but with nothing in hand, so that no entry is marked.
    let probing = !rhythm.reachable();
    for (let n = 0; n < MOST_ROUNDS && !closed; n++) {
      const result = await round(parties, { rows: probing ? 0 : pace.rows, skip });
      if (result.outcome === 'unreachable') {
        pace = pacing.afterSilence(pace, result.sent.length);
        return pause('offline', null);
      }
      if (result.outcome === 'taken') {
        probing = false;
        stored += result.received.length;
        // That it answers when nothing of ours is in the body does not end its trouble: the pauses go on growing.
        const in_trouble = stored === 0 && suspects.size + doubted.size > 0;
        pace = { ...pacing.afterTaken(pace), ...(in_trouble && { waits: pace.waits }) };
        for (const id of result.later) skip.add(id);
        if (result.left) continue;
        const held_back = doubted;
        doubted = new Set();
        if (stored === 0 || held_back.size === 0) return atEnd(suspects, stored, held_back.size);
        // The others have arrived, so the server can store: now it shows whose fault it was.
        for (const id of held_back) skip.delete(id);
        continue;
      }
      const { problem, sent } = result;
      const { refusal, pace: slower } = pacing.refused(pace, problem, sent.length);
      pace = slower;
      if (refusal === 'sign_in') return rhythm.told('signed_out');
      if (refusal === 'ended') return rhythm.told('signed_out_elsewhere');
      if (refusal === 'other_person') return rhythm.told('other_person');
      if (refusal === 'wait') return pause('waiting', problem.retry_after_s);
      if (refusal === 'suspect') {
        for (const id of sent) {
          suspects.set(id, problem);
          skip.add(id);
        }
        if (stored === 0 && suspects.size >= pacing.MOST_SUSPECTS_OF_ERROR && problem.status === 500) {
          doubted = new Set([...doubted, ...suspects.keys()]);
          return pause('waiting', problem.retry_after_s);
        }
        // Does the server answer at all, with nothing of ours? Else every entry would be blamed for its trouble.
        probing = stored === 0;
      }
    }
    pause('waiting', null);
  }

  async function atEnd(
    suspects: ReadonlyMap<string, Problem>,
    stored: number,
    held_back: number,
  ): Promise<void> {
    let undecided = held_back;
    for (const [id, problem] of suspects) {
      if (!pacing.isAtFault(problem, stored)) undecided++;
      else {
        const { type, title, detail } = problem;
        await parties.outbox.setAside(id, await sealRemark(parties.vault, id, { type, title, detail }));
      }
    }
    if (suspects.size > 0) parties.tell({});
    if (undecided > 0) return pause('waiting', null);
    pace = pacing.AT_EASE;
    await parties.replica.inStep(parties.owner, instant(parties.clock()));
    parties.tell({ changed: [] });
    plan(IDLE_MS);
    rhythm.told('idle');
  }

  async function run(patient: boolean): Promise<void> {
    try {
      const done = await rhythm.exclusively(patient, rounds);
      if (!done) plan(IDLE_MS);
    } catch (fault) {
      if (closed) return;
      rhythm.report(fault);
      pause('waiting', null);
    }
  }

  function trail(): void {
    trailing?.();
    trailing = rhythm.later(TRAIL_MS, () => wake('now'));
  }

  function wake(trigger: Trigger): void {
    if (closed) return;
    if (trigger === 'save') {
      trail();
      return;
    }
    if (trigger === 'hidden' && trailing === null) return;
    trailing?.();
    trailing = null;
    if (trigger === 'online' || trigger === 'signed_in') pace = { ...pace, waits: 0 };
    const is_hurried = trigger === 'online' || trigger === 'visible';
    if (rhythm.elapsed() < (is_hurried ? not_before_hurried : not_before) && trigger !== 'signed_in') return;
    if (running) {
      asked_again ||= trigger !== 'timer';
      return;
    }
    call_off();
    running = run(trigger !== 'timer' && trigger !== 'visible').finally(() => {
      running = null;
      if (!asked_again) return;
      asked_again = false;
      wake('now');
    });
  }

  return {
    wake,
    async settled() {
      if (trailing !== null) wake('now');
      while (running) await running;
    },
    close() {
      closed = true;
      call_off();
      trailing?.();
    },
  };
}
