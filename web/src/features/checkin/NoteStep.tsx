/** What helped, and a few words, for who wants to add them. Kept as a draft while typing, saved by the button. */
import { useLocation } from 'preact-iso/router';
import { Chips } from '../../ui/parts/Choices.tsx';
import { WhoCanRead } from '../../ui/parts/Reads.tsx';
import { RoundLink, TaskScreen } from '../../ui/parts/Screen.tsx';
import { TroubleLine } from '../../ui/parts/TroubleLine.tsx';
import { t, tn } from '../../ui/strings/index.ts';
import { useKeep } from '../../ui/use-keep.ts';
import { charactersLeft, helped, NOTE_MAX, toggled } from './model.ts';
import {
  answers,
  change,
  chosenSharing,
  keepNote,
  saveNote,
  saveTrouble,
  typedNote,
  typeNote,
} from './store.ts';
import { useUnderWay } from './under-way.ts';

/** Ours: the count is only said when it starts to matter. */
const SAY_LEFT_BELOW = 200;

export function NoteStep() {
  const { route } = useLocation();
  useUnderWay();
  const body = answers();
  const note = typedNote();
  const keepNow = useKeep(note, keepNote);
  const left = charactersLeft(note, NOTE_MAX);
  const sharing = chosenSharing();
  return (
    <TaskScreen
      name={t('checkin.title')}
      way={<RoundLink to="/check-in/saved" icon="back" label={t('nav.back')} />}
    >
      <h1 tabIndex={-1}>{t('checkin.note_title')}</h1>
      <TroubleLine kind={saveTrouble()} />
      <h2>{t('checkin.helped')}</h2>
      <Chips
        legend={t('checkin.helped')}
        options={helped.map(({ value, key }) => ({ value, label: t(key) }))}
        chosen={body?.helped ?? []}
        onToggle={(value) => change({ helped: toggled(body?.helped ?? [], value) })}
      />
      <div class="field">
        <label for="note">{t('checkin.note')}</label>
        <textarea
          class="input"
          id="note"
          value={note}
          maxLength={NOTE_MAX}
          // Until its check-in is found there is nothing that words could be kept with.
          readOnly={body === null}
          onInput={(event) => typeNote(event.currentTarget.value)}
          onBlur={keepNow}
        />
        <p class="small soft" role="status">
          {left < SAY_LEFT_BELOW ? tn('checkin.left', Math.max(left, 0)) : ''}
        </p>
      </div>
      <div class="dock push">
        <WhoCanRead sharing={sharing} />
        <button
          type="button"
          class="btn btn-main"
          onClick={() => {
            saveNote();
            route('/check-in/saved');
          }}
        >
          {sharing === 'team' ? t('checkin.save_team') : t('checkin.save_private')}
        </button>
      </div>
    </TaskScreen>
  );
}
