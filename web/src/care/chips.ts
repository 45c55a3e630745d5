/**
 * The words of chips, as staff read them.
 *
 * Owns: which word of the catalogue stands for a stored one. What a person typed themselves stays as typed.
 */
import { type Key, t } from '../ui/strings/index.ts';

const keys: ReadonlyMap<string, Key> = new Map<string, Key>([
  ['tired', 'checkin.chip_tired'],
  ['hungry', 'checkin.chip_hungry'],
  ['angry', 'checkin.chip_angry'],
  ['lonely', 'checkin.chip_lonely'],
  ['stress', 'checkin.chip_stress'],
  ['pain', 'checkin.chip_pain'],
  ['money', 'checkin.chip_money'],
  ['people', 'checkin.chip_people'],
  ['a place', 'checkin.chip_place'],
  ['good news', 'checkin.chip_good_news'],
  ['something else', 'checkin.chip_other'],
  ['a walk', 'checkin.helped_walk'],
  ['called someone', 'checkin.helped_call'],
  ['breathing', 'checkin.helped_breathing'],
  ['rest', 'checkin.helped_rest'],
  ['food', 'checkin.helped_food'],
  ['music', 'checkin.helped_music'],
  ['a meeting', 'checkin.helped_meeting'],
  ['letting time pass', 'checkin.helped_time'],
]);

export function chipWord(stored: string): string {
  const key = keys.get(stored);
  return key === undefined ? stored : t(key);
}
