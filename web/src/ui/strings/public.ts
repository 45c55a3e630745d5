/**
 * The few words that may stand on a lock screen: nothing about health, and the same in both catalogues
 * of the server. The service worker shows them when a message can't be read or is no longer true.
 */
import type { Language } from './words.ts';

type Public = {
  readonly app: string;
  readonly reminder: string;
  readonly done: string;
  readonly over: string;
};

export const publicWords: Readonly<Record<Language, Public>> = {
  en: {
    app: 'Footbridge',
    reminder: 'You have a reminder.',
    done: 'All done.',
    over: 'Nothing to do right now.',
  },
  es: {
    app: 'Footbridge',
    reminder: 'Tiene un recordatorio.',
    done: 'Todo listo.',
    over: 'Nada que hacer por ahora.',
  },
};
