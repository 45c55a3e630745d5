/** The one honest line about this phone, and the one thing that can be done about it. */
import { useState } from 'preact/hooks';
import { Icon } from '../../ui/parts/Icon.tsx';
import { Sheet } from '../../ui/parts/Sheet.tsx';
import { platformOf, thisPhone } from '../../ui/platform.ts';
import { type Key, t } from '../../ui/strings/index.ts';
import type { PhoneState } from './model.ts';
import { busy, failed, stateOfPhone, turnOff, turnOn } from './phone.ts';

type Said = { readonly title: Key; readonly body: Key | null };

function said(state: PhoneState): Said {
  switch (state) {
    case 'on':
      return { title: 'reminders.on', body: null };
    case 'off':
      return { title: 'reminders.off', body: null };
    case 'stopped':
      return { title: 'reminders.stopped', body: null };
    case 'blocked':
      return { title: 'reminders.blocked', body: `reminders.blocked_${platformOf(thisPhone())}` };
    case 'install_first':
      return { title: 'reminders.install_first', body: 'reminders.install_first_body' };
    case 'unsupported':
      return { title: 'reminders.unsupported', body: 'reminders.unsupported_body' };
    case 'shared':
      return { title: 'reminders.shared', body: 'reminders.shared_body' };
    case 'signed_out':
      return { title: 'reminders.signed_out', body: null };
  }
}

/** `onFirst` is told when reminders go on, so that there are times to remind at. */
export function ThisPhone({ onFirst }: { onFirst: () => void }) {
  const state = stateOfPhone();
  const { title, body } = said(state);
  return (
    <section class="card" aria-label={t('reminders.title')}>
      <p class={state === 'on' ? 'line state' : 'line state state-not'} role="status">
        <Icon name="bell" />
        <span class="grow">{t(title)}</span>
      </p>
      {body === null ? null : <p>{t(body)}</p>}
      {failed() ? (
        <p class="error small" role="alert">
          {t('reminders.failed')}
        </p>
      ) : null}
      <Way state={state} onFirst={onFirst} />
    </section>
  );
}

function Way({ state, onFirst }: { state: PhoneState; onFirst: () => void }) {
  const [asks, setAsks] = useState(false);
  const on = () => {
    setAsks(false);
    onFirst();
    void turnOn();
  };
  switch (state) {
    case 'on':
      return (
        <button type="button" class="btn" onClick={() => void turnOff()}>
          {t('reminders.turn_off')}
        </button>
      );
    case 'off':
    case 'stopped':
      return (
        <>
          <button
            type="button"
            class="btn btn-main"
            aria-disabled={busy()}
            onClick={() => busy() || setAsks(true)}
          >
            {busy()
              ? t('reminders.turning_on')
              : t(state === 'off' ? 'reminders.turn_on' : 'reminders.turn_on_again')}
          </button>
          {asks ? <Ask onYes={on} onNo={() => setAsks(false)} /> : null}
        </>
      );
    case 'install_first':
      return (
        <a class="btn btn-main" href="/install">
          {t('reminders.install_how')}
        </a>
      );
    case 'signed_out':
      return (
        <a class="btn" href="/sign-in">
          {t('state.sign_in')}
        </a>
      );
    case 'blocked':
    case 'unsupported':
    case 'shared':
      return null;
  }
}

/** Our question first: a "no" here costs nothing, while the browser's own "no" is for good. */
function Ask({ onYes, onNo }: { onYes: () => void; onNo: () => void }) {
  return (
    <Sheet title={t('reminders.ask_title')} onClose={onNo}>
      <p>{t('reminders.ask_body')}</p>
      <div class="stack">
        <button type="button" class="btn btn-main" onClick={onYes}>
          {t('reminders.ask_yes')}
        </button>
        <button type="button" class="btn btn-quiet" onClick={onNo}>
          {t('common.not_now')}
        </button>
      </div>
    </Sheet>
  );
}
