/** The quiet bars above a screen: no network, sign in to send, an update. They say what is safe first and never block. */
import { Icon, type IconName } from '../ui/parts/Icon.tsx';
import { t, tn } from '../ui/strings/index.ts';
import { connection, type Said } from './connection.ts';
import { syncStatus, waitingEntries, world } from './live.ts';
import { isOnline } from './online.ts';
import { isSignedOut } from './session.ts';
import { isUpdateReady, loadUpdate } from './updates.ts';

type Line = { icon: IconName; words: string; link?: { to: string; words: string } };

function line(said: Exclude<Said, null>, waiting: number, needsYou: number): Line {
  const signIn = { to: '/sign-in', words: t('state.sign_in') };
  switch (said) {
    case 'offline':
      // On a phone that is nobody's there is nothing to send.
      return { icon: 'offline', words: t(world() === null ? 'state.offline_calls' : 'state.offline_bar') };
    case 'sign_in':
      return { icon: 'lock', words: t('state.sign_in_bar'), link: signIn };
    case 'other_person':
      return { icon: 'people', words: t('state.other_person_bar'), link: signIn };
    case 'needs_you':
      return {
        icon: 'wait',
        words: tn('today.needs_you', needsYou),
        link: { to: '/settings/waiting', words: t('state.open') },
      };
    case 'waiting':
      return { icon: 'wait', words: tn('state.unsent', waiting) };
  }
}

export function Bars() {
  const status = syncStatus();
  const waiting = waitingEntries();
  const said =
    world() === null && isOnline()
      ? null
      : connection({ status, online: isOnline(), signedOut: isSignedOut() });
  const shown = said === null ? null : line(said, waiting, status.needs_you);
  return (
    <div role="status">
      {shown === null ? null : (
        <div class="bar">
          <Icon name={shown.icon} />
          <span class="grow">{shown.words}</span>
          {said === 'offline' && waiting > 0 ? <span class="tag">{tn('state.waiting', waiting)}</span> : null}
          {shown.link ? (
            <a class="btn btn-bar" href={shown.link.to}>
              {shown.link.words}
            </a>
          ) : null}
        </div>
      )}
    </div>
  );
}

/** Only where nothing is being written; loading it starts the app again. */
export function UpdateBar() {
  if (!isUpdateReady()) return null;
  return (
    <div class="bar" role="status">
      <Icon name="change" />
      <span class="grow">{t('state.update_ready')}</span>
      <button type="button" class="btn btn-bar" onClick={loadUpdate}>
        {t('nav.update')}
      </button>
    </div>
  );
}
