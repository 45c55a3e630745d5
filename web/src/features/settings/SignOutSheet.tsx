/** Before going out: what is not sent yet is counted, and what happens to it is said. */

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { drafts, syncStatus, waitingEntries, world } from '../../shell/live.ts';
import { goOut } from '../../shell/session.ts';
import { Sheet } from '../../ui/parts/Sheet.tsx';
import { t, tn } from '../../ui/strings/index.ts';

export function SignOutSheet({ onClose }: { onClose: () => void }) {
  const { route } = useLocation();
  const [isBusy, setBusy] = useState(false);
  const { needs_you } = syncStatus();
  const waiting = waitingEntries();
  const unsent = waiting + needs_you + drafts().length;
  const out = async () => {
    setBusy(true);
    await goOut();
    route('/', true);
  };
  return (
    <Sheet title={t('settings.sign_out_title')} onClose={onClose}>
      <p>{unsent === 0 ? t('settings.sign_out_clean') : tn('settings.sign_out_waiting', unsent)}</p>
      <div class="stack">
        {waiting > 0 ? (
          <button type="button" class="btn" onClick={() => world()?.wake('online')}>
            {t('settings.send_now')}
          </button>
        ) : null}
        <button
          type="button"
          class="btn btn-main"
          aria-disabled={isBusy}
          onClick={() => isBusy || void out()}
        >
          {t('settings.sign_out')}
        </button>
        <button type="button" class="btn btn-quiet" onClick={onClose}>
          {t('settings.stay')}
        </button>
      </div>
    </Sheet>
  );
}
