/** Five places, always with their words, Help now at the crown of the arch and never anywhere else. */
import { type Key, t } from '../strings/index.ts';
import { Icon, type IconName } from './Icon.tsx';

type Tab = { readonly to: string; readonly icon: IconName; readonly word: Key };

const tabs: readonly Tab[] = [
  { to: '/', icon: 'today', word: 'nav.today' },
  { to: '/schedule', icon: 'schedule', word: 'nav.schedule' },
  { to: '/help', icon: 'help', word: 'nav.help' },
  { to: '/journal', icon: 'journal', word: 'nav.journal' },
  { to: '/plan', icon: 'plan', word: 'nav.plan' },
];

export function Tabs({ path }: { path: string }) {
  return (
    <nav class="tabs" aria-label={t('nav.main')}>
      {tabs.map(({ to, icon, word }) => (
        <a
          key={to}
          class={to === '/help' ? 'tab tab-help' : 'tab'}
          href={to}
          aria-current={path === to ? 'page' : undefined}
        >
          <Icon name={icon} />
          <span>{t(word)}</span>
        </a>
      ))}
    </nav>
  );
}
