/**
 * One person coming in: their ticket, what they chose so far, where they are.
 *
 * Owns: the form over all steps, looking the invitation up, claiming it once. In memory only: a code or a
 * passphrase is never kept on the phone.
 */
import { signal } from '@preact/signals';
import { claim, type Invitation, look, type Ticket } from '../../shell/account.ts';
import { isProblem, wordsFor } from '../../shell/problems.ts';
import { comeIn } from '../../shell/session.ts';
import { phoneZone } from '../../time/instants.ts';
import { deviceLabel, platformOf, thisPhone } from '../../ui/platform.ts';
import { language } from '../../ui/strings/index.ts';
import { type Step, stepAfter, stepBefore, stepsFor, tokenIn } from './model.ts';

export type Form = {
  readonly shared_phone: boolean | null;
  readonly name: string;
  readonly sharing: 'team' | 'private' | null;
  readonly sign_in_name: string;
  /** null: the four words of the invitation. */
  readonly own_passphrase: string | null;
};

const emptyForm: Form = {
  shared_phone: null,
  name: '',
  sharing: null,
  sign_in_name: '',
  own_passphrase: null,
};

const step = signal<Step | null>(null);
const ticket = signal<Ticket | null>(null);
const invitation = signal<Invitation | null>(null);
const form = signal<Form>(emptyForm);
const isBusy = signal(false);
const error = signal<string | null>(null);

export const stepNow = () => step.value;
export const theInvitation = () => invitation.value;
export const theForm = () => form.value;
export const busy = () => isBusy.value;
export const theError = () => error.value;

export function fill(part: Partial<Form>): void {
  form.value = { ...form.value, ...part };
  error.value = null;
}

export function steps(): readonly Step[] {
  const facts = thisPhone();
  return stepsFor(invitation.value, { platform: platformOf(facts), standalone: facts.standalone });
}

/** Takes the token out of the address at once, so that it stays in no history and no screenshot. */
export function takeToken(): void {
  const token = tokenIn(location.hash);
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  if (token !== null) ticket.value = { token };
}

/** Leaves the language behind. With a token in hand its invitation is looked up at once. */
export function begin(): void {
  const [first = 'code'] = steps();
  step.value = first;
  if (first === 'code' && ticket.value !== null) void lookUp(ticket.value);
}

export function goOn(): void {
  error.value = null;
  if (step.value !== null) step.value = stepAfter(step.value, steps());
  if (step.value === 'code' && ticket.value !== null && invitation.value === null) void lookUp(ticket.value);
}

/** False when there is no step before: then the way back leads out. */
export function goBack(): boolean {
  error.value = null;
  const before = step.value === null ? null : stepBefore(step.value, steps());
  step.value = before;
  return before !== null;
}

export async function lookUp(wanted: Ticket): Promise<void> {
  isBusy.value = true;
  error.value = null;
  const answer = await look(wanted);
  isBusy.value = false;
  if (!answer.ok) {
    ticket.value = null;
    error.value = wordsFor(answer);
    return;
  }
  if (answer.value.kind === 'care_team') return leadStaffOn(wanted);
  ticket.value = wanted;
  invitation.value = answer.value;
  if (form.value.sign_in_name === '') fill({ sign_in_name: answer.value.suggested_sign_in_name ?? '' });
  step.value = stepAfter('code', steps());
}

/** A colleague's invitation is claimed on the care team's own page; what they hold goes along where it can. */
function leadStaffOn(wanted: Ticket): void {
  location.assign('token' in wanted ? `/care/claim#t=${wanted.token}` : '/care/claim');
}

/** Claims with all that was chosen. A refused field stays on its step with what to do. */
export async function finish(): Promise<void> {
  const known = invitation.value;
  const wanted = ticket.value;
  if (known === null || wanted === null || isBusy.value) return;
  isBusy.value = true;
  error.value = null;
  const answer = await claim({ ...wanted, ...claimed(known, form.value) });
  if (answer.ok) {
    await comeIn(answer.value);
    step.value = stepAfter(step.value ?? 'sign_in', steps());
    forget();
  } else if (isProblem(answer, 'invitation-expired') || isProblem(answer, 'invitation-used')) {
    forget();
    step.value = 'code';
    error.value = wordsFor(answer);
  } else {
    error.value = wordsFor(answer);
  }
  isBusy.value = false;
}

function claimed(known: Invitation, chosen: Form): Readonly<Record<string, unknown>> {
  const device = {
    device_label: deviceLabel(thisPhone()),
    shared_phone: chosen.shared_phone ?? false,
    zone: phoneZone(),
  };
  if (known.purpose === 'new_phone') return device;
  return {
    ...device,
    sign_in_name: chosen.sign_in_name.trim(),
    passphrase: chosen.own_passphrase ?? known.generated_passphrase ?? '',
    name: chosen.name.trim(),
    language: language(),
    sharing: chosen.sharing ?? 'private',
    consent: true,
  };
}

/** What opened the door is gone from memory once it is open. */
function forget(): void {
  ticket.value = null;
  form.value = emptyForm;
}
