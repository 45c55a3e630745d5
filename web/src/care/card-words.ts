/**
 * What stands on the printed card, in both languages at once.
 *
 * The crisis lines are those of the United States (988 Lifeline; in Spanish: press 2, or text AYUDA).
 */
type Words = {
  readonly scan: (address: string) => string;
  readonly type: string;
  readonly keep: string;
  readonly until: (when: string) => string;
  readonly danger: string;
  readonly crisis: string;
  readonly reads: (days: string, hours: string) => string;
};

export const cardWords: Readonly<Record<'en' | 'es', Words>> = {
  en: {
    scan: (address) =>
      `Scan the square with your phone's camera. Or open ${address} and tap "I have a code".`,
    type: 'If it asks for the code, type it.',
    keep: 'Put it on your home screen when it shows you how.',
    until: (when) => `This card works once, until ${when}. Keep it to yourself.`,
    danger: 'In danger now? Call 911.',
    crisis: 'In a crisis, call or text 988, any hour.',
    reads: (days, hours) =>
      `Not monitored around the clock. Your team reads what you share ${days}, ${hours}.`,
  },
  es: {
    scan: (address) =>
      `Escanee el cuadrado con la cámara del teléfono. O abra ${address} y toque "Tengo un código".`,
    type: 'Si le pide el código, escríbalo.',
    keep: 'Póngala en su pantalla de inicio cuando le muestre cómo.',
    until: (when) => `Esta tarjeta sirve una vez, hasta ${when}. No la comparta.`,
    danger: '¿En peligro ahora? Llame al 911.',
    crisis: 'En una crisis, llame al 988 y oprima 2, o mande AYUDA al 988, a toda hora.',
    reads: (days, hours) =>
      `No se vigila a toda hora. Su equipo lee lo que usted comparte ${days}, ${hours}.`,
  },
};
