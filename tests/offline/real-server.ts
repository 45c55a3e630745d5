/**
 * The real program behind the storm's interface, as a child process that reads and writes lines of JSON.
 *
 * Owns: the pipe. Refusals of single revisions are played here: the program is sent the rest, and the answer says of those what
 * was asked for. Schedules share one database, each with a participant of its own.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import * as v from 'valibot';
import { type SyncAnswer, type SyncRequest, syncAnswer } from '../../web/src/api/wire.ts';
import type { Chance } from './chance.ts';
import type { Behaviour, Standing, StormServer } from './server-model.ts';

const standing = v.object({
  digest: v.string(),
  revisions: v.array(
    v.object({
      id: v.string(),
      kind: v.string(),
      record: v.string(),
      ancestors: v.array(v.string()),
      deleted: v.boolean(),
      body: v.unknown(),
    }),
  ),
  staff: v.array(v.object({ kind: v.string(), record: v.string(), version: v.number() })),
});

export class RealServer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'footbridge-storm-'));
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  constructor(root: string) {
    this.#process = spawn(
      join(root, '.venv/bin/python'),
      ['-W', 'error', '-m', 'tests.offline.real_server', this.#folder],
      { cwd: process.env.STORM_ROOT ?? root, stdio: ['pipe', 'pipe', 'inherit'] },
    );
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async ask(question: object): Promise<unknown> {
    this.#process.stdin.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('the program ended');
    return JSON.parse(value);
  }

  /** A participant's view of it, for one schedule. */
  async participant(): Promise<StormServer> {
    const { owner } = v.parse(v.object({ owner: v.string() }), await this.ask({ op: 'new' }));
    return {
      owner,
      sync: (request, behaviour) => this.#sync(request, behaviour),
      staffWrites: async (chance: Chance) => {
        await this.ask({ op: 'staff', owner, version: 1 + chance.below(2 ** 31 - 2) });
      },
      snapshot: async () => {
        await this.ask({ op: 'snapshot' });
      },
      restore: async () => {
        await this.ask({ op: 'restore' });
      },
      standing: async (): Promise<Standing> => {
        const { digest, revisions, staff } = v.parse(standing, await this.ask({ op: 'standing', owner }));
        return { digest, staff, revisions: new Map(revisions.map((it) => [it.id, it])) };
      },
    };
  }

  close(): void {
    this.#process.stdin.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #sync(request: SyncRequest, { refuse = new Map() }: Behaviour = {}): Promise<SyncAnswer> {
    const sent = { ...request, revisions: request.revisions.filter((it) => !refuse.has(it.id)) };
    const answer = v.parse(
      v.object({ status: v.number(), body: v.unknown() }),
      await this.ask({ op: 'sync', owner: request.owner, body: sent }),
    );
    if (answer.status !== 200) throw new Error(`the program answered ${JSON.stringify(answer)}`);
    const value = v.parse(syncAnswer, answer.body);
    const refused = [...refuse].flatMap(([id, status]) =>
      status === 'unsaid' ? [] : [{ id, status, problem: null }],
    );
    return { ...value, results: [...value.results, ...refused] };
  }
}
