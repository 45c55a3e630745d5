/**
 * What stands around every screen: the way past the header, the quiet bars, the tabs.
 *
 * Owns: on which addresses there are tabs. A task has none; there Help now is in the header.
 */
import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso/router';
import { Tabs } from '../ui/parts/Tabs.tsx';
import { t } from '../ui/strings/index.ts';
import { Bars, UpdateBar } from './Bars.tsx';
import { useWorkerRequests } from './from-worker.ts';
import { stageNow } from './session.ts';

const tabbed = /^\/(schedule|help|journal|plan|reminders|settings(\/\w+)?)?$/;

export function Frame({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  useWorkerRequests();
  const hasTabs = tabbed.test(path) && (stageNow() === 'open' || path === '/help');
  return (
    <div class="screen">
      <a class="skip" href="#page">
        {t('nav.skip_link')}
      </a>
      <Bars />
      {hasTabs ? <UpdateBar /> : null}
      {children}
      {hasTabs ? <Tabs path={path} /> : null}
    </div>
  );
}
