/** Settings: how it looks, privacy in plain words, this phone, the way out. */
import { useState } from 'preact/hooks';
import { syncStatus, waitingEntries } from '../../shell/live.ts';
import { Segments } from '../../ui/parts/Choices.tsx';
import { LinkRow, Part } from '../../ui/parts/Rows.tsx';
import { BackScreen } from '../../ui/parts/Screen.tsx';
import { thisPhone } from '../../ui/platform.ts';
import { type Language, language, speak, t, tn } from '../../ui/strings/index.ts';
import { chooseTheme, type Theme, theme } from '../../ui/theme.ts';
import { SignOutSheet } from './SignOutSheet.tsx';

export function Settings() {
  const [asks, setAsks] = useState(false);
  const { needs_you } = syncStatus();
  const waiting = waitingEntries();
  return (
    <BackScreen name={t('settings.title')} back="/">
      {waiting + needs_you === 0 ? null : (
        <div class="rows">
          <LinkRow
            to="/settings/waiting"
            icon="wait"
            title={waiting > 0 ? tn('state.unsent', waiting) : tn('today.needs_you', needs_you)}
          />
        </div>
      )}
      <Part id="looks" title={t('settings.looks')}>
        <Segments<Language>
          legend={t('settings.language')}
          name="language"
          options={[
            { value: 'en', label: 'English', lang: 'en' },
            { value: 'es', label: 'Español', lang: 'es' },
          ]}
          chosen={language()}
          onChoose={(next) => void speak(next)}
        />
        <Segments<Theme>
          legend={t('settings.theme')}
          name="theme"
          options={[
            { value: 'auto', label: t('settings.theme_auto') },
            { value: 'light', label: t('settings.theme_light') },
            { value: 'dark', label: t('settings.theme_dark') },
          ]}
          chosen={theme()}
          onChoose={chooseTheme}
        />
      </Part>
      <Part id="privacy" title={t('settings.privacy')}>
        <div class="rows">
          <LinkRow
            to="/settings/team"
            icon="people"
            title={t('settings.who_sees')}
            under={t('settings.who_sees_under')}
          />
          <LinkRow
            to="/settings/devices"
            icon="phone"
            title={t('settings.devices')}
            under={t('settings.devices_under')}
          />
        </div>
      </Part>
      <Part id="phone" title={t('settings.this_phone')}>
        <div class="rows">
          <LinkRow to="/reminders" icon="bell" title={t('reminders.title')} />
          {thisPhone().standalone ? null : (
            <LinkRow to="/install" icon="plus" title={t('settings.install')} />
          )}
        </div>
        <button type="button" class="btn" onClick={() => setAsks(true)}>
          {t('settings.sign_out')}
        </button>
      </Part>
      <p class="small soft">{t('settings.not_emergency')}</p>
      {asks ? <SignOutSheet onClose={() => setAsks(false)} /> : null}
    </BackScreen>
  );
}
