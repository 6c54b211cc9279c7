/** A number in the code that says between which bounds it may be: `const latency = 300; // 50 to 2000 ms`. */
export interface Slider {
  readonly name: string;
  /** The name, as words. */
  readonly label: string;
  readonly value: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly unit: string;
  /** Where the number stands in the code. */
  readonly start: number;
  readonly end: number;
}

const DECLARATION =
  /^const (\w+) = (\d[\d_]*(?:\.\d+)?); \/\/ (\d+(?:\.\d+)?) to (\d+(?:\.\d+)?)(?: (.*))?$/gm;

export function slidersOf(code: string): Slider[] {
  return [...code.matchAll(DECLARATION)].flatMap((match) => {
    const [, name = '', text = '', low = '', high = '', unit = ''] = match;
    const [from, to] = [Number(low), Number(high)];
    if (to <= from) return [];
    const start = match.index + `const ${name} = `.length;
    return {
      name,
      label: name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
      value: Number(text.replaceAll('_', '')),
      from,
      to,
      step: stepOf(to - from),
      unit,
      start,
      end: start + text.length,
    };
  });
}

/** Some tens of steps, each a power of ten or half of one; whole ones where the range is wide enough. */
function stepOf(range: number): number {
  const power = 10 ** Math.floor(Math.log10(range / 20));
  const step = range / (5 * power) >= 20 ? 5 * power : power;
  return range >= 2 && range === Math.trunc(range) ? Math.max(1, step) : step;
}
