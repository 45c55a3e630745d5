import { Chips, SwitchRow } from '../../ui/parts/Choices.tsx';
import { t, tn } from '../../ui/strings/index.ts';
import { LEADS, toggleLead } from './model.ts';
import type { Setting } from './Reminders.tsx';

function leadWords(minutes: number): string {
  if (minutes === 1440) return t('reminders.lead_day');
  return minutes % 60 === 0
    ? tn('reminders.lead_hours', minutes / 60)
    : tn('reminders.lead_minutes', minutes);
}

function shortWords(minutes: number): string {
  if (minutes === 1440) return t('reminders.one_day_word');
  return minutes % 60 === 0 ? tn('reminders.hours', minutes / 60) : t('reminders.minutes', { n: minutes });
}

/** How long before an appointment. Leads that another phone chose are shown too. */
export function Appointments({ settings, onChange }: Setting) {
  const { on, leads_min } = settings.appointment;
  const offered = [...new Set([...LEADS, ...leads_min])].sort((one, other) => one - other);
  return (
    <div>
      <SwitchRow
        label={t('reminders.appointments')}
        under={on ? leads_min.map(leadWords).join(', ') : t('reminders.off_word')}
        on={on}
        onTurn={(turned) => onChange({ ...settings, appointment: { ...settings.appointment, on: turned } })}
      />
      {on ? (
        <div class="setting">
          <p class="small soft" aria-hidden="true">
            {t('reminders.lead')}
          </p>
          <Chips
            legend={t('reminders.lead')}
            options={offered.map((lead) => ({ value: String(lead), label: shortWords(lead) }))}
            chosen={leads_min.map(String)}
            onToggle={(lead) => onChange(toggleLead(settings, Number(lead)))}
          />
        </div>
      ) : null}
    </div>
  );
}
