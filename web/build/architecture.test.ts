import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { brokenRules, rings, rules } from './architecture.ts';
import { importsOf, readImports } from './imports.ts';

const root = join(import.meta.dirname, '../..');

describe('the source tree', () => {
  const folders = ['web/src', 'service-worker/src'];

  test('keeps its layers', () => {
    expect(brokenRules(readImports(root, folders, 'with types'))).toEqual([]);
  });

  test('has no ring of imports when it runs', () => {
    expect(rings(readImports(root, folders, 'without types'))).toEqual([]);
  });
});

describe('each rule notices what it forbids', () => {
  const seeds: [rule: string, imports: [string, string[]][]][] = [
    [
      'Store, network and time know nothing of drawing',
      [
        ['web/src/offline/outbox.ts', ['web/src/ui/strings.ts']],
        ['web/src/ui/strings.ts', ['@preact/signals']],
      ],
    ],
    ['A model thinks without drawing', [['web/src/features/journal/model.ts', ['preact/hooks']]]],
    [
      'Features never import each other',
      [['web/src/features/journal/Screen.tsx', ['web/src/features/plan/model.ts']]],
    ],
    ['Parts and styles know no feature', [['web/src/ui/card.tsx', ['web/src/features/plan/model.ts']]]],
    [
      "The participant's app and the care team's page stay apart",
      [['web/src/app.tsx', ['web/src/care/people.tsx']]],
    ],
    [
      "The care team's page knows no feature of the participant's and none of the phone's stores",
      [['web/src/care/people.tsx', ['web/src/offline/replica.ts']]],
    ],
    [
      'The worker shares only store, network, time and strings with the page',
      [['service-worker/src/sw.ts', ['web/src/ui/card.tsx']]],
    ],
    ['The page never imports the worker', [['web/src/app.tsx', ['workbox-routing']]]],
  ];

  test.each(seeds)('%s', (name, seed) => {
    expect(brokenRules(new Map(seed))).toEqual([expect.stringContaining(`${name}: `)]);
  });

  test('and none is without such a seed', () => {
    expect(seeds.map(([name]) => name)).toEqual(rules.map(({ name }) => name));
  });
});

test('a ring is told once, with the way round', () => {
  const ring = new Map([
    ['a.ts', ['b.ts']],
    ['b.ts', ['a.ts']],
  ]);
  expect(rings(ring)).toEqual(['a.ts -> b.ts -> a.ts']);
});

test('every way to import is read', () => {
  const code = `
    import one from './one';
    import type { Two } from './two';
    export * from './three';
    export { four } from './four';
    const Five = lazy(() => import('./five'));
  `;
  expect(importsOf('a.tsx', code, 'with types').sort()).toEqual([
    './five',
    './four',
    './one',
    './three',
    './two',
  ]);
  expect(importsOf('a.tsx', code, 'without types').sort()).toEqual(['./five', './four', './one', './three']);
});
