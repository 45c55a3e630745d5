/** The id under which the server knows this phone as this person's. One per person, so it links nobody. */
import { deviceOf } from '../offline/owners.ts';
import { databases } from '../offline/schema.ts';
import { world } from './live.ts';

export async function deviceId(): Promise<string | null> {
  const owner = world()?.owner;
  return owner === undefined ? null : await deviceOf(databases(indexedDB), owner, () => crypto.randomUUID());
}
