/** What the team sees, in four plain lines, and when they look. */
import { sharingByDefault, teamHours } from '../../shell/facts.ts';
import { Reads } from '../../ui/parts/Reads.tsx';
import { FactRow } from '../../ui/parts/Rows.tsx';
import { BackScreen } from '../../ui/parts/Screen.tsx';
import { t } from '../../ui/strings/index.ts';

export function TeamSees() {
  const checkIns =
    sharingByDefault() === 'team' ? 'settings.sees_check_ins_team' : 'settings.sees_check_ins_private';
  return (
    <BackScreen name={t('settings.who_sees')} back="/settings">
      <div class="rows">
        <FactRow icon="check" title={t('checkin.title')} under={t(checkIns)} />
        <FactRow icon="journal" title={t('journal.title')} under={t('settings.sees_journal')} />
        <FactRow icon="schedule" title={t('schedule.title')} under={t('settings.sees_schedule')} />
        <FactRow icon="help" title={t('help.title')} under={t('help.not_watched')} />
      </div>
      <Reads hours={teamHours()} />
    </BackScreen>
  );
}
