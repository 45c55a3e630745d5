/** Both languages read contract/: here the phone's half. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { bodies } from '../../web/src/api/bodies.ts';
import { problemDocument, revision, syncAnswer, syncRequest } from '../../web/src/api/wire.ts';

const ROOT = join(import.meta.dirname, '../../contract');

const schemas: Readonly<Record<string, v.GenericSchema>> = {
  ...bodies,
  revision,
  sync_request: syncRequest,
  sync_response: syncAnswer,
  problem: problemDocument,
};

const example = v.object({
  message: v.string(),
  schema: v.nullable(v.number()),
  about: v.string(),
  value: v.unknown(),
  pointer: v.optional(v.string(), ''),
  reason: v.optional(v.string(), ''),
  checked_by: v.optional(v.array(v.picklist(['phone', 'server'])), []),
});

function examples(folder: 'good' | 'bad') {
  return readdirSync(join(ROOT, folder)).flatMap((message) =>
    readdirSync(join(ROOT, folder, message)).map((file) => {
      const text = readFileSync(join(ROOT, folder, message, file), 'utf8');
      return { ...v.parse(example, JSON.parse(text)), name: `${message}/${file}` };
    }),
  );
}

function schemaFor(message: string): v.GenericSchema {
  const schema = schemas[message];
  if (!schema) throw new Error(`contract/ has a message that this side does not read: ${message}`);
  return schema;
}

describe('good', () => {
  test.each(examples('good'))('$name: $about', ({ message, value }) => {
    const said = v.safeParse(schemaFor(message), value);
    expect(said.issues).toBeUndefined();
    // Nothing that came is lost in reading a body, known or not.
    if (Object.hasOwn(bodies, message) && !KINDS_OF_TOMORROW.has(message))
      expect(said.output).toMatchObject(value as object);
  });
});

/** Read with a word in the place of one that is not known yet. */
const KINDS_OF_TOMORROW: ReadonlySet<string> = new Set(['appointment']);

describe('bad', () => {
  const ours = examples('bad').filter((it) => it.checked_by.includes('phone'));

  test.each(ours)('$name: $about', ({ message, value, pointer }) => {
    const said = v.safeParse(schemaFor(message), value);
    const pointers = (said.issues ?? []).map(
      (issue) => `/${(issue.path ?? []).map((it) => String(it.key)).join('/')}`,
    );
    expect(pointers).toContain(pointer);
  });

  test('each names a place, a reason and who checks it', () => {
    for (const { name, pointer, reason, checked_by } of examples('bad')) {
      expect(pointer, name).toMatch(/^\//);
      expect(['missing', 'type', 'range', 'length', 'format', 'choice', 'text'], name).toContain(reason);
      expect(checked_by, name).toContain('server');
    }
  });
});

test('an appointment of a kind that is not known yet is shown as "other"', () => {
  const tomorrow = examples('good').find((it) => it.name === 'appointment/1.kind-of-tomorrow.json');
  expect(v.parse(bodies.appointment, tomorrow?.value).kind).toBe('other');
});
