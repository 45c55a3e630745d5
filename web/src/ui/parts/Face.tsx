/**
 * Five river stones on one ground line. They sit lower or taller with the mood, so outline, mouth and
 * word each tell it alone. No tears, no red, no green.
 */
export type Mood = 1 | 2 | 3 | 4 | 5;
export const moods: readonly Mood[] = [1, 2, 3, 4, 5];

/** Bodies hold any whole number; the limits say 1 to 5. */
export function moodOf(value: number): Mood {
  return moods.find((mood) => mood === value) ?? 3;
}

type Stone = { readonly body: string; readonly lines: string; readonly eyes?: string };

const stones: Readonly<Record<Mood, Stone>> = {
  1: {
    body: 'M5 32.5C4.3 23 13 18.2 24.5 18.6c11.6.4 19.6 5.6 18.6 14.2-.9 7.2-9.6 8.8-19.2 8.5-10.6-.3-18.3-1.5-18.9-8.8z',
    lines: 'M14.5 27.6c1.3 1.3 3.3 1.3 4.6 0M29 27.6c1.3 1.3 3.3 1.3 4.6 0M19.5 35.6c2.4-2 6.4-2 8.8-.2',
  },
  2: {
    body: 'M6 29.5C5.7 19.8 13.8 14.6 24.4 15c11 .4 18.3 6 17.7 15-.5 8.2-8.5 11.6-18.1 11.3-9.9-.3-17.7-3.2-18-11.8z',
    lines: 'M19.3 34.5c2.6-1.9 6.8-1.9 9.4 0M14.8 23.3l3.7-1M33.2 23.3l-3.7-1',
    eyes: 'M17.3 27v.6M30.7 27v.6',
  },
  3: {
    body: 'M7 27C7 16.7 14.6 11.3 24.3 11.5c10 .2 17.2 6.5 16.8 16-.4 9-8 13.9-17.2 13.8C14.6 41.2 7 36.6 7 27z',
    lines: 'M19.5 33h9',
    eyes: 'M17.5 24.5v.9M30.5 24.5v.9',
  },
  4: {
    body: 'M7.5 25C7.8 13.9 15 8.1 24.2 8.3c9.6.2 16.3 7 16 17-.2 9.9-7.3 16.1-16.3 16C14.8 41.2 7.2 35.4 7.5 25z',
    lines: 'M18.3 30.8c3 2.9 8.4 2.9 11.4 0',
    eyes: 'M17.5 22.3v1M30.5 22.3v1',
  },
  5: {
    body: 'M8.3 23C8.7 11.3 15.6 5 24.2 5.1c8.9.1 15.5 7.4 15.3 18.2-.2 11.2-6.9 18.1-15.6 18C15.2 41.2 7.9 34.6 8.3 23z',
    lines:
      'M15 21.3c1.3-1.9 3.5-1.9 4.8 0M28.2 21.3c1.3-1.9 3.5-1.9 4.8 0M16.8 27.8c2.2 6.4 12.2 6.4 14.4 0z',
  },
};

export function Face({ mood }: { mood: Mood }) {
  const { body, lines, eyes } = stones[mood];
  return (
    <svg class="stone" viewBox="0 0 48 48" width="44" height="44" aria-hidden="true">
      <path fill="var(--stone)" d={body} />
      <path d={lines} />
      {eyes ? <path stroke-width="3.2" d={eyes} /> : null}
      <path stroke-width="1.5" opacity=".45" d="M9 45h30" />
    </svg>
  );
}
