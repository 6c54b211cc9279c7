import { parseArgs } from 'node:util';
import { providerNames, type ProviderName } from './providers.js';

/** How the example was asked to run. */
export interface Options {
  readonly help: boolean;
  /** Milliseconds until it ends by itself. */
  readonly for: number | undefined;
  /** The port of the sink; the providers have the next ones. 0: any that are free. */
  readonly port: number;
  readonly seed: number;
  /** The share of answers that go wrong, from 0 to 1. */
  readonly faults: number;
  /** Providers that are not there. */
  readonly down: readonly ProviderName[];
  /** Asks more often than the providers allow. */
  readonly impatient: boolean;
}

export const help = `Usage: npm start -- [options]

Polls three weather providers, each at a pace of its own, and publishes their
mean whenever it changed. Everything runs on this machine: the providers and
the sink of what is published are HTTP servers on 127.0.0.1.

  --for SECONDS    end after so many seconds, with a summary
  --port PORT      the sink's port; the providers get the three after it
                   (default: any that are free)
  --seed NUMBER    which answers go wrong, and how long they take (default: 279)
  --faults SHARE   how many answers go wrong, from 0 to 1 (default: 0.1)
  --down NAME      a provider that is not there; may be repeated
                   (${providerNames.join(', ')})
  --impatient      ask more often than allowed, to see how 429s are obeyed
  --help           print this

Keys: r refreshes all sooner, q or Ctrl-C stops.`;

/** Reads the command line; throws an `Error` whose message is one line for the user. */
export function parseOptions(args: readonly string[]): Options {
  const { help, impatient, ...values } = split(args);
  return {
    help,
    impatient,
    for: values.for === undefined ? undefined : 1000 * number('--for', values.for, 'seconds', 0.1, 86_400),
    port: integer('--port', values.port, 'a port', 0, 65_535 - providerNames.length),
    seed: integer('--seed', values.seed, 'a number', 0, 2 ** 32 - 1),
    faults: number('--faults', values.faults, 'a share', 0, 1),
    down: values.down.map(providerName),
  };
}

function split(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        for: { type: 'string' },
        port: { type: 'string', default: '0' },
        seed: { type: 'string', default: '279' },
        faults: { type: 'string', default: '0.1' },
        down: { type: 'string', multiple: true, default: [] },
        impatient: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    // Some of its messages go on for lines.
    throw new Error((error as Error).message.split('\n')[0]!.replace(/\.$/, ''), { cause: error });
  }
}

function number(option: string, text: string, what: string, min: number, max: number): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (value >= min && value <= max) return value;
  throw new Error(`${option} takes ${what} from ${min} to ${max}, got '${text}'`);
}

function integer(option: string, text: string, what: string, min: number, max: number): number {
  const value = number(option, text, what, min, max);
  if (Number.isInteger(value)) return value;
  throw new Error(`${option} takes a whole number, got '${text}'`);
}

function providerName(text: string): ProviderName {
  const name = providerNames.find((known) => known === text);
  if (name) return name;
  throw new Error(`--down takes one of ${providerNames.join(', ')}, got '${text}'`);
}
