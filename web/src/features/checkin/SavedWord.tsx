import { Tag } from '../../ui/parts/Tag.tsx';
import { t } from '../../ui/strings/index.ts';
import { isSaved } from './store.ts';

/** Says that it is saved once it is, and not a moment sooner. */
export function SavedWord({ word }: { word: string }) {
  return (
    <span role="status">
      {isSaved() ? (
        <Tag tone="ok" icon="check">
          {word}
        </Tag>
      ) : (
        <Tag tone="plain">{t('state.saving')}</Tag>
      )}
    </span>
  );
}
