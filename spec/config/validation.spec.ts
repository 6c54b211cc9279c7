import { describe, expect, it } from '@jest/globals';
import { EMPTY, NEVER, of, take, toArray } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { stopTheClock } from '../support/stop-the-clock.js';

stopTheClock();

const project = () => EMPTY;
const idle = { idle: { project } };

/** A mistake, the property that its error names, what was got and what was expected. */
type Mistake = [name: string, config: unknown, property: RegExp, got: RegExp, expected: RegExp];

const mistakes: Mistake[] = [
  ['no configuration', undefined, /config/i, /undefined/, /object/],
  ['null for a configuration', null, /config/i, /null/, /object/],
  ['neither tasks nor entries', {}, /tasks/, /undefined|none|no /i, /entries/],
  ['no tasks in tasks', { tasks: {} }, /tasks/, /empty|\{\}|none|no /i, /entries|task/],
  ['tasks that are no object', { tasks: 5 }, /tasks/, /5/, /object/],
  ['entries that are not iterable', { entries: 5 }, /entries/, /5/, /iterable/i],
  ['an entry that is no pair', { entries: ['a'] }, /entries/, /a/, /\[key, task\]|pair/],
  ['a task that is no object', { tasks: { a: 5 } }, /tasks\.a/, /5/, /task|object/],
  ['a missing project', { tasks: { a: {} } }, /tasks\.a\.project/, /undefined/, /function/],
  [
    'a project that is no function',
    { tasks: { a: { project: 5 } } },
    /tasks\.a\.project/,
    /5.*number/,
    /function/,
  ],
  ['a missing project in entries', { entries: [['a', {}]] }, /a.*\.project/, /undefined/, /function/],
  [
    'a project of a hook',
    { tasks: idle, hooks: { h: { source: NEVER, project } } },
    /hooks\.h.*project/,
    /project/,
    /source|option/,
  ],
  ...(['next', 'error', 'complete'] as const).flatMap((handler): Mistake[] => [
    [
      `a task's ${handler} that is no function`,
      { tasks: { a: { project, [handler]: 'later' } } },
      new RegExp(`tasks\\.a\\.${handler}`),
      /later.*string/,
      /function/,
    ],
    [
      `a hook's ${handler} that is no function`,
      { tasks: idle, hooks: { h: { source: NEVER, [handler]: 'later' } } },
      new RegExp(`hooks\\.h\\.${handler}`),
      /later.*string/,
      /function/,
    ],
  ]),
  ['an onRun that is no function', { tasks: idle, onRun: 5 }, /onRun/, /5.*number/, /function/],
  [
    'an onRun in an array that is no function',
    { tasks: idle, onRun: [() => {}, 5] },
    /onRun/,
    /5/,
    /function/,
  ],
  ['hooks that are no object', { tasks: idle, hooks: 5 }, /hooks/, /5/, /object/],
  ['a missing source', { tasks: idle, hooks: { h: {} } }, /hooks\.h\.source/, /undefined/, /ObservableInput/],
  [
    'a source that is no ObservableInput',
    { tasks: idle, hooks: { h: { source: 5 } } },
    /hooks\.h\.source/,
    /5/,
    /ObservableInput/,
  ],
  [
    'an Observable where a hook belongs',
    { tasks: idle, hooks: { h: NEVER } },
    /hooks\.h must/,
    /got an Observable/,
    /source/,
  ],
  [
    'an Observable with operators where a hook belongs',
    { tasks: idle, hooks: { h: NEVER.pipe(take(1)) } },
    /hooks\.h must/,
    /got an Observable/,
    /source/,
  ],
  ['a hook that is no object', { tasks: idle, hooks: { h: 5 } }, /hooks\.h/, /5/, /hook|object/],
  [
    'a key both in tasks and entries',
    { tasks: { a: { project } }, entries: [['a', { project }]] },
    /entry|entries/,
    /got "a"/,
    /not used yet/,
  ],
  [
    'a key twice in entries',
    {
      entries: [
        ['a', { project }],
        ['a', { project }],
      ],
    },
    /entry|entries/,
    /got "a"/,
    /not used yet/,
  ],
  ['an unknown option', { tasks: idle, task: {} }, /task\b/, /object/, /options.*tasks/],
  [
    'an unknown option of a task',
    { tasks: { a: { project, onNext: () => {} } } },
    /tasks\.a\.onNext/,
    /function/,
    /options.*next/,
  ],
  [
    'an unknown option of a hook',
    { tasks: idle, hooks: { h: { source: NEVER, nxt: () => {} } } },
    /hooks\.h\.nxt/,
    /function/,
    /options.*next/,
  ],
  [
    'an unknown option of a buffer',
    { tasks: idle, hooks: { h: { source: NEVER, buffer: { limit: 1, overflow: 'error', size: 3 } } } },
    /hooks\.h\.buffer\.size/,
    /got 3/,
    /options.*limit/,
  ],
  [
    'a startDue of another type',
    { tasks: { a: { project, startDue: 'soon' } } },
    /tasks\.a\.startDue/,
    /soon.*string/,
    /Date/,
  ],
  [
    'a repeatDue of another type',
    { tasks: { a: { project, repeatDue: 'soon' } } },
    /tasks\.a\.repeatDue/,
    /soon.*string/,
    /milliseconds|number/,
  ],
  ['a scheduler that is none', { tasks: idle, scheduler: {} }, /scheduler/, /object/, /schedule/],
];

describe('the configuration', () => {
  it.each(mistakes)('should be refused with a TypeError that says all: %s (4.8)', (_, config, ...parts) => {
    const call = () => smartPoll(config as never);

    expect(call).toThrow(TypeError);
    expect(call).toThrow(/^smartPoll: /);
    for (const part of parts) expect(call).toThrow(part);
  });

  it.each<[string, object]>([
    ['a negative startDue', { startDue: -1 }],
    ['a startDue that is not a number', { startDue: NaN }],
    ['an infinite repeatDue', { repeatDue: Infinity }],
    ['an invalid date for a startDue', { startDue: new Date(NaN) }],
  ])('should be refused with a TypeError that names the property: %s (4.8)', (_, options) => {
    const call = () => smartPoll({ tasks: { a: { project, ...options } } });
    const [[option, value] = []] = Object.entries(options);

    expect(call).toThrow(TypeError);
    expect(call).toThrow(`tasks.a.${option}`);
    expect(call).toThrow(`got ${String(value)}`);
  });

  it('should admit entries without an entry, for keys that come later (4.8)', () => {
    expect(() => smartPoll({ entries: [] })).not.toThrow();
    expect(() => smartPoll({ tasks: {}, entries: new Map() })).not.toThrow();
  });

  it('should admit every kind of ObservableInput as a source (4.8)', () => {
    const sources = [NEVER, [1], Promise.resolve(1), new Set([1]), 'text', (async function* () {})()];

    for (const source of sources) {
      expect(() => smartPoll({ tasks: idle, hooks: { h: { source: source as never } } })).not.toThrow();
    }
  });

  it('should read entries once, for all runs (4.1, 4.8)', () => {
    const log: unknown[] = [];
    function* entries() {
      for (const key of [1, 2])
        yield [key, { startDue: 0, project: () => of(key), next: (v: number) => [v] }] as const;
    }
    const result = smartPoll({ entries: entries() }).pipe(toArray());
    result.subscribe((values) => log.push(values));
    result.subscribe((values) => log.push(values));

    expect(log).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });
});
