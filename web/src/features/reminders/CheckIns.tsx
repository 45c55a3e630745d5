import { plusDays } from '../../time/days.ts';
import { shortWeekday, wallTime } from '../../time/words.ts';
import { Chips, SwitchRow } from '../../ui/parts/Choices.tsx';
import { Icon } from '../../ui/parts/Icon.tsx';
import { language, t } from '../../ui/strings/index.ts';
import { addTime, MAX_TIMES, removeTime, setTime, toggleDay } from './model.ts';
import type { Setting } from './Reminders.tsx';

/** Any Monday will do: the names of the days are asked of the language, in ISO order. */
const MONDAY = '2026-11-23';
const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

function dayName(day: number): string {
  return shortWeekday(plusDays(MONDAY, day - 1), language());
}

/** Up to four times a day, on the days chosen. */
export function CheckIns({ settings, onChange }: Setting) {
  const { on, times, days } = settings.check_in;
  const said = times.map((time) => wallTime(time, language())).join(', ');
  const under =
    days.length === 7
      ? t('reminders.every_day', { time: said })
      : t('reminders.some_days', { days: days.map(dayName).join(', '), time: said });
  return (
    <div>
      <SwitchRow
        label={t('reminders.check_in')}
        under={on ? under : t('reminders.off_word')}
        on={on}
        onTurn={(turned) => onChange({ ...settings, check_in: { ...settings.check_in, on: turned } })}
      />
      {on ? (
        <div class="setting">
          {times.map((time, place) => (
            <Time key={time} place={place} time={time} settings={settings} onChange={onChange} />
          ))}
          {times.length < MAX_TIMES ? (
            <button type="button" class="btn" onClick={() => onChange(addTime(settings))}>
              <Icon name="plus" />
              {t('reminders.add_time')}
            </button>
          ) : null}
          <Chips
            legend={t('reminders.days')}
            options={weekdays.map((day) => ({ value: String(day), label: dayName(day) }))}
            chosen={days.map(String)}
            onToggle={(day) => onChange(toggleDay(settings, Number(day)))}
          />
        </div>
      ) : null}
    </div>
  );
}

function Time({ place, time, settings, onChange }: Setting & { place: number; time: string }) {
  const id = `time-${place}`;
  return (
    <div class="line">
      <label class="unseen" for={id}>
        {t('reminders.time_n', { n: place + 1 })}
      </label>
      <input
        class="input grow"
        type="time"
        id={id}
        value={time}
        onChange={(event) => onChange(setTime(settings, place, event.currentTarget.value))}
      />
      {settings.check_in.times.length > 1 ? (
        <button
          type="button"
          class="round"
          aria-label={t('reminders.remove_time', { time: wallTime(time, language()) })}
          onClick={() => onChange(removeTime(settings, time))}
        >
          <Icon name="close" />
        </button>
      ) : null}
    </div>
  );
}
