/** The Help now tab: opens signed out and with no network, and tells nobody that it was opened. */

import { CrisisCard, NextMinutes, ProgramLines } from '../../shell/HelpNow.tsx';
import { stageNow } from '../../shell/session.ts';
import { TabScreen } from '../../ui/parts/Screen.tsx';
import { language, speak, t } from '../../ui/strings/index.ts';

export function Help() {
  const other = language() === 'en' ? 'es' : 'en';
  return (
    <TabScreen
      name={t('help.title')}
      title={t('help.alone')}
      tools={
        <button type="button" class="btn btn-quiet" lang={other} onClick={() => void speak(other)}>
          {t('common.other_language')}
        </button>
      }
    >
      <CrisisCard />
      <ProgramLines />
      <NextMinutes />
      <p class="small soft">
        {t('help.offline')} {t('help.nothing_sent')} {stageNow() === 'open' ? t('help.not_watched') : ''}
      </p>
    </TabScreen>
  );
}
