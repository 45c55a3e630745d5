/**
 * One ink line over one flat patch that sits a little off register, like an old kitchen print: ordinary
 * things, no people, no slogans. Only for empty screens.
 */
type Print = {
  readonly patch: string;
  readonly tint: string;
  readonly sun: readonly [number, number, number] | null;
  readonly ink: string;
};

const prints = {
  cup: {
    patch: 'M54 50h54c2 24-6 46-26 46S51 74 54 50z',
    tint: 'var(--note-tint)',
    sun: null,
    ink: 'M48 46h54c1 26-6 44-27 44S46 72 48 46zM102 53c16-3 19 22-4 22M34 98h88M18 98h6M132 98h10M64 36c-6-7 6-11 0-19M77 34c-6-8 7-13 0-22M90 36c-6-7 6-11 0-19',
  },
  window: {
    patch: 'M54 14h66v78H54z',
    tint: 'var(--water)',
    sun: [101, 34, 10],
    ink: 'M48 10h66v80H48zM81 10v80M48 50h66M38 96h86M48 72c8-9 15-9 22-3 4 3 7 3 11 0M81 69c9-8 19-8 33 4M128 96c0-9 0-16-1-22M127 80c-1-8 3-13 10-14 0 8-3 13-10 14zM127 86c-2-7-7-10-12-10 1 6 5 10 12 10z',
  },
  path: {
    patch: 'M8 70c26-24 46-20 68-6 24 15 46 2 76-16v52H8z',
    tint: 'var(--act-tint)',
    sun: [118, 26, 11],
    ink: 'M6 64c26-22 48-20 70-7 24 14 48 4 78-14M66 104c2-14 26-17 25-27-1-8-21-8-21-15 0-4 5-6 9-7M96 104c4-10 17-17 16-27-1-9-18-11-20-17M22 98c2-5 3-9 3-14M25 90c-5 0-8-3-9-8 5 0 8 3 9 8zM25 86c4-1 7-4 7-9-5 1-7 4-7 9zM132 96c0-5 1-8 3-11M133 90c5 0 8-2 9-7-5 0-8 3-9 7z',
  },
  plant: {
    patch:
      'M62 70h46l-6 30H69zM86 62c2-26 16-38 34-40 1 21-11 36-34 40zM80 66C60 66 46 54 42 36c20 0 34 10 38 30z',
    tint: 'var(--act-tint)',
    sun: null,
    ink: 'M56 66h48l-6 32H63zM53 66h54M80 66c0-16 0-30 4-44M81 56c2-24 14-36 32-38 1 20-10 34-32 38zM80 62C62 62 48 51 45 34c18 0 31 9 35 28zM82 36c-8-5-12-12-11-22 8 3 13 10 11 22zM40 98h82',
  },
} as const satisfies Readonly<Record<string, Print>>;

export function Drawing({ of }: { of: keyof typeof prints }) {
  const print: Print = prints[of];
  return (
    <svg class="drawing" viewBox="0 0 160 112" aria-hidden="true">
      <path stroke="none" fill={print.tint} d={print.patch} />
      {print.sun ? (
        <circle stroke="none" fill="var(--now)" cx={print.sun[0]} cy={print.sun[1]} r={print.sun[2]} />
      ) : null}
      <path d={print.ink} />
    </svg>
  );
}
