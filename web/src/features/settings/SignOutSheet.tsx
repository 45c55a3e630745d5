/** Before going out: what is not sent yet is counted, and what happens to it is said. */

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { isHeldUp } from '../../shell/connection.ts';
import { drafts, entries, setAside, syncStatus, world } from '../../shell/live.ts';
import { goOut, isSharedPhone } from '../../shell/session.ts';
import { Sheet } from '../../ui/parts/Sheet.tsx';
import { t, tn } from '../../ui/strings/index.ts';
import { unsentEntries, wayOut } from './model.ts';

/** On a shared phone there is no way out that leaves words behind, for whoever holds it next could open them. */
export function SignOutSheet({ onClose }: { onClose: () => void }) {
  const { route } = useLocation();
  const [hasTried, setTried] = useState(false);
  const status = syncStatus();
  const unsent = unsentHere();
  const way = wayOut(unsent, isSharedPhone());
  const out = () => {
    // The screen first: what is left to do may wait for a network, and nobody should.
    void goOut(way === 'choose' ? 'goes' : 'stays');
    route('/', true);
  };
  const send = () => {
    setTried(true);
    world()?.wake('online');
  };
  return (
    <Sheet title={t('settings.sign_out_title')} onClose={onClose}>
      <p>
        {way === 'clean'
          ? t('settings.sign_out_clean')
          : tn(way === 'choose' ? 'settings.sign_out_shared' : 'settings.sign_out_waiting', unsent)}
      </p>
      <p role="status">{hasTried && isHeldUp(status) ? t('settings.not_sent_yet') : null}</p>
      <div class="stack">
        {status.waiting > 0 ? (
          <button type="button" class={way === 'choose' ? 'btn btn-main' : 'btn'} onClick={send}>
            {status.state === 'syncing'
              ? t('state.sending')
              : t(way === 'choose' ? 'settings.send_first' : 'settings.send_now')}
          </button>
        ) : null}
        <button type="button" class={way === 'choose' ? 'btn' : 'btn btn-main'} onClick={out}>
          {t(way === 'choose' ? 'settings.delete_waiting' : 'settings.sign_out')}
        </button>
        <button type="button" class="btn btn-quiet" onClick={onClose}>
          {t('settings.stay')}
        </button>
      </div>
    </Sheet>
  );
}

const written = ['check_in', 'journal_entry', 'reminder_settings'] as const;

function unsentHere(): number {
  const { waiting } = syncStatus();
  return unsentEntries({
    waiting: written
      .flatMap((kind) => entries(kind))
      .filter(({ state }) => state !== 'received')
      .map(({ record }) => record),
    drafts: drafts().map(({ record }) => record),
    aside: setAside().map(({ record }) => record),
    saves: waiting,
  });
}
