/** The ruled page, who can read it, and Done. */
import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso/router';
import type { JournalEntry } from '../../api/bodies.ts';
import type { Editing } from '../../offline/world.ts';
import { teamHours } from '../../shell/facts.ts';
import { planQuestion } from '../../shell/plan-questions.ts';
import { dayOf } from '../../time/days.ts';
import { phoneZone } from '../../time/instants.ts';
import { clockTime, shortDate } from '../../time/words.ts';
import { now } from '../../ui/now.ts';
import { Segments } from '../../ui/parts/Choices.tsx';
import { Reads } from '../../ui/parts/Reads.tsx';
import { StateTag } from '../../ui/parts/StateTag.tsx';
import { Tag } from '../../ui/parts/Tag.tsx';
import { TroubleLine } from '../../ui/parts/TroubleLine.tsx';
import { language, t } from '../../ui/strings/index.ts';
import { DeleteNote } from './DeleteNote.tsx';
import { Ideas } from './Ideas.tsx';
import type { Opened } from './in-hand.ts';
import { isEmpty, TEXT_MAX, versionsApart } from './model.ts';
import { type NoteInHand, useNote } from './use-note.ts';

export function NoteEditor({ opened }: { opened: Opened }) {
  const { editing } = opened;
  const { route, query } = useLocation();
  const idea = planQuestion(query.idea);
  const note = useNote(opened, idea?.[language()] ?? null, () => route(idea === null ? '/journal' : '/plan'));
  const { words } = note;
  return (
    <>
      <div class="line line-wrap line-apart">
        <Written editing={editing} />
        <span role="status">
          {note.isKept ? (
            <Tag tone="ok" icon="check">
              {t('state.saved_here')}
            </Tag>
          ) : null}
        </span>
      </div>
      <Remarks editing={editing} />
      <TroubleLine kind={note.trouble} />
      <Ideas
        chosen={words.prompt}
        isFresh={isEmpty(words.text)}
        onChoose={(prompt, type) => note.write({ prompt, type })}
      />
      <textarea
        class="ruled"
        aria-label={t('journal.note')}
        placeholder={t('journal.placeholder')}
        value={words.text}
        maxLength={TEXT_MAX}
        onInput={(event) => note.write({ text: event.currentTarget.value })}
        onBlur={note.keepNow}
      />
      <Foot note={note}>
        <DeleteNote editing={editing} note={note} />
      </Foot>
    </>
  );
}

function Foot({ note, children }: { note: NoteInHand; children: ComponentChildren }) {
  const { text, sharing } = note.words;
  return (
    <div class="dock">
      {text.length >= TEXT_MAX ? <p class="small error center">{t('journal.too_long')}</p> : null}
      <Segments<JournalEntry['sharing']>
        legend={t('journal.who')}
        name="sharing"
        options={[
          { value: 'private', label: t('journal.private'), icon: 'lock' },
          { value: 'team', label: t('journal.team'), icon: 'people' },
        ]}
        chosen={sharing}
        onChoose={(next) => note.write({ sharing: next })}
      />
      {sharing === 'team' ? (
        <Reads hours={teamHours()} />
      ) : (
        <p class="small soft center">{t('journal.private_note')}</p>
      )}
      <p class="small error center" role="alert">
        {note.lacksWords ? t('journal.write_first') : ''}
      </p>
      <div class="note-ways">
        {children}
        <button type="button" class="btn btn-main" onClick={note.finish}>
          {sharing === 'team' ? t('journal.done_team') : t('common.done')}
        </button>
      </div>
    </div>
  );
}

/** When the words were first written; for a new note, now. */
function Written({ editing: { entry } }: { editing: Editing<'journal_entry'> }) {
  const at = entry?.written ? Date.parse(entry.written.made_at) : now();
  const zone = entry?.written?.zone ?? phoneZone();
  return (
    <span class="soft small">
      {shortDate(dayOf(at, zone), language())}, {clockTime(at, zone, language())}
    </span>
  );
}

/** What there is to know before writing on: two versions, or a question of the server. */
function Remarks({ editing: { entry } }: { editing: Editing<'journal_entry'> }) {
  if (entry === null) return null;
  return (
    <>
      {entry.versions.length > 1 ? (
        <p class="card card-note small">
          {versionsApart(entry).length > 0 ? t('journal.two_long') : t('journal.two_copies_line')}
        </p>
      ) : null}
      {entry.state === 'needs_you' ? (
        <div class="card card-note small">
          <StateTag state={entry.state} />
          <p>{t('journal.aside')}</p>
        </div>
      ) : null}
    </>
  );
}
