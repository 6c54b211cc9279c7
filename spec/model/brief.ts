import type { Fact } from './fact.js';

/** What the monitor is told of that is seen anyway, or follows from what is. */
const SEEN = ['run', 'start', 'stage-end', 'counted', 'settled', 'complete', 'unsubscribe'];

/** Facts to read: a line for each instant; in brackets what the monitor is told. Left out is what a handler finds. */
export function brief(facts: readonly Fact[]): string[] {
  const instants = new Map<number, string[]>();
  for (const fact of facts) {
    const text = textOf(fact);
    if (text !== undefined) instants.set(fact.t, [...(instants.get(fact.t) ?? []), text]);
  }
  return [...instants].map(([t, texts]) => `${t}: ${texts.join(', ')}`);
}

function textOf(fact: Fact): string | undefined {
  switch (fact.ev) {
    case 'run':
      return `run ${fact.run}`;
    case 'end':
      return ['end', fact.how, fact.error].filter((part) => part !== undefined).join(' ');
    case 'start':
      return `start ${fact.key}#${fact.n}`;
    case 'turn':
      return [fact.of, fact.value, fact.failures && `(${fact.failures} failed)`].filter(Boolean).join(' ');
    case 'call': {
      const answer = fact.thrown ?? fact.result;
      return `${fact.op} ${fact.key}${answer === undefined ? '' : ` = ${JSON.stringify(answer)}`}`;
    }
    case 'told':
      if (SEEN.includes(fact.type)) return undefined;
      return `[${fact.type} ${fact.about}${fact.due === undefined ? '' : ` ${fact.due}`}]`;
    case 'retry':
      return `retryDue of ${fact.key} (${fact.failures}, ${fact.error})`;
    case 'left':
      return fact.aborted.length > 0 ? `aborted were ${fact.aborted.join(' ')}` : undefined;
    case 'exit':
      return undefined;
    case 'output':
      return `output ${fact.value}`;
    default:
      return `${fact.ev} ${fact.of}`;
  }
}
