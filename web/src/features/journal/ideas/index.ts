import type { Language } from '../../../ui/strings/index.ts';

export type IdeaGroup = { readonly id: string; readonly name: string; readonly prompts: readonly string[] };

const load: Readonly<Record<Language, () => Promise<{ default: readonly IdeaGroup[] }>>> = {
  en: () => import('./en.json'),
  es: () => import('./es.json'),
};

export async function loadIdeas(language: Language): Promise<readonly IdeaGroup[]> {
  return (await load[language]()).default;
}
