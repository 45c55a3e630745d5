import { expect, test } from 'vitest';
import { aCheckIn } from '../testing/records.ts';
import { lights } from './lights.ts';

test('a lamp is lit on each day with a check-in, counted where the person was', () => {
  const lateAtHome = aCheckIn({ at: '2026-11-22T04:30:00.000Z' }); // Saturday 22:30 in Chicago
  const twiceToday = [
    aCheckIn({ at: '2026-11-23T14:00:00.000Z' }),
    aCheckIn({ at: '2026-11-23T20:00:00.000Z' }),
  ];
  const lit = lights([lateAtHome, ...twiceToday], '2026-11-23', 'Europe/Madrid').filter((lamp) => lamp.lit);
  expect(lit.map(({ day }) => day)).toEqual(['2026-11-21', '2026-11-23']);
});

test('with no check-in at all there are still seven lamps', () => {
  expect(lights([], '2026-11-23', 'UTC')).toHaveLength(7);
});
