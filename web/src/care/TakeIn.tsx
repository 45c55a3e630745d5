/** Adding somebody: a name, a language, a group; then their card. */
import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { Segments } from '../ui/parts/Choices.tsx';
import { Field } from '../ui/parts/Field.tsx';
import { t } from '../ui/strings/index.ts';
import { troubleWords, useAsked } from './asked.ts';
import { Card, type Made } from './Card.tsx';
import { Choose, Heading, Trouble, Waiting } from './parts.tsx';
import { askClinicians, askGroups, type Named, takeIn } from './requests.ts';
import { heeding, whoIsHere } from './session.ts';
import { say } from './words/index.ts';

type Form = {
  readonly name: string;
  readonly language: 'en' | 'es';
  readonly group: string;
  readonly clinician: string;
};

const emptyForm: Form = { name: '', language: 'en', group: '', clinician: '' };
/** Outlives the page's sign-in: what was typed is there again after signing in. */
const form = signal<Form>(emptyForm);

const fill = (part: Partial<Form>) => {
  form.value = { ...form.value, ...part };
};

export function TakeIn() {
  const made = useSignal<Made | null>(null);
  const { route } = useLocation();
  const who = whoIsHere();
  if (who.kind !== 'member') return null;
  if (made.value !== null)
    return <Card made={made.value} program={who.program} onDone={() => route('/care')} />;
  return (
    <div class="form">
      <Heading lead={say('take_in.lead')}>{say('take_in.title')}</Heading>
      <Questions
        asksClinician={who.me.role !== 'clinician'}
        onMade={(card) => {
          made.value = card;
          form.value = emptyForm;
        }}
      />
    </div>
  );
}

const noClinicians: typeof askClinicians = async () => ({ ok: true, value: { clinicians: [] } });

function Questions({ asksClinician, onMade }: { asksClinician: boolean; onMade: (made: Made) => void }) {
  const [groups, againGroups] = useAsked(askGroups, '');
  const [clinicians, againClinicians] = useAsked(asksClinician ? askClinicians : noClinicians, '');
  if (groups.kind === 'trouble') return <Trouble words={groups.words} onAgain={againGroups} />;
  if (clinicians.kind === 'trouble') return <Trouble words={clinicians.words} onAgain={againClinicians} />;
  if (groups.kind === 'waiting' || clinicians.kind === 'waiting') return <Waiting />;
  if (groups.value.groups.length === 0) return <p>{say('take_in.no_groups')}</p>;
  return (
    <Fields
      groups={groups.value.groups}
      clinicians={asksClinician ? clinicians.value.clinicians : null}
      onMade={onMade}
    />
  );
}

type Fields = {
  groups: readonly Named[];
  /** null: whoever fills this in is the clinician. */
  clinicians: readonly Named[] | null;
  onMade: (made: Made) => void;
};

function Fields({ groups, clinicians, onMade }: Fields) {
  const isTried = useSignal(false);
  const isBusy = useSignal(false);
  const error = useSignal<string | null>(null);
  useEffect(() => {
    const [only] = groups;
    if (groups.length === 1 && only !== undefined) fill({ group: only.id });
  }, [groups]);
  const { name, language, group, clinician } = form.value;
  const isComplete = name.trim() !== '' && group !== '';
  const submit = async (event: Event) => {
    event.preventDefault();
    isTried.value = true;
    if (!isComplete || isBusy.value) return;
    isBusy.value = true;
    const answer = await heeding(
      takeIn({ name: name.trim(), language, group, clinician: clinician || null }),
    );
    isBusy.value = false;
    if (answer.ok) onMade({ name: name.trim(), invited: answer.value });
    else error.value = troubleWords(answer);
  };
  return (
    <form class="stack-l" onSubmit={(event) => void submit(event)} noValidate>
      <Field
        id="name"
        label={say('take_in.name')}
        hint={say('take_in.name_hint')}
        error={isTried.value && name.trim() === '' ? say('take_in.name_missing') : null}
        value={name}
        onType={(typed) => fill({ name: typed })}
        input={{ autocomplete: 'off', maxLength: 80, required: true }}
      />
      <div class="field">
        <p class="label" aria-hidden="true">
          {say('take_in.language')}
        </p>
        <Segments
          legend={say('take_in.language')}
          name="language"
          options={[
            { value: 'en', label: 'English', lang: 'en' },
            { value: 'es', label: 'Español', lang: 'es' },
          ]}
          chosen={language}
          onChoose={(chosen) => fill({ language: chosen })}
        />
      </div>
      <Choose
        id="group"
        label={say('take_in.group')}
        error={isTried.value && group === '' ? say('take_in.group_missing') : null}
        chosen={group}
        options={groups}
        onChoose={(id) => fill({ group: id })}
      />
      {clinicians === null ? null : (
        <Choose
          id="clinician"
          label={say('take_in.clinician')}
          hint={say('take_in.clinician_hint')}
          chosen={clinician}
          options={clinicians}
          none={say('take_in.nobody')}
          onChoose={(id) => fill({ clinician: id })}
        />
      )}
      {error.value === null ? null : <Trouble words={error.value} />}
      <div class="line line-wrap">
        <button type="submit" class="btn btn-main" aria-disabled={isBusy.value}>
          {isBusy.value ? say('take_in.making') : say('take_in.make')}
        </button>
        <a class="btn btn-quiet" href="/care">
          {t('common.cancel')}
        </a>
      </div>
    </form>
  );
}
