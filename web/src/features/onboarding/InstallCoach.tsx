/** How to put the app on the home screen, for the phone at hand. */
import type { ComponentChildren } from 'preact';
import { canInstall, install, isInstalled } from '../../shell/install.ts';
import { Icon } from '../../ui/parts/Icon.tsx';
import { platformOf, thisPhone } from '../../ui/platform.ts';
import { type Key, t } from '../../ui/strings/index.ts';
import { PicDots, PicHome, PicMenu, PicShare } from './pictures.tsx';

type CoachStep = {
  readonly picture: () => preact.JSX.Element;
  readonly title: Key;
  readonly more: Key | null;
};

const ios: readonly CoachStep[] = [
  { picture: PicShare, title: 'install.ios_1', more: 'install.ios_1_more' },
  { picture: PicMenu, title: 'install.ios_2', more: 'install.ios_2_more' },
  { picture: PicHome, title: 'install.ios_3', more: 'install.ios_3_more' },
];
const others: readonly CoachStep[] = [
  { picture: PicDots, title: 'install.android_1', more: null },
  { picture: PicMenu, title: 'install.android_2', more: null },
  { picture: PicHome, title: 'install.android_3', more: null },
];

/** `children` is the free way out. */
export function InstallCoach({ children }: { children: ComponentChildren }) {
  const isIos = platformOf(thisPhone()) === 'ios';
  return (
    <>
      <div class="stack">
        <h1 tabIndex={-1}>{t('install.title')}</h1>
        <p class="soft">{t('install.why')}</p>
      </div>
      {isInstalled() ? (
        <p class="card card-well" role="status">
          {t('install.installed')}
        </p>
      ) : canInstall() ? null : (
        <Steps steps={isIos ? ios : others} />
      )}
      <div class="dock push">
        {canInstall() ? (
          <button type="button" class="btn btn-main" onClick={() => void install()}>
            <Icon name="plus" />
            {t('install.android_button')}
          </button>
        ) : null}
        {children}
      </div>
    </>
  );
}

function Steps({ steps }: { steps: readonly CoachStep[] }) {
  return (
    <ol class="coach rows">
      {steps.map(({ picture: Picture, title, more }, place) => (
        <li key={title}>
          <Picture />
          <p>
            <b>
              {place + 1}. {t(title)}
            </b>
            {more === null ? null : <span class="soft small">{t(more)}</span>}
          </p>
        </li>
      ))}
    </ol>
  );
}
