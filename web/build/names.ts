import type { Rolldown } from 'vite';

/** Whether a chunk belongs to the care team's page alone, which no participant's phone should carry. */
const isCareOnly = ({ moduleIds }: { moduleIds: readonly string[] }): boolean =>
  moduleIds.length > 0 && moduleIds.every((id) => /\/web\/(care\.html|src\/care\/)/.test(id));

const folder = (careOnly: boolean): string => (careOnly ? 'assets/care' : 'assets');

/** Where built files go: everything hashed below /assets/, the care team's own below /assets/care/. */
export const names = {
  entryFileNames: (chunk) => `${folder(chunk.name === 'care')}/[name]-[hash].js`,
  chunkFileNames: (chunk) => `${folder(isCareOnly(chunk))}/[name]-[hash].js`,
  assetFileNames: ({ names }) => `${folder(names.includes('care.css'))}/[name]-[hash][extname]`,
} satisfies Rolldown.OutputOptions;
