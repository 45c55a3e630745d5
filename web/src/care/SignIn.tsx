/** The care team's way in: name, passphrase and a code from their phone, every time. */
import { useSignal } from '@preact/signals';
import { signIn } from '../shell/account.ts';
import { wordsFor } from '../shell/problems.ts';
import { Field } from '../ui/parts/Field.tsx';
import { PassphraseField } from '../ui/parts/PassphraseField.tsx';
import { deviceLabel, thisPhone } from '../ui/platform.ts';
import { t } from '../ui/strings/index.ts';
import { Plain } from './Frame.tsx';
import { comeIn } from './session.ts';
import { say } from './words/index.ts';

export function SignIn({ ended }: { ended: boolean }) {
  const name = useSignal('');
  const passphrase = useSignal('');
  const code = useSignal('');
  const error = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy.value) return;
    isBusy.value = true;
    error.value = null;
    const answer = await signIn({
      sign_in_name: name.value.trim(),
      passphrase: passphrase.value,
      totp_code: code.value,
      device_label: deviceLabel(thisPhone()),
      shared_phone: false,
    });
    isBusy.value = false;
    if (answer.ok) {
      await comeIn(answer.value);
      return;
    }
    // A code counts once, also in a try that failed.
    code.value = '';
    error.value = wordsFor(answer);
  };
  return (
    <Plain title={say('sign_in.title')} lead={ended ? say('sign_in.ended') : undefined}>
      <form class="stack-l" onSubmit={(event) => void submit(event)}>
        <Field
          id="name"
          label={say('sign_in.name')}
          value={name.value}
          onType={(typed) => {
            name.value = typed;
          }}
          input={{
            autocomplete: 'username',
            autoCapitalize: 'none',
            spellcheck: false,
            maxLength: 80,
            required: true,
          }}
        />
        <PassphraseField
          label={say('sign_in.passphrase')}
          error={null}
          value={passphrase.value}
          onType={(typed) => {
            passphrase.value = typed;
          }}
        />
        <Field
          id="totp"
          label={say('sign_in.code')}
          error={error.value}
          value={code.value}
          onType={(typed) => {
            code.value = typed.replace(/\D/g, '').slice(0, 6);
          }}
          input={{ autocomplete: 'one-time-code', inputMode: 'numeric', maxLength: 6, required: true }}
        />
        <button type="submit" class="btn btn-main" aria-disabled={isBusy.value}>
          {isBusy.value ? t('signin.working') : t('signin.button')}
        </button>
      </form>
      <p class="small soft">{say('sign_in.forgot')}</p>
      <a class="btn btn-quiet" href="/care/claim">
        {say('sign_in.have_code')}
      </a>
    </Plain>
  );
}
