import { expect, test } from 'vitest';
import { planQuestion, planQuestions } from '../../shell/plan-questions.ts';
import { aNote } from '../../testing/records.ts';
import { answerTo, phaseOf } from './model.ts';

test('the newest answer to a question is shown, in whichever language it was asked', () => {
  const old = aNote({ prompt: planQuestions.reasons.en, text: 'old' }, '2026-11-01T12:00:00.000Z');
  const fresh = aNote({ prompt: planQuestions.reasons.es, text: 'nueva' }, '2026-11-20T12:00:00.000Z');
  expect(answerTo('reasons', [old, fresh])).toEqual({ record: fresh.record, text: 'nueva' });
});

test('a note with another idea, or none, answers nothing', () => {
  expect(answerTo('reasons', [aNote(), aNote({ prompt: planQuestions.goals.en })])).toBeNull();
});

test('an address names a question and never carries one', () => {
  expect(planQuestion('goals')).toBe(planQuestions.goals);
  expect(planQuestion('constructor')).toBeNull();
  expect(planQuestion(undefined)).toBeNull();
});

test('a phase without a word is not shown', () => {
  expect(phaseOf('step_down')).toBe('step_down');
  expect(phaseOf('something new')).toBeNull();
  expect(phaseOf(null)).toBeNull();
});
