/** The way back in on another phone: a made-up name and four words, or a passphrase of one's own. */
import { useState } from 'preact/hooks';
import { Field } from '../../ui/parts/Field.tsx';
import { PassphraseField } from '../../ui/parts/PassphraseField.tsx';
import { t, tn } from '../../ui/strings/index.ts';
import { passphraseLacks } from './model.ts';
import { Next } from './Next.tsx';
import { busy, fill, finish, theError, theForm, theInvitation } from './store.ts';

export function SignInStep() {
  const { sign_in_name, own_passphrase } = theForm();
  const known = theInvitation();
  const words = known?.generated_passphrase ?? null;
  const isOwn = own_passphrase !== null || words === null;
  const [isChecked, setChecked] = useState(false);
  const lacks = isOwn ? passphraseLacks(own_passphrase ?? '') : 0;
  const submit = () => {
    setChecked(true);
    if (sign_in_name.trim() === '' || lacks > 0) return;
    void finish();
  };
  return (
    <>
      <div class="stack">
        <h1 tabIndex={-1}>{t('onboarding.sign_in_title')}</h1>
        <p class="soft">{t('onboarding.sign_in_body')}</p>
      </div>
      <Field
        id="sign-in-name"
        label={t('onboarding.sign_in_name')}
        hint={t('onboarding.sign_in_name_hint')}
        error={isChecked && sign_in_name.trim() === '' ? t('error.check') : theError()}
        value={sign_in_name}
        onType={(typed) => fill({ sign_in_name: typed })}
        input={{ autocomplete: 'username', autoCapitalize: 'none', spellcheck: false, maxLength: 80 }}
      />
      {isOwn ? (
        <PassphraseField
          label={t('onboarding.passphrase')}
          hint={t('onboarding.passphrase_hint')}
          error={isChecked && lacks > 0 ? tn('onboarding.passphrase_short', lacks) : null}
          value={own_passphrase ?? ''}
          onType={(typed) => fill({ own_passphrase: typed })}
          isNew
        />
      ) : (
        <div class="card card-well">
          <h2 class="ticket-title">{t('onboarding.four_words')}</h2>
          <p class="four-words">{words}</p>
        </div>
      )}
      <Next label={busy() ? t('signin.working') : t('onboarding.finish')} onNext={submit}>
        {words === null ? null : (
          <button
            type="button"
            class="btn btn-quiet"
            onClick={() => fill({ own_passphrase: isOwn ? null : '' })}
          >
            {isOwn ? t('onboarding.use_words') : t('onboarding.own_passphrase')}
          </button>
        )}
      </Next>
    </>
  );
}
