/** An idea to start with: a sheet of questions, loaded when somebody asks for one. */
import { useEffect, useState } from 'preact/hooks';
import type { JournalEntry } from '../../api/bodies.ts';
import { Sheet } from '../../ui/parts/Sheet.tsx';
import { language, t } from '../../ui/strings/index.ts';
import { type IdeaGroup, loadIdeas } from './ideas/index.ts';
import { typeOfIdea } from './model.ts';

type Choose = (prompt: string | null, type: JournalEntry['type']) => void;

export function Ideas({
  chosen,
  isFresh,
  onChoose,
}: {
  chosen: string | null;
  isFresh: boolean;
  onChoose: Choose;
}) {
  const [isOpen, setOpen] = useState(false);
  if (chosen === null && !isFresh) return null;
  return (
    <>
      <button type="button" class="chip chip-ask" onClick={() => setOpen(true)}>
        {chosen ?? t('journal.ideas')}
      </button>
      {isOpen ? (
        <IdeaSheet
          onClose={() => setOpen(false)}
          onChoose={(prompt, type) => {
            onChoose(prompt, type);
            setOpen(false);
          }}
        />
      ) : null}
    </>
  );
}

function IdeaSheet({ onClose, onChoose }: { onClose: () => void; onChoose: Choose }) {
  const [groups, setGroups] = useState<readonly IdeaGroup[] | null>(null);
  useEffect(() => {
    loadIdeas(language()).then(setGroups, () => setGroups([]));
  }, []);
  return (
    <Sheet title={t('journal.prompts')} onClose={onClose}>
      <div class="stack">
        <button type="button" class="btn" onClick={() => onChoose(null, 'free')}>
          {t('journal.no_idea')}
        </button>
        <button type="button" class="btn btn-quiet" onClick={onClose}>
          {t('common.close')}
        </button>
      </div>
      {groups?.map(({ id, name, prompts }) => (
        <section key={id} aria-labelledby={`ideas-${id}`}>
          <h3 id={`ideas-${id}`}>{name}</h3>
          <div class="rows">
            {prompts.map((prompt) => (
              <button
                type="button"
                class="row row-button"
                key={prompt}
                onClick={() => onChoose(prompt, typeOfIdea(id))}
              >
                {prompt}
              </button>
            ))}
          </div>
        </section>
      ))}
    </Sheet>
  );
}
