/** Step 3: what is going on, who can read it, and the one button that says both. */
import { useLocation } from 'preact-iso/router';
import { teamHours } from '../../shell/facts.ts';
import { Chips, Segments } from '../../ui/parts/Choices.tsx';
import { Reads } from '../../ui/parts/Reads.tsx';
import { RoundLink, TaskScreen } from '../../ui/parts/Screen.tsx';
import { TroubleLine } from '../../ui/parts/TroubleLine.tsx';
import { t } from '../../ui/strings/index.ts';
import { goingOn, toggled } from './model.ts';
import { answers, change, chosenSharing, save, saveTrouble, setSharing } from './store.ts';
import { useUnderWay } from './under-way.ts';

export function GoingOnStep() {
  const { route } = useLocation();
  useUnderWay();
  const chosen = answers()?.going_on ?? [];
  const sharing = chosenSharing();
  const finish = () => {
    save();
    route('/check-in/saved');
  };
  return (
    <TaskScreen
      name={t('checkin.title')}
      way={<RoundLink to="/check-in/2" icon="back" label={t('nav.back')} />}
      step={{ at: 3, of: 3 }}
    >
      <div class="stack push">
        <h1 tabIndex={-1}>{t('checkin.going_on')}</h1>
        <p class="soft">{t('checkin.pick_any')}</p>
      </div>
      <TroubleLine kind={saveTrouble()} />
      <Chips
        legend={t('checkin.going_on')}
        options={goingOn.map(({ value, key }) => ({ value, label: t(key) }))}
        chosen={chosen}
        onToggle={(value) => change({ going_on: toggled(chosen, value) })}
      />
      <Sharing sharing={sharing} />
      <div class="dock">
        <button type="button" class="btn btn-main" onClick={finish}>
          {sharing === 'team' ? t('checkin.save_team') : t('checkin.save_private')}
        </button>
      </div>
    </TaskScreen>
  );
}

function Sharing({ sharing }: { sharing: 'team' | 'private' }) {
  return (
    <div class="stack">
      <Segments
        legend={t('checkin.who_reads')}
        name="sharing"
        options={[
          { value: 'team', label: t('checkin.team'), icon: 'people' },
          { value: 'private', label: t('checkin.only_me'), icon: 'lock' },
        ]}
        chosen={sharing}
        onChoose={setSharing}
      />
      {sharing === 'team' ? <Reads hours={teamHours()} /> : null}
    </div>
  );
}
