/**
 * My plan as a first page: what the person has written in answer to each of its questions.
 *
 * Owns: which note answers which question. Pure. The newest answer is shown; older ones stay in the journal.
 */
import type { JournalEntry } from '../../api/bodies.ts';
import type { Entry } from '../../offline/world.ts';
import { type PlanSection, planQuestions } from '../../shell/plan-questions.ts';

export type Answer = { readonly record: string; readonly text: string };

export function answerTo(section: PlanSection, notes: readonly Entry<JournalEntry>[]): Answer | null {
  const asked: readonly string[] = Object.values(planQuestions[section]);
  const newest = notes
    .filter(({ body }) => body.prompt !== null && asked.includes(body.prompt))
    .sort((one, other) => madeAt(other) - madeAt(one))[0];
  return newest === undefined ? null : { record: newest.record, text: newest.body.text };
}

function madeAt({ written }: Entry<JournalEntry>): number {
  return written === null ? 0 : Date.parse(written.made_at);
}

const phases = ['intensive', 'step_down', 'aftercare', 'discharged'] as const;
export type Phase = (typeof phases)[number];

/** A phase this app has no word for is not shown. */
export function phaseOf(phase: string | null): Phase | null {
  return phases.find((known) => known === phase) ?? null;
}
