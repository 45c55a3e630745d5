/** What to do when somebody may be overdosing. 911 stays in reach of the thumb all the way down. */
import { Icon } from '../../ui/parts/Icon.tsx';
import { RoundLink, TaskScreen } from '../../ui/parts/Screen.tsx';
import { t } from '../../ui/strings/index.ts';
import { useHelpContent } from './content/index.ts';
import './help.css';
import { StepList } from './StepList.tsx';

export function Overdose() {
  const content = useHelpContent();
  return (
    <TaskScreen
      name={t('help.title')}
      way={<RoundLink to="/help" icon="close" label={t('common.close')} />}
      class="page-fact"
    >
      <div class="stack">
        <h1 tabIndex={-1}>{t('help.overdose')}</h1>
        <p>{content?.overdose.when}</p>
      </div>
      <StepList steps={content?.overdose.steps ?? []} />
      <p class="soft">{content?.overdose.after}</p>
      <div class="dock push">
        <a class="btn btn-help" href="tel:911">
          <Icon name="phone" />
          {t('help.call_911_now')}
        </a>
      </div>
    </TaskScreen>
  );
}
