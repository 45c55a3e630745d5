/**
 * The questions a plan grows from. A note that answers one carries the question as its idea, in the language
 * it was asked in; so both languages are known here, whichever is in use.
 */
export const planQuestions = {
  reasons: { en: 'What makes this worth it to you?', es: '¿Por qué vale la pena para usted?' },
  signs: { en: 'What do I start or stop doing?', es: '¿Qué empiezo o dejo de hacer?' },
  coping: { en: 'What has worked before, even a little?', es: '¿Qué me ha servido antes, aunque sea poco?' },
  people: { en: 'Who would I call, and in what order?', es: '¿A quién llamaría y en qué orden?' },
  avoid: { en: 'Where and when is it hardest, for now?', es: '¿Dónde y cuándo es más difícil, por ahora?' },
  goals: { en: 'What small thing will I do this week?', es: '¿Qué cosa pequeña haré esta semana?' },
  after: { en: 'What stays in place when the program ends?', es: '¿Qué sigue cuando el programa termine?' },
} as const;

export type PlanSection = keyof typeof planQuestions;
type Question = { readonly en: string; readonly es: string };

/** The question behind /journal/new?idea=…; the address carries a name, never the words. */
export function planQuestion(name: string | undefined): Question | null {
  return Object.entries(planQuestions).find(([known]) => known === name)?.[1] ?? null;
}
