/**
 * Sending from the worker, with no page open.
 *
 * Owns: one drain for the person signed in last, and taking their world away where their sign-in was ended from
 * elsewhere. Knows no events: the worker's `sync` handler calls it.
 */
import { openDrain } from './drain.ts';
import { openHub } from './hub.ts';
import { currentOwner, deviceOf, leave } from './owners.ts';
import { databases } from './schema.ts';
import type { SyncState } from './shown.ts';
import { close, openStores } from './stores.ts';
import { platform, type Surroundings } from './surroundings.ts';

/** True when nothing waits any more; false asks the platform to call again later. */
export async function drainInBackground(around: Surroundings = platform()): Promise<boolean> {
  const dbs = databases(around.factory);
  const owner = await currentOwner(dbs);
  if (owner === null) {
    close(dbs);
    return true;
  }
  const device = await deviceOf(dbs, owner, around.newId);
  const stores = await openStores(dbs, owner);
  const hub = openHub(owner, around.channel, () => {});
  const now: { state: SyncState } = { state: 'idle' };
  const drain = openDrain(
    {
      ...around,
      ...stores,
      device,
      tell: (news) => hub.tell({ ...news, outbox: true }),
    },
    {
      ...around,
      // A worker is put to sleep when its event ends: it plans nothing, the platform calls again.
      later: () => () => {},
      told(state) {
        now.state = state;
        hub.tell({ state });
      },
    },
  );
  drain.wake('sync');
  await drain.settled();
  drain.close();
  if (now.state === 'signed_out_elsewhere') {
    hub.tell({ left: true });
    await leave(dbs, owner);
  }
  hub.close();
  close(dbs);
  return now.state === 'idle' || now.state === 'signed_out_elsewhere';
}
