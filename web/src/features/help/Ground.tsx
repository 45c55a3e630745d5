/** Look around, 5-4-3-2-1: for a mind that races or feels far away. */
import { RoundLink, TaskScreen } from '../../ui/parts/Screen.tsx';
import { t } from '../../ui/strings/index.ts';
import { useHelpContent } from './content/index.ts';
import './help.css';
import { StepList } from './StepList.tsx';

export function Ground() {
  const content = useHelpContent();
  return (
    <TaskScreen
      name={t('help.title')}
      way={<RoundLink to="/help" icon="close" label={t('common.close')} />}
      class="page-fact"
    >
      <h1 tabIndex={-1}>{t('help.ground')}</h1>
      <StepList steps={content?.ground.steps ?? []} />
      <p>{content?.ground.after}</p>
      <div class="dock push">
        <a class="btn btn-main" href="/help">
          {t('common.done')}
        </a>
      </div>
    </TaskScreen>
  );
}
