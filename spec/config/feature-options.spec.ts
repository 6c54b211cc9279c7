import { describe, expect, it } from '@jest/globals';
import { EMPTY, NEVER, of } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { stopTheClock } from '../support/stop-the-clock.js';

stopTheClock();

/** The options of section 5 and 7, validated as 4.8 says: property, what was got, what was expected. */
describe('validation of the features', () => {
  const project = () => EMPTY;
  type Case = [property: string, value: unknown, got: RegExp];

  const refused = (config: object, [property, , got]: Case) => {
    let message = 'nothing was thrown';
    try {
      smartPoll(config as Parameters<typeof smartPoll>[0]);
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError);
      message = (error as Error).message;
    }
    expect(message).toMatch(/^smartPoll: /);
    expect(message).toContain(property);
    expect(message).toMatch(got);
    expect(message).toMatch(/ (must be|is not one of) .* got /);
  };

  const ofRun: Case[] = [
    ['concurrent', 0, /\b0\b.*number/],
    ['concurrent', -1, /-1/],
    ['concurrent', 1.5, /1\.5/],
    ['concurrent', NaN, /NaN/],
    ['concurrent', '2', /2.*string/],
    ['concurrent', null, /null/],
    ['pause', true, /true.*boolean/],
    ['pause', 'hidden', /hidden.*string/],
    ['pause', {}, /object/i],
    ['pause', Promise.resolve(true), /Promise|object/],
    ['pause', [NEVER, 3], /array/],
    ['pause', () => NEVER, /function/],
    ['drain', 3, /\b3\b.*number/],
    ['drain', {}, /object/i],
    ['drain', () => NEVER, /function/],
    ['monitor', 3, /\b3\b.*number/],
    ['monitor', { next: 3 }, /3|object/],
    ['monitor', null, /null/],
    ['monitor', [{ next: () => undefined }, 3], /\b3\b.*number|array/],
    ['ageing', 0, /\b0\b.*number/],
    ['ageing', -1, /-1/],
    ['ageing', NaN, /NaN/],
    ['ageing', '1s', /1s.*string/],
    ['limits', NEVER, /Observable/],
    ['limits', null, /null/],
    ['limits', [3], /\b3\b|array/],
    ['turnTimeout', -1, /-1/],
    ['turnTimeout', NaN, /NaN/],
    ['turnTimeout', Infinity, /Infinity/],
    ['turnTimeout', '5s', /5s.*string/],
    ['turnTimeout', null, /null/],
  ];
  it.each(ofRun)('should refuse %s: %p (4.8)', (...row) => {
    refused({ tasks: { a: { project } }, [row[0]]: row[1] }, row);
  });

  const ofTask: Case[] = [
    ['priority', NaN, /NaN/],
    ['priority', '1', /1.*string/],
    ['priority', null, /null/],
    ['overlap', 'queue', /queue/],
    ['overlap', '', /string/],
    ['overlap', 1, /\b1\b.*number/],
    ['overlap', 'toString', /toString/],
    ['overlap', null, /null/],
    ['minInterval', -1, /-1/],
    ['minInterval', NaN, /NaN/],
    ['minInterval', '5s', /5s.*string/],
    ['minInterval', new Date(0), /Date|object|1970/],
    ['timeout', -1, /-1/],
    ['timeout', NaN, /NaN/],
    ['timeout', Infinity, /Infinity/],
    ['timeout', '5s', /5s.*string/],
    ['timeout', new Date(0), /Date|object|1970/],
    ['retryDue', -1, /-1/],
    ['retryDue', NaN, /NaN/],
    ['retryDue', Infinity, /Infinity/],
    ['retryDue', '5s', /5s.*string/],
    ['retryDue', null, /null/],
    ['retryDue', new Date(0), /Date|object|1970/],
    ['startFailures', -1, /-1/],
    ['startFailures', NaN, /NaN/],
    ['startFailures', Infinity, /Infinity/],
    ['startFailures', 1.5, /1\.5/],
    ['startFailures', '1', /1.*string/],
    ['cost', 0, /\b0\b.*number/],
    ['cost', -1, /-1/],
    ['cost', NaN, /NaN/],
    ['cost', Infinity, /Infinity/],
    ['cost', '1', /1.*string/],
    ['limit', 'host', /host/],
    ['limit', '', /string/],
    ['limit', [], /array|\[\]/],
    ['limit', ['host', 'host'], /array/],
    ['limit', ['host'], /host/],
    ['limit', 3, /\b3\b.*number/],
    ['limit', [3], /\b3\b/],
    ['limit', null, /null/],
    ['limit', 'toString', /toString/],
  ];
  it.each(ofTask)('should refuse %s of a task: %p (4.8)', (...row) => {
    const task = { project, [row[0]]: row[1] };
    refused({ tasks: { someKey: task } }, row);
    refused({ tasks: { someKey: task } }, ['someKey', row[1], row[2]]);
    refused({ entries: [[7, task]] }, row);
    refused({ entries: [[7, task]] }, ['7', row[1], row[2]]);
  });

  it.each(ofTask)('should refuse it as well when the task is added: %s: %p (4.8, 5.6)', (property, value) => {
    const thrown: unknown[] = [];
    smartPoll({
      entries: [['a', { project }]] as [string, { project: typeof project }][],
      onRun: (loop) => {
        try {
          loop.add('b', { project, [property]: value });
        } catch (error) {
          thrown.push(error, loop.has('b'));
        }
      },
    }).subscribe();
    expect(thrown).toEqual([expect.any(TypeError), false]);
    expect((thrown[0] as Error).message).toContain(property);
  });

  const ofBuffer: Case[] = [
    ['limit', { limit: 0, overflow: 'error' }, /\b0\b.*number/],
    ['limit', { limit: -1, overflow: 'error' }, /-1/],
    ['limit', { limit: 1.5, overflow: 'error' }, /1\.5/],
    ['limit', { limit: NaN, overflow: 'error' }, /NaN/],
    ['limit', { limit: '9', overflow: 'error' }, /9.*string/],
    ['limit', { overflow: 'error' }, /undefined/],
    ['overflow', { limit: 1, overflow: 'drop' }, /drop/],
    ['overflow', { limit: 1 }, /undefined/],
    ['overflow', { limit: 1, overflow: null }, /null/],
    ['buffer', 3, /\b3\b.*number/],
    ['buffer', null, /null/],
    ['size', { limit: 1, overflow: 'error', size: 2 }, /size/],
  ];
  it.each(ofBuffer)('should refuse in a buffer %s: %p (4.8, 5.9)', (...row) => {
    refused({ tasks: { a: { project } }, hooks: { someHook: { source: NEVER, buffer: row[1] } } }, row);
  });

  const ofLimit: Case[] = [
    ['host', 3, /\b3\b.*number/],
    ['host', null, /null/],
    ['host', NEVER, /Observable/],
    ['concurrent', { concurrent: 0 }, /\b0\b.*number/],
    ['concurrent', { concurrent: -1 }, /-1/],
    ['concurrent', { concurrent: 1.5 }, /1\.5/],
    ['concurrent', { concurrent: NaN }, /NaN/],
    ['concurrent', { concurrent: '2' }, /2.*string/],
    ['concurrent', { concurrent: null }, /null/],
    ['rate', { rate: 5 }, /\b5\b.*number/],
    ['rate', { rate: null }, /null/],
    ['rate.per', { rate: { starts: 5 } }, /undefined/],
    ['rate.per', { rate: { starts: 5, per: 0 } }, /\b0\b.*number/],
    ['rate.per', { rate: { starts: 5, per: Infinity } }, /Infinity/],
    ['rate.per', { rate: { starts: 5, per: '1s' } }, /1s.*string/],
    ['rate.starts', { rate: { per: 5 } }, /undefined/],
    ['rate.starts', { rate: { starts: 0, per: 5 } }, /\b0\b.*number/],
    ['rate.starts', { rate: { starts: 1.5, per: 5 } }, /1\.5/],
    ['rate.starts', { rate: { starts: Infinity, per: 5 } }, /Infinity/],
    ['rate.interval', { rate: { starts: 1, per: 5, interval: 5 } }, /\b5\b.*number/],
    ['starts', { starts: 1, per: 5 }, /\b1\b.*number/],
  ];
  it.each(ofLimit)('should refuse in a limit %s: %p (4.8, 5.15)', (...row) => {
    const config = { limits: { host: row[1] }, tasks: { a: { project } } };
    refused(config, row);
    refused(config, [`limits.host`, row[1], row[2]]);
  });

  const limits = { host: { rate: { starts: 4, per: 1_000 } }, account: {} };

  it('should refuse a limit that is not there, and say which are (4.8, 5.15)', () => {
    const config = { limits, tasks: { a: { project, limit: ['account', 'hots'] } } };
    refused(config, ['tasks.a.limit', 0, /"host".*"account".*"hots"/]);
    refused({ tasks: { a: { project, limit: 'host' } } }, ['tasks.a.limit', 0, /has none.*"host"/]);
  });

  it('should refuse a cost that a limit can never admit, by the defaults too (4.8, 5.15)', () => {
    const costs = (cost: number, limit: string[]) => ({ limits, tasks: { a: { project, cost, limit } } });
    refused(costs(5, ['account', 'host']), ['tasks.a.cost', 0, /4 at most.*"host".*\b5\b/]);
    expect(() => smartPoll(costs(4, ['account', 'host']))).not.toThrow();
    expect(() => smartPoll(costs(5, ['account']))).not.toThrow();
    const changing = { limits: { host: { rate: of({ starts: 1, per: 1 }) } } };
    expect(() => smartPoll({ ...costs(5, ['host']), ...changing })).not.toThrow();
  });

  it('should check a limit of an added task as well (4.8, 5.6, 5.15)', () => {
    const thrown: unknown[] = [];
    smartPoll({
      limits,
      entries: [['a', { project }]] as [string, { project: typeof project }][],
      onRun: (loop) => {
        for (const task of [
          { project, limit: 'hots' },
          { project, limit: 'host', cost: 5 },
        ])
          try {
            loop.add('b', task);
          } catch (error) {
            thrown.push((error as Error).message, loop.has('b'));
          }
      },
    }).subscribe();
    expect(thrown).toEqual([
      expect.stringContaining('"hots"'),
      false,
      expect.stringContaining('cost'),
      false,
    ]);
  });

  it('should take every good value (4.8)', () => {
    const task = { project };
    const good: object[] = [
      { concurrent: 1 },
      { concurrent: Infinity },
      { pause: NEVER },
      { pause: [] },
      { pause: [NEVER, of(true)] },
      { drain: NEVER },
      { drain: Promise.resolve() },
      { drain: [] },
      { monitor: {} },
      { monitor: { next: () => undefined } },
      { monitor: [] },
      { monitor: [{}, { next: () => undefined }] },
      { concurrent: NEVER },
      { ageing: 0.5 },
      { ageing: Infinity },
      { limits: {} },
      { limits: { host: {} } },
      { limits: { host: { concurrent: Infinity } } },
      { limits: { host: { concurrent: NEVER, rate: NEVER } } },
      { limits: { host: { rate: { starts: 1, per: 0.5 } } } },
      { limits, tasks: { a: { ...task, limit: 'host' } } },
      { limits, tasks: { a: { ...task, limit: ['host', 'account'], cost: 0.5 } } },
      { tasks: { a: { ...task, cost: 5 } } },
      { turnTimeout: 0 },
      { turnTimeout: 2 ** 40 },
      { hooks: { a: { source: NEVER, buffer: { limit: 1, overflow: 'error' } } } },
      { hooks: { a: { source: NEVER, buffer: { limit: 9, overflow: 'drop-oldest' } } } },
      { hooks: { a: { source: NEVER, buffer: { limit: 9, overflow: 'drop-newest' } } } },
      ...['latch', 'exhaust', 'concat', 'switch', 'merge'].map((overlap) => ({
        tasks: { a: { ...task, overlap } },
      })),
      { tasks: { a: { ...task, priority: -1 } } },
      { tasks: { a: { ...task, priority: 0.5, minInterval: 0 } } },
      { tasks: { a: { ...task, minInterval: 2 ** 40 } } },
      { tasks: { a: { ...task, timeout: 0, retryDue: 0, startFailures: 0 } } },
      { tasks: { a: { ...task, timeout: 2 ** 40, retryDue: () => null, startFailures: 9 } } },
    ];
    for (const config of good) {
      expect(() =>
        smartPoll({ tasks: { a: task }, ...config } as Parameters<typeof smartPoll>[0]),
      ).not.toThrow();
    }
  });

  it.each<[got: string, returned: unknown]>([
    ['"text"', 'text'],
    ['undefined', undefined],
    ['null', null],
    ['5', 5],
  ])(
    'should refuse as the run goes on what project returned, and name the key: %s (4.8, 3.7)',
    (got, returned) => {
      const errors: unknown[] = [];
      const returning = { startDue: 0, project: () => returned as never };
      smartPoll({ tasks: { someKey: returning } }).subscribe({
        error: (error: unknown) => errors.push(error),
      });
      expect(errors).toEqual([expect.any(TypeError)]);
      expect(String(errors[0])).toContain('project of "someKey"');
      expect(String(errors[0])).toContain(got);
      expect(String(errors[0])).toContain('it must return an Observable');
    },
  );

  it('should take an option that is undefined for one that is absent (4.8)', () => {
    const absent = {
      concurrent: undefined,
      pause: undefined,
      drain: undefined,
      monitor: undefined,
      ageing: undefined,
      limits: undefined,
      tasks: { a: { project, priority: undefined, overlap: undefined, minInterval: undefined } },
      hooks: { a: { source: NEVER, buffer: undefined } },
    };
    expect(() => smartPoll(absent as unknown as Parameters<typeof smartPoll>[0])).not.toThrow();
  });
});
