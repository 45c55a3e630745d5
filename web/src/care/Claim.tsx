/** A member of the care team comes in for the first time, or on one more device. */
import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import type { Answer } from '../api/http.ts';
import { claim, type Invitation, look, type Ticket } from '../shell/account.ts';
import { wordsFor } from '../shell/problems.ts';
import { phoneZone } from '../time/instants.ts';
import { Field } from '../ui/parts/Field.tsx';
import { PassphraseField } from '../ui/parts/PassphraseField.tsx';
import { deviceLabel, thisPhone } from '../ui/platform.ts';
import { language, t } from '../ui/strings/index.ts';
import { Plain } from './Frame.tsx';
import { Trouble, Waiting } from './parts.tsx';
import { comeIn } from './session.ts';
import { say } from './words/index.ts';

/** Ours, as the server's: shorter ones are guessed. */
const SHORTEST = 15;

/** Takes the token out of the address at once, so that it stays in no history and no screenshot. */
function takeToken(): string | null {
  const token = /^#t=([A-Za-z0-9_-]{20,100})$/.exec(location.hash)?.[1] ?? null;
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  return token;
}

export function Claim() {
  const ticket = useSignal<Ticket | null>(null);
  const invitation = useSignal<Invitation | null>(null);
  const error = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const lookUp = async (wanted: Ticket) => {
    isBusy.value = true;
    error.value = null;
    const answer = await look(wanted);
    isBusy.value = false;
    if (!answer.ok) error.value = wordsFor(answer);
    else if (answer.value.kind !== 'care_team') error.value = say('claim.participant');
    else {
      ticket.value = wanted;
      invitation.value = answer.value;
    }
  };
  useEffect(() => {
    const token = takeToken();
    if (token !== null) void lookUp({ token });
  }, []);
  if (ticket.value !== null && invitation.value !== null) {
    return <Come ticket={ticket.value} invitation={invitation.value} />;
  }
  return (
    <Plain title={say('sign_in.title')} lead={isBusy.value ? undefined : say('claim.code_lead')}>
      {isBusy.value ? <Waiting /> : <Code error={error} onCode={(code) => void lookUp({ code })} />}
    </Plain>
  );
}

function Code({ error, onCode }: { error: Signal<string | null>; onCode: (code: string) => void }) {
  const code = useSignal('');
  const submit = (event: Event) => {
    event.preventDefault();
    if (code.value.length === 8) onCode(code.value);
    else error.value = t('error.code_short');
  };
  return (
    <form class="stack-l" onSubmit={submit} noValidate>
      <Field
        id="code"
        label={t('onboarding.code')}
        error={error.value}
        value={code.value}
        onType={(typed) => {
          code.value = typed
            .replace(/[^A-Za-z0-9]/g, '')
            .toUpperCase()
            .slice(0, 8);
        }}
        input={{ autocomplete: 'one-time-code', autoCapitalize: 'characters', spellcheck: false }}
      />
      <button type="submit" class="btn btn-main">
        {t('common.continue')}
      </button>
      <a class="btn btn-quiet" href="/care">
        {t('signin.title')}
      </a>
    </form>
  );
}

function Come({ ticket, invitation }: { ticket: Ticket; invitation: Invitation }) {
  const { route } = useLocation();
  const isFirst = invitation.purpose === 'first';
  const signInName = useSignal(invitation.suggested_sign_in_name ?? '');
  const passphrase = useSignal('');
  const code = useSignal('');
  const error = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const short = SHORTEST - [...passphrase.value].length;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy.value || (isFirst && short > 0)) return;
    isBusy.value = true;
    error.value = null;
    const device = { device_label: deviceLabel(thisPhone()), shared_phone: false, zone: phoneZone() };
    const chosen = {
      sign_in_name: signInName.value.trim(),
      passphrase: passphrase.value,
      language: language(),
      sharing: 'private',
      consent: true,
      totp_code: code.value,
    };
    const answer = await claim({ ...ticket, ...device, ...(isFirst ? chosen : {}) });
    isBusy.value = false;
    if (!answer.ok) {
      code.value = '';
      error.value = refusal(answer);
      return;
    }
    await comeIn(answer.value);
    route('/care', true);
  };
  return (
    <Plain
      title={say('claim.title', { name: invitation.public_name })}
      lead={isFirst ? say('claim.lead') : say('claim.another')}
    >
      <form class="stack-l" onSubmit={(event) => void submit(event)}>
        {isFirst ? (
          <>
            <Field
              id="name"
              label={say('claim.sign_in_name')}
              hint={t('onboarding.sign_in_name_hint')}
              value={signInName.value}
              onType={(typed) => {
                signInName.value = typed;
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
              label={t('onboarding.passphrase')}
              hint={t('onboarding.passphrase_hint')}
              error={null}
              value={passphrase.value}
              onType={(typed) => {
                passphrase.value = typed;
              }}
              isNew
            />
            <SecondFactor totp={invitation.totp} />
            <Field
              id="totp"
              label={t('onboarding.totp_code')}
              value={code.value}
              onType={(typed) => {
                code.value = typed.replace(/\D/g, '').slice(0, 6);
              }}
              input={{ autocomplete: 'one-time-code', inputMode: 'numeric', maxLength: 6, required: true }}
            />
          </>
        ) : null}
        {error.value === null ? null : <Trouble words={error.value} />}
        <button type="submit" class="btn btn-main" aria-disabled={isBusy.value || (isFirst && short > 0)}>
          {isBusy.value ? t('signin.working') : say('claim.start')}
        </button>
      </form>
    </Plain>
  );
}

/** What was wrong with a passphrase is the server's to say; it alone knows the common ones. */
function refusal(answer: Exclude<Answer<unknown>, { readonly ok: true }>): string {
  const said =
    'problem' in answer && answer.problem.status === 422 ? answer.problem.errors[0]?.detail : undefined;
  return said === undefined ? wordsFor(answer) : `${wordsFor(answer)} ${said}`;
}

function SecondFactor({ totp }: { totp: Invitation['totp'] }) {
  if (totp === null) return null;
  return (
    <section class="card" aria-labelledby="second">
      <h2 id="second">{t('onboarding.totp_title')}</h2>
      <p>{t('onboarding.totp_body')}</p>
      <img class="qr" src={`data:image/svg+xml,${encodeURIComponent(totp.qr_svg)}`} alt="" />
      <p>
        {t('onboarding.totp_key')}: <b class="num secret">{totp.secret}</b>
      </p>
    </section>
  );
}
