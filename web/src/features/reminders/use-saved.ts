import { useState } from 'preact/hooks';
import type { ReminderSettings } from '../../api/bodies.ts';
import { Trouble, type TroubleKind } from '../../offline/world.ts';
import { world } from '../../shell/live.ts';

/** Saves the settings as they are now; what could not be saved is said, and the switch shows what is stored. */
export function useSaved() {
  const [trouble, setTrouble] = useState<TroubleKind | null>(null);
  const save = (next: ReminderSettings) => {
    const here = world();
    here?.save('reminder_settings', here.owner, next).then(
      () => setTrouble(null),
      (error: unknown) => setTrouble(error instanceof Trouble ? error.kind : 'closed'),
    );
  };
  return { trouble, save };
}
