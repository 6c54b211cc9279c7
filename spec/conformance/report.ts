import { firstDifference } from './compare.js';
import { readRecordings, type Recording, type TraceEvent } from './recording.js';
import { replay } from './replay.js';

/**
 * Replays every recording in `directory` and prints a line for each that disagrees, then the count.
 * Resolves with the exit code: 0 where all agree, 1 otherwise, and where there is nothing to replay.
 */
export async function report(directory: string, print: (line: string) => void): Promise<0 | 1> {
  let recordings: Recording[];
  try {
    recordings = readRecordings(directory);
  } catch (error) {
    print(`conformance: ${(error as Error).message}`);
    return 1;
  }
  let agreeing = 0;
  for (const recording of recordings) {
    const disagreement = await disagreementOf(recording);
    if (disagreement) {
      print(`${recording.name}: ${disagreement}`);
    } else {
      agreeing++;
    }
  }
  print(`${agreeing} of ${recordings.length} traces agree`);
  return agreeing === recordings.length ? 0 : 1;
}

/** Where the replay of a recording first differs from it, in one line; `undefined` where they agree. */
export async function disagreementOf({ scenario, trace }: Recording): Promise<string | undefined> {
  let replayed: TraceEvent[];
  try {
    replayed = await replay(scenario);
  } catch (error) {
    return `cannot be replayed: ${error}`;
  }
  const difference = firstDifference(trace, replayed);
  return (
    difference &&
    `event ${difference.index}: recorded ${side(difference.recorded)}, replayed ${side(difference.replayed)}`
  );
}

function side(event: TraceEvent | undefined): string {
  return event ? JSON.stringify(event) : 'nothing more';
}
