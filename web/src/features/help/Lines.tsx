/** More numbers: each says who answers before it can be tapped. */
import { Icon } from '../../ui/parts/Icon.tsx';
import { RoundLink, TaskScreen } from '../../ui/parts/Screen.tsx';
import { t } from '../../ui/strings/index.ts';
import { type CrisisLine, useHelpContent } from './content/index.ts';
import './help.css';

export function Lines() {
  const content = useHelpContent();
  return (
    <TaskScreen
      name={t('help.title')}
      way={<RoundLink to="/help" icon="close" label={t('common.close')} />}
      class="page-fact"
    >
      <h1 tabIndex={-1}>{t('help.lines')}</h1>
      {content?.lines.map((line) => (
        <Line key={line.id} line={line} />
      ))}
      <p class="small soft">{content?.shared_bill}</p>
    </TaskScreen>
  );
}

function Line({ line }: { line: CrisisLine }) {
  return (
    <section class="stack crisis-line" aria-labelledby={`line-${line.id}`}>
      <h2 id={`line-${line.id}`}>{line.name}</h2>
      <p>{line.what}</p>
      {line.note === null ? null : <p class="small soft">{line.note}</p>}
      <div class="pair">
        {line.ways.map(({ label, href }) => (
          <a
            key={href}
            class="btn"
            href={href}
            {...(href.startsWith('https:') ? { target: '_blank', rel: 'noreferrer' } : {})}
          >
            <Icon name={href.startsWith('sms:') ? 'message' : href.startsWith('tel:') ? 'phone' : 'next'} />
            {label}
          </a>
        ))}
      </div>
    </section>
  );
}
