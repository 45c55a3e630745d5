import { dayOf } from '../time/days.ts';
import { distance } from '../time/distance.ts';
import { clockTime, mediumDay } from '../time/words.ts';
import { language, t, tn } from './strings/index.ts';

export type StartWords = {
  readonly words: string;
  /** Within the hour or under way: worth the colour of this moment. */
  readonly isNear: boolean;
};

/** When something starts, in words. */
export function startWords(startsAt: number, endsAt: number, now: number, zone: string): StartWords {
  const away = distance(startsAt, endsAt, now, zone);
  const time = clockTime(startsAt, zone, language());
  switch (away.kind) {
    case 'over':
      return { words: t('time.over'), isNear: false };
    case 'now':
      return { words: t('time.now'), isNear: true };
    case 'minutes':
      return { words: tn('time.in_minutes', away.n), isNear: true };
    case 'hours':
      return { words: tn('time.in_hours', away.n), isNear: false };
    case 'tomorrow':
      return { words: t('time.day_at', { day: t('time.tomorrow'), time }), isNear: false };
    case 'later':
      return {
        words: t('time.day_at', { day: mediumDay(dayOf(startsAt, zone), language()), time }),
        isNear: false,
      };
  }
}
