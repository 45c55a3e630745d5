/** Coming back: name and passphrase. */

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { signIn } from '../../shell/account.ts';
import { isProblem, wordsFor } from '../../shell/problems.ts';
import { comeIn, stageNow } from '../../shell/session.ts';
import { Field } from '../../ui/parts/Field.tsx';
import { PassphraseField } from '../../ui/parts/PassphraseField.tsx';
import { RoundLink, TaskScreen } from '../../ui/parts/Screen.tsx';
import { deviceLabel, thisPhone } from '../../ui/platform.ts';
import { chosenLanguage, speak, t } from '../../ui/strings/index.ts';

export function SignIn() {
  const { route } = useLocation();
  const [name, setName] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [isShared, setShared] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const submit = async () => {
    if (isBusy) return;
    setBusy(true);
    setError(null);
    const answer = await signIn({
      sign_in_name: name.trim(),
      passphrase,
      device_label: deviceLabel(thisPhone()),
      shared_phone: isShared,
    });
    if (answer.ok) {
      if (chosenLanguage() === null) await speak(answer.value.language);
      await comeIn(answer.value);
      if (answer.value.kind === 'participant') route('/');
    } else if (isProblem(answer, 'second-factor-needed')) {
      // Only the care team has one, and a page of its own.
      location.assign('/care');
    } else {
      setError(wordsFor(answer));
    }
    setBusy(false);
  };

  return (
    <TaskScreen name={t('signin.title')} way={<RoundLink to="/" icon="close" label={t('common.close')} />}>
      <form
        class="stack-l grow-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div class="stack">
          <h1 tabIndex={-1}>{t('signin.title')}</h1>
          {stageNow() === 'open' ? <p class="soft">{t('signin.again_body')}</p> : null}
        </div>
        <Field
          id="sign-in-name"
          label={t('onboarding.sign_in_name')}
          value={name}
          onType={setName}
          input={{
            autocomplete: 'username',
            autoCapitalize: 'none',
            spellcheck: false,
            maxLength: 80,
            required: true,
          }}
        />
        <PassphraseField
          label={t('onboarding.passphrase')}
          error={error}
          value={passphrase}
          onType={setPassphrase}
        />
        <label class="row">
          <input class="tick" type="checkbox" checked={isShared} onChange={() => setShared(!isShared)} />
          <span class="grow">{t('signin.shared')}</span>
        </label>
        <p class="small soft">{t('signin.forgot')}</p>
        <div class="dock push">
          <button type="submit" class="btn btn-main" aria-disabled={isBusy}>
            {isBusy ? t('signin.working') : t('signin.button')}
          </button>
          <a class="btn btn-quiet" href="/claim">
            {t('onboarding.have_code')}
          </a>
        </div>
      </form>
    </TaskScreen>
  );
}
