import { language, speak, t } from '../../ui/strings/index.ts';

/** The other language, in its own words. */
export function LanguageButton() {
  const other = language() === 'en' ? 'es' : 'en';
  return (
    <button type="button" class="btn btn-quiet" lang={other} onClick={() => void speak(other)}>
      {t('common.other_language')}
    </button>
  );
}
