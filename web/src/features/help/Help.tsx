/** The Help now tab: opens signed out and with no network, and tells nobody that it was opened. */
import { useLocation } from 'preact-iso/router';
import { CrisisCard, NextMinutes, ProgramLines } from '../../shell/HelpNow.tsx';
import { stageNow } from '../../shell/session.ts';
import { goBack } from '../../shell/trail.ts';
import { PlainScreen, RoundButton } from '../../ui/parts/Screen.tsx';
import { language, speak, t } from '../../ui/strings/index.ts';

export function Help() {
  const { route } = useLocation();
  const other = language() === 'en' ? 'es' : 'en';
  return (
    <PlainScreen
      name={t('help.title')}
      top={
        <>
          <RoundButton icon="back" label={t('nav.back')} onPress={() => goBack(route)} />
          <span class="grow" />
          <button type="button" class="btn btn-quiet" lang={other} onClick={() => void speak(other)}>
            {t('common.other_language')}
          </button>
        </>
      }
    >
      <h1 tabIndex={-1}>{t('help.alone')}</h1>
      <CrisisCard />
      <ProgramLines />
      <NextMinutes />
      <p class="small soft">
        {t('help.offline')} {t('help.nothing_sent')} {stageNow() === 'open' ? t('help.not_watched') : ''}
      </p>
    </PlainScreen>
  );
}
