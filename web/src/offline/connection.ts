/**
 * One IndexedDB database, kept open, opened again when the platform drops it.
 *
 * Owns: opening, giving way to a newer version in another tab, telling a lost connection from a full
 * disk. Knows no stores. Work given to `use` may run twice, so it must be harmless to repeat.
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames, unwrap, wrap } from 'idb';
import { Trouble } from './trouble.ts';

export class Connection<S extends DBSchema> {
  readonly #factory: IDBFactory;
  readonly #name: string;
  readonly #version: number;
  readonly #create: (db: IDBPDatabase<S>) => void;
  #db: Promise<IDBPDatabase<S>> | null = null;
  #was_open = false;
  #is_closed = false;

  constructor(factory: IDBFactory, name: string, version: number, create: (db: IDBPDatabase<S>) => void) {
    this.#factory = factory;
    this.#name = name;
    this.#version = version;
    this.#create = create;
  }

  /**
   * The result of `work`, once it stands on disk.
   *
   * A dead connection fails every transaction that is tried on it (WebKit's "Connection to Indexed
   * Database server lost"), so the database is opened again and the whole work done once more.
   *
   * Raises:
   *   Trouble: the disk is full, the storage does not answer, a newer app has changed it.
   */
  async use<T>(work: (db: IDBPDatabase<S>) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#open());
    } catch (error) {
      if (!isLost(error)) throw this.#plain(error);
    }
    this.#drop();
    try {
      return await work(await this.#open());
    } catch (error) {
      throw this.#plain(error);
    }
  }

  /** For good: whoever still has work finds it closed, so nothing is written after its owner has left. */
  close(): void {
    this.#is_closed = true;
    this.#drop();
  }

  #drop(): void {
    this.#db?.then(
      (db) => db.close(),
      () => undefined,
    );
    this.#db = null;
  }

  #open(): Promise<IDBPDatabase<S>> {
    if (this.#is_closed) return Promise.reject(new Trouble('closed'));
    this.#db ??= this.#request().catch((error: unknown) => {
      this.#db = null;
      throw error;
    });
    return this.#db;
  }

  async #request(): Promise<IDBPDatabase<S>> {
    const request = this.#factory.open(this.#name, this.#version);
    // `as` in this method: idb's wrappers are typed for any database, this one's stores are S.
    request.onupgradeneeded = () => this.#create(wrap(request.result) as unknown as IDBPDatabase<S>);
    const db = (await wrap(request)) as unknown as IDBPDatabase<S>;
    const raw = unwrap(db);
    const opened = this.#db;
    const forget = () => {
      if (this.#db === opened) this.#db = null;
    };
    raw.onversionchange = () => {
      forget();
      raw.close();
    };
    raw.onclose = forget;
    this.#was_open = true;
    return db;
  }

  #plain(error: unknown): unknown {
    const name = nameOf(error);
    if (name === 'QuotaExceededError') return new Trouble('full', error);
    if (name === 'VersionError') return new Trouble('newer_app', error);
    if (isLost(error)) return new Trouble(this.#was_open ? 'closed' : 'no_storage', error);
    if (name === 'SecurityError' || name === 'NotAllowedError' || name === 'DataCloneError') {
      return new Trouble('no_storage', error);
    }
    return error;
  }
}

export type Changing<S extends DBSchema> = IDBPTransaction<S, StoreNames<S>[], 'readwrite'>;

/** What `work` returns, once the transaction has reached the disk itself ("strict"), not only its cache. */
export async function change<S extends DBSchema, T>(
  db: IDBPDatabase<S>,
  stores: StoreNames<S>[],
  work: (tx: Changing<S>) => Promise<T>,
): Promise<T> {
  const tx = db.transaction(stores, 'readwrite', { durability: 'strict' });
  // The transaction's own error is the cause; what `work` threw is often only "aborted".
  const ended = tx.done.then(
    () => null,
    () => tx.error,
  );
  try {
    const result = await work(tx);
    await tx.done;
    return result;
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // It has ended by itself.
    }
    const cause = await ended;
    // What `work` itself found wrong is said as it is; only the platform's own errors have a better name in the transaction.
    throw error instanceof Trouble ? error : (cause ?? error);
  }
}

const nameOf = (error: unknown) =>
  error instanceof Error || error instanceof DOMException ? error.name : '';

/** Whether opening the database again can help. */
function isLost(error: unknown): boolean {
  return ['InvalidStateError', 'UnknownError', 'AbortError'].includes(nameOf(error));
}
