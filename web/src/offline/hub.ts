/**
 * Telling other tabs and the worker that something changed here.
 *
 * Owns: the channel between them. A message is a hint to look at the disk, never a fact by itself: one may be lost while a
 * tab sleeps, so a waking tab looks anyway. Carries ids and states, no words.
 */
import type { SyncState } from './shown.ts';

export interface News {
  readonly owner: string;
  /** Names of records that are different in the replica. */
  readonly changed?: readonly string[];
  /** Revisions were saved, received or set aside. */
  readonly outbox?: boolean;
  readonly drafts?: boolean;
  readonly state?: SyncState;
  /** Ids that are on the wire now; none means no longer. */
  readonly sending?: readonly string[];
  /** The person has signed out: nothing of theirs may be shown or fetched any more. */
  readonly left?: boolean;
}

/** The part of BroadcastChannel that is needed. */
export interface Channel {
  postMessage(news: News): void;
  onmessage: ((event: MessageEvent) => void) | null;
  close(): void;
}

export interface Hub {
  /** To everybody, this tab included. */
  tell(news: Omit<News, 'owner'>): void;
  close(): void;
}

export function openHub(owner: string, channel: Channel | null, heard: (news: News) => void): Hub {
  let is_closed = false;
  if (channel) {
    channel.onmessage = ({ data }) => {
      // `as`: only this module posts here, and every version of it posts News.
      const news = data as News;
      if (news.owner === owner) heard(news);
    };
  }
  return {
    tell(news) {
      // A round may still end after its world has; a closed channel would throw at it.
      if (is_closed) return;
      heard({ ...news, owner });
      if (!is_closed) channel?.postMessage({ ...news, owner });
    },
    close() {
      is_closed = true;
      channel?.close();
    },
  };
}
