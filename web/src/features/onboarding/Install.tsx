/** The home screen coach as a page of its own, from Settings and Reminders; with a code for the icon's own storage. */
import { useState } from 'preact/hooks';
import { askContinueCode } from '../../shell/account.ts';
import { wordsFor } from '../../shell/problems.ts';
import { stageNow } from '../../shell/session.ts';
import { RoundLink, TaskScreen } from '../../ui/parts/Screen.tsx';
import { platformOf, thisPhone } from '../../ui/platform.ts';
import { t } from '../../ui/strings/index.ts';
import { InstallCoach } from './InstallCoach.tsx';
import { shownCode } from './model.ts';
import './onboarding.css';

export function Install() {
  const needsCode = stageNow() === 'open' && platformOf(thisPhone()) === 'ios';
  return (
    <TaskScreen name={t('nav.settings')} way={<RoundLink to="/settings" icon="back" label={t('nav.back')} />}>
      <InstallCoach>
        {needsCode ? <ContinueCode /> : null}
        <a class="btn btn-quiet" href="/settings">
          {t('common.later')}
        </a>
      </InstallCoach>
    </TaskScreen>
  );
}

/** The icon opens with an empty storage on an iPhone, so it is entered once more, with a code for ten minutes. */
function ContinueCode() {
  const [code, setCode] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const ask = async () => {
    const answer = await askContinueCode();
    if (answer.ok) setCode(answer.value.code);
    else setError(wordsFor(answer));
  };
  return (
    <>
      {code === null ? (
        <button type="button" class="btn" onClick={() => void ask()}>
          {t('install.get_code')}
        </button>
      ) : (
        <p class="card card-well">
          <span class="small soft">{t('install.code')}</span>
          <b class="num code-shown">{shownCode(code)}</b>
        </p>
      )}
      <p class="error small" role="alert">
        {error}
      </p>
    </>
  );
}
