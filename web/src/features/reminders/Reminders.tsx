/** Reminders: what this phone can do, then which, when, and in what words. */
import { useEffect } from 'preact/hooks';
import type { ReminderSettings } from '../../api/bodies.ts';
import { ownEntry, world } from '../../shell/live.ts';
import { wallTime } from '../../time/words.ts';
import { Segments, SwitchRow } from '../../ui/parts/Choices.tsx';
import { Part } from '../../ui/parts/Rows.tsx';
import { BackScreen } from '../../ui/parts/Screen.tsx';
import { TroubleLine } from '../../ui/parts/TroubleLine.tsx';
import { language, t } from '../../ui/strings/index.ts';
import { Appointments } from './Appointments.tsx';
import { CheckIns } from './CheckIns.tsx';
import { LockScreen } from './LockScreen.tsx';
import { firstSettings } from './model.ts';
import { lookAgain } from './phone.ts';
import './reminders.css';
import { ThisPhone } from './ThisPhone.tsx';
import { useSaved } from './use-saved.ts';

export function Reminders() {
  useEffect(() => void lookAgain(), []);
  const settings = ownEntry('reminder_settings')?.body ?? firstSettings;
  const { trouble, save } = useSaved();
  const change = (next: ReminderSettings) => {
    if (next !== settings) save(next);
  };
  return (
    <BackScreen name={t('reminders.title')} back="/settings">
      <ThisPhone
        onFirst={() => world() !== null && ownEntry('reminder_settings') === null && save(firstSettings)}
      />
      <TroubleLine kind={trouble} />
      <div class="rows">
        <Appointments settings={settings} onChange={change} />
        <CheckIns settings={settings} onChange={change} />
        <Quiet settings={settings} onChange={change} />
      </div>
      <Part id="looks" title={t('reminders.looks')}>
        <Segments<ReminderSettings['wording']>
          legend={t('reminders.wording')}
          name="wording"
          options={[
            { value: 'neutral', label: t('reminders.neutral') },
            { value: 'detailed', label: t('reminders.details') },
          ]}
          chosen={settings.wording}
          onChoose={(wording) => change({ ...settings, wording })}
        />
        <LockScreen wording={settings.wording} />
      </Part>
    </BackScreen>
  );
}

export type Setting = { settings: ReminderSettings; onChange: (next: ReminderSettings) => void };

function Quiet({ settings, onChange }: Setting) {
  const { quiet } = settings;
  const under =
    quiet === null
      ? t('reminders.off_word')
      : t('time.range', { from: wallTime(quiet.from, language()), until: wallTime(quiet.until, language()) });
  const turn = (on: boolean) => onChange({ ...settings, quiet: on ? (firstSettings.quiet ?? null) : null });
  const times = (part: Partial<NonNullable<ReminderSettings['quiet']>>) => {
    if (quiet !== null && Object.values(part).every((time) => time !== ''))
      onChange({ ...settings, quiet: { ...quiet, ...part } });
  };
  return (
    <div>
      <SwitchRow label={t('reminders.quiet')} under={under} on={quiet !== null} onTurn={turn} />
      {quiet === null ? null : (
        <div class="setting">
          <div class="pair">
            <TimeField
              id="quiet-from"
              label={t('reminders.quiet_from')}
              time={quiet.from}
              onPick={(from) => times({ from })}
            />
            <TimeField
              id="quiet-until"
              label={t('reminders.quiet_until')}
              time={quiet.until}
              onPick={(until) => times({ until })}
            />
          </div>
          <p class="small soft">{t('reminders.quiet_body')}</p>
        </div>
      )}
    </div>
  );
}

function TimeField(props: { id: string; label: string; time: string; onPick: (time: string) => void }) {
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      <input
        class="input"
        type="time"
        id={props.id}
        value={props.time}
        onChange={(event) => props.onPick(event.currentTarget.value)}
      />
    </div>
  );
}
