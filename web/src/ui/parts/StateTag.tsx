import type { EntryState } from '../../offline/shown.ts';
import { t } from '../strings/index.ts';
import { Tag } from './Tag.tsx';

/** Where an entry stands. What the server has is said only where it is news (`quiet` leaves it out). */
export function StateTag({ state, quiet = false }: { state: EntryState; quiet?: boolean }) {
  switch (state) {
    case 'here':
      return <Tag icon="wait">{t('state.here')}</Tag>;
    case 'sending':
      return <Tag icon="wait">{t('state.sending')}</Tag>;
    case 'needs_you':
      return (
        <Tag tone="note" icon="change">
          {t('state.needs_you')}
        </Tag>
      );
    case 'received':
      return quiet ? null : (
        <Tag tone="ok" icon="check">
          {t('state.sent')}
        </Tag>
      );
  }
}
