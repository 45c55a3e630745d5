import { t } from '../strings/index.ts';
import { Icon } from './Icon.tsx';

type Hours = { readonly days: string; readonly hours: string };

/** Who reads what is sent, and when: wherever words reach the team. Says so too when the hours are not known yet. */
export function Reads({ hours }: { hours: Hours | null }) {
  return (
    <p class="reads">
      <Icon name="people" small />
      <span>
        {hours === null
          ? t('monitor.reads_unknown')
          : t('monitor.reads', { team_days: hours.days, team_hours: hours.hours })}
      </span>
    </p>
  );
}

/** Which of the two can read this one. */
export function WhoCanRead({ sharing }: { sharing: 'team' | 'private' }) {
  return (
    <p class="reads">
      <Icon name={sharing === 'team' ? 'people' : 'lock'} small />
      <span>{t(sharing === 'team' ? 'monitor.shared' : 'monitor.private')}</span>
    </p>
  );
}
