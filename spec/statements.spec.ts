import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The statements of the contract, section by section. */
const statements: Record<string, string> = {
  '1.1': 'schedule with a future due waits',
  '1.2': 'schedule with 0 makes ready now',
  '1.3': 'schedule with a past date makes ready',
  '1.4': 'unschedule, or null, clears everything',
  '1.5': 'scheduleSooner only moves to earlier',
  '1.6': 'stopTimer stops timers, tells of readiness',
  '1.7': 'dueTime until the first stage starts',
  '1.8': 'isRunning until the last turn ends',
  '1.9': 'bad dues and keys change nothing',
  '1.10': 'startDue and repeatDue schedule by themselves',
  '2.1': 'starts happen between turns, and only there',
  '2.2': 'at most one first stage per key',
  '2.3': 'turns of a run before its next',
  '2.4': 'start order: priority, due time, becoming ready',
  '2.5': 'zero delay neither recurses nor blocks',
  '2.6': 'what ends is released before what follows',
  '3.1': 'turns never overlap',
  '3.2': 'lanes take turns, so waiting is bounded',
  '3.3': 'constant stack for any backlog',
  '3.4': 'events during a turn queue',
  '3.5': 'idle loops handle events synchronously',
  '3.6': 'a completed source gets one turn',
  '3.7': 'what a handler may return',
  '3.8': 'complete of tasks; values without next',
  '3.9': 'turnTimeout ends a run whose turn lasts too long',
  '4.1': 'how a run starts',
  '4.2': 'errors take their turn',
  '4.3': 'ending tears everything down at once',
  '4.4': 'the next run waits for leftovers',
  '4.5': 'one run at a time',
  '4.6': 'a run completes when nothing can happen',
  '4.7': 'a loop works inside its own turn',
  '4.8': 'the configuration is checked at once',
  '4.9': "a task's loop: key and failures",
  '4.10': 'now and signal of the loop',
  '4.11': 'signals are aborted by all but completion',
  '5.1': 'cancel stops a running first stage',
  '5.2': 'drain lets queued work finish, then completes',
  '5.3': 'concurrent limits first stages at once',
  '5.4': 'priority decides among ready keys',
  '5.5': 'overlap decides about ticks while running',
  '5.6': 'add, remove, has and keys',
  '5.7': 'several pending schedules of one work',
  '5.8': 'pause holds starts back',
  '5.9': 'mailboxes and backpressure',
  '5.10': 'cron libraries',
  '5.11': 'minInterval between starts',
  '5.12': 'timeout of a first stage',
  '5.13': 'retryDue after a failure',
  '5.14': 'hold keeps a key from starting',
  '5.15': 'limits that tasks share',
  '5.16': 'ageing lets low priorities start',
  '5.17': 'startFailures is what failures count on from',
  '6.1': 'one clock that every fake can drive',
  '6.2': 'one host timer per run',
  '6.3': 'any length of delay',
  '6.4': 'never early',
  '6.5': 'immune to steps of the wall clock',
  '6.6': 'cost independent of the number of keys',
  '7.1': 'monitor is told of everything',
  '7.2': 'conservation of ticks',
  '7.3': 'explain tells why',
  '9.1': 'LoopCommands post into turns',
  '9.2': 'TaskStates know all at any time',
  '9.3': 'watchdog tells what is silent',
  '9.4': 'sharedPoll: many watchers, one poll',
  '9.5': 'retryAfter reads a header',
  '9.6': 'native Observables are inputs',
  '9.7': 'injectPoll: one thing, polled, as a resource',
  '10.1': 'a lease: one active loop among many processes',
};

const root = join(__dirname, '..');

/** The names of the tests in a source file, those of `it.each` with their place-holders. */
const testNames = (path: string): string[] => {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const callee = node.expression.getText(source);
      const [name] = node.arguments;
      if (/^it\b/.test(callee) && name && (ts.isStringLiteralLike(name) || ts.isTemplateExpression(name))) {
        names.push(name.getText(source));
      }
    }
    ts.forEachChild(node, visit);
  };
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  visit(source);
  return names;
};

/** The statements that a test's name says it tests. */
const named = (name: string): string[] =>
  [...name.matchAll(/\((\d+\.\d+(?:, \d+\.\d+)*)\)/g)].flatMap(([, numbers]) => numbers!.split(', '));

const files = ['spec', 'marble-tests']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      join(root, folder, file),
    ),
  )
  .filter((file) => /\.spec\.ts$|\/describe-[\w-]+\.ts$/.test(file)); // What several specs share is described apart.

describe('the statements of the contract', () => {
  const names = files.flatMap(testNames);
  const tested = new Set(names.flatMap(named));

  it.each(Object.entries(statements))('%s, %s, should have a test', (number) => {
    expect([...tested]).toContain(number);
  });

  it('should be those of docs/SEMANTICS.md', () => {
    const contract = readFileSync(join(root, 'docs/SEMANTICS.md'), 'utf8');
    const numbers = [...contract.matchAll(/^\*\*(\d+\.\d+)\*\* /gm)].map(([, number]) => number);
    expect(Object.keys(statements)).toEqual(numbers);
  });

  it('should be all that tests name', () => {
    expect([...tested].filter((number) => !(number in statements))).toEqual([]);
  });

  it('should be found in the names of tests', () => {
    expect(named("'should hold (1.1, 2.10), and (3.4)'")).toEqual(['1.1', '2.10', '3.4']);
    expect(testNames(__filename)).toContain("'should be found in the names of tests'");
  });
});
