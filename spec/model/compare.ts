import { drive } from './drive/drive.js';
import { model } from './machine/model.js';
import { print } from './print.js';
import type { Fact } from './fact.js';
import type { Program } from './program.js';

/** Throws where the library does not do what the model says: an error prints the program as it is to be pasted. */
export function expectAgreement(program: Program): void {
  const difference = differenceOf(program);
  if (difference !== undefined) throw new Error(difference);
}

/** Where the library does not do what the model says, as a text; `undefined` where it does. */
export function differenceOf(program: Program): string | undefined {
  const expected = lines(model(program));
  const seen = lines(drive(program));
  const index = expected.findIndex((line, i) => line !== seen[i]);
  const first = index < 0 ? expected.length : index;
  if (index < 0 && seen.length === expected.length) return undefined;
  return [
    'The library and the model differ on this program:',
    `const program: Program = ${print(program)};`,
    'What both saw:',
    ...expected.slice(0, first).map((line) => `  ${line}`),
    'Then the model expects, and the library shows:',
    `  ${expected[first] ?? 'the end'}`,
    `  ${seen[first] ?? 'the end'}`,
  ].join('\n');
}

/** One line a fact. What is torn down together has no order; what is released is so before anything but being told goes on. */
function lines(facts: readonly Fact[]): string[] {
  const stopped: string[] = [];
  const released: string[] = [];
  const all: string[] = [];
  for (const { t, ev, ...what } of facts) {
    const line = `${t} ${ev} ${JSON.stringify(what)}`;
    if (ev === 'stopped') stopped.push(line);
    else if (ev === 'released') released.push(line);
    else {
      all.push(...stopped.splice(0).sort());
      if (ev !== 'told') all.push(...released.splice(0).sort());
      all.push(line);
    }
  }
  return all;
}
