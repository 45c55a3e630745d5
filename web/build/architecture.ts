import { type Imports, reach } from './imports.ts';

type Rule = {
  readonly name: string;
  /** The files the rule is about. */
  readonly about: RegExp;
  /** What they may not import, not even by way of others when `anyWay` is set. */
  readonly never: (imported: string, file: string) => boolean;
  readonly anyWay: boolean;
};

const drawing = /^(preact|@preact\/|preact-iso)/;
const feature = /^web\/src\/features\/([^/]+)\//;
const workersOwn =
  /^service-worker\/src\/|^web\/src\/(offline|api|time)\/|^web\/src\/ui\/strings(\.ts$|\.json$|\/)/;

/** The frontend's layers. What touches the DOM is told apart by tsc: the worker's project has no DOM. */
export const rules: readonly Rule[] = [
  {
    name: 'Store, network and time know nothing of drawing',
    about: /^web\/src\/(offline|api|time)\//,
    never: (imported) =>
      drawing.test(imported) || /^web\/src\/(features|care)\/|^web\/src\/app\.tsx$/.test(imported),
    anyWay: true,
  },
  {
    name: 'A model thinks without drawing',
    about: /^web\/src\/features\/[^/]+\/(model|.*\.model)\.ts$/,
    never: (imported) => drawing.test(imported),
    anyWay: false,
  },
  {
    name: 'Features never import each other',
    about: feature,
    never: (imported, file) => {
      const other = feature.exec(imported)?.[1];
      return other !== undefined && other !== feature.exec(file)?.[1];
    },
    anyWay: false,
  },
  {
    name: 'Parts and styles know no feature',
    about: /^web\/src\/ui\//,
    never: (imported) => /^web\/src\/(features|care)\/|^web\/src\/(app|main)\.tsx$/.test(imported),
    anyWay: true,
  },
  {
    name: "The participant's app and the care team's page stay apart",
    about: /^web\/src\/(?!care\/)/,
    never: (imported) => imported.startsWith('web/src/care/'),
    anyWay: false,
  },
  {
    name: "The care team's page knows no feature of the participant's and none of the phone's stores",
    about: /^web\/src\/care\//,
    never: (imported) => /^web\/src\/(features|offline)\//.test(imported),
    anyWay: false,
  },
  {
    name: 'The worker shares only store, network, time and strings with the page',
    about: /^service-worker\/src\//,
    never: (imported) => drawing.test(imported) || (imported.includes('/src/') && !workersOwn.test(imported)),
    anyWay: true,
  },
  {
    name: 'The page never imports the worker',
    about: /^web\/src\//,
    never: (imported) => imported.startsWith('service-worker/') || imported.startsWith('workbox-'),
    anyWay: false,
  },
];

/** Each broken rule with the way from the file to what it should not know; empty when all hold. */
export function brokenRules(imports: Imports): string[] {
  return rules.flatMap(({ name, about, never, anyWay }) =>
    [...imports.keys()]
      .filter((file) => about.test(file))
      .flatMap((file) =>
        [...reach(imports, file)]
          .filter(([imported, way]) => (anyWay || way.length === 2) && never(imported, file))
          .map(([, way]) => `${name}: ${way.join(' -> ')}`),
      ),
  );
}

/** Files that import each other in a ring, each ring once. */
export function rings(imports: Imports): string[] {
  const found = [...imports.keys()].flatMap((file) => {
    const way = reach(imports, file).get(file);
    return way === undefined ? [] : [way];
  });
  const seen = new Set<string>();
  return found.flatMap((way) => {
    const key = [...new Set(way)].sort().join(' ');
    if (seen.has(key)) return [];
    seen.add(key);
    return [way.join(' -> ')];
  });
}
