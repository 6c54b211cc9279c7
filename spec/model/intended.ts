import type { Call, DueScript, HookScript, Notice, Program, StageScript, TaskScript } from './program.js';

/** A program, and what is to be seen of it by the contract. */
export interface Intended {
  program: Program;
  sees: string[];
}

const lacks: TaskScript['lacks'] = ['complete'];
const noError: TaskScript['lacks'] = ['error', 'complete'];
const done = (at: number): StageScript => ({ notices: [{ at, kind: 'complete' }] });
const failing = (at: number): StageScript => ({ notices: [{ at, kind: 'error' }] });
const promise = (at: number): StageScript => ({ as: 'promise', notices: [{ at }] });
const endless: StageScript = { notices: [] };
/** A hook whose events make these calls. */
const calls = (...turns: [at: number, ...calls: Call[]][]): Record<string, HookScript> => ({
  h: { events: turns.map(([at, ...calls]): Notice => ({ at, turn: { calls } })) },
});
const schedule = (key: string, due: DueScript): Call => ({ op: 'schedule', key, due });
const on = (op: Call['op'], key: string): Call => ({ op, key });
const once = [{ at: 0 }];

/** What is to be seen of small programs, worked out from the contract by hand; by statement. */
export const intended: Record<string, Intended> = {
  'a call whose tick is dropped is no call, so the key goes on repeating (1.10)': {
    program: {
      tasks: { a: { stages: [done(20)], lacks, startDue: 0, repeatDue: 10, overlap: 'exhaust' } },
      hooks: calls([5, schedule('a', 0)]),
      runs: once,
      end: 35,
    },
    sees: [
      '0: run 0, start a#0',
      '5: h:next h.0, schedule a',
      '30: start a#1',
      '35: stopped a#1, stopped h, end unsubscribe, aborted were a#1',
    ],
  },
  'what cleared the schedule before the dropped tick still counts (1.10)': {
    program: {
      tasks: { a: { stages: [done(20)], lacks, startDue: 0, repeatDue: 10, overlap: 'exhaust' } },
      hooks: calls([5, schedule('a', 40), on('unschedule', 'a'), schedule('a', 0)]),
      runs: once,
      end: 45,
    },
    sees: [
      '0: run 0, start a#0',
      '5: h:next h.0, schedule a, unschedule a, schedule a',
      '45: stopped h, end unsubscribe',
    ],
  },
  'ticks are counted whether or not the key runs; a future due waits beside them (5.5)': {
    program: {
      tasks: { a: { stages: [done(5)], lacks, overlap: 'concat' } },
      hooks: calls(
        [1, schedule('a', 0), schedule('a', 0)],
        [2, schedule('a', 0)],
        [
          3,
          schedule('a', 20),
          on('dueTime', 'a'),
          on('stopTimer', 'a'),
          on('explain', 'a'),
          schedule('a', 37),
        ],
      ),
      pause: [
        [
          { at: 0, value: true },
          { at: 10, value: false },
        ],
      ],
      runs: once,
      end: 50,
    },
    sees: [
      '0: run 0',
      '1: h:next h.0, schedule a, schedule a',
      '2: h:next h.1, schedule a',
      '3: h:next h.2, schedule a, dueTime a = 1, stopTimer a = true, explain a = "paused", schedule a',
      '10: start a#0',
      '15: start a#1',
      '40: start a#2',
      '50: stopped h, end unsubscribe',
    ],
  },
  'unschedule takes every counted tick back, and the timer (5.5)': {
    program: {
      tasks: { a: { stages: [done(30)], lacks, overlap: 'concat', startDue: 0 } },
      hooks: calls(
        [1, schedule('a', 0)],
        [2, schedule('a', 0)],
        [3, schedule('a', 10)],
        [4, on('unschedule', 'a'), on('dueTime', 'a')],
      ),
      monitor: true,
      runs: once,
      end: 40,
    },
    sees: [
      '0: run 0, [schedule a 0], [ready a 0], start a#0',
      '1: [turn-start h next], h:next h.0, [schedule a 1], [ready a 1], schedule a, [turn-end h next]',
      '2: [turn-start h next], h:next h.1, [schedule a 2], [ready a 2], schedule a, [turn-end h next]',
      '3: [turn-start h next], h:next h.2, [schedule a 13], schedule a, [turn-end h next]',
      '4: [turn-start h next], h:next h.3, [schedule a null], [unscheduled a], [unscheduled a], unschedule a, dueTime a = null, [turn-end h next]',
      '30: [stop a 1]',
      '40: stopped h, end unsubscribe',
    ],
  },
  'a counted tick waits until minInterval is over, and no later tick with it (5.5, 5.11)': {
    program: {
      tasks: { a: { stages: [done(5)], lacks, overlap: 'concat', startDue: 0, minInterval: 20 } },
      hooks: calls(
        [2, schedule('a', 0), on('dueTime', 'a'), on('explain', 'a')],
        [3, schedule('a', 0)],
        [4, schedule('a', 3), on('dueTime', 'a')],
        [10, on('dueTime', 'a'), on('explain', 'a')],
      ),
      runs: once,
      monitor: true,
      end: 70,
    },
    sees: [
      '0: run 0, [schedule a 0], [ready a 0], start a#0',
      '2: [turn-start h next], h:next h.0, [schedule a 2], [ready a 2], schedule a, dueTime a = 20, explain a = "waiting", [turn-end h next]',
      '3: [turn-start h next], h:next h.1, [schedule a 3], [ready a 3], schedule a, [turn-end h next]',
      '4: [turn-start h next], h:next h.2, [schedule a 7], schedule a, dueTime a = 20, [turn-end h next]',
      '5: [stop a 1]',
      '7: [ready a 7]',
      '10: [turn-start h next], h:next h.3, dueTime a = 20, explain a = "waiting", [turn-end h next]',
      '20: start a#1',
      '25: [stop a 2]',
      '40: start a#2',
      '45: [stop a 3]',
      '60: start a#3',
      '65: [stop a 4]',
      '70: stopped h, end unsubscribe',
    ],
  },
  'a tick while only cancelled runs remain is latched under exhaust (5.5)': {
    program: {
      tasks: { a: { stages: [promise(30), done(5)], lacks, startDue: 0, overlap: 'exhaust' } },
      hooks: calls([5, schedule('a', 0)], [10, on('cancel', 'a')], [15, schedule('a', 0)]),
      runs: once,
      monitor: true,
      end: 40,
    },
    sees: [
      '0: run 0, [schedule a 0], [ready a 0], start a#0',
      '5: [turn-start h next], h:next h.0, [schedule a 5], [ready a 5], schedule a, [turn-end h next], [dropped a]',
      '10: [turn-start h next], h:next h.1, [cancel a 1], cancel a = true, [turn-end h next]',
      '15: [turn-start h next], h:next h.2, [schedule a 15], [ready a 15], schedule a, [turn-end h next], [latched a]',
      '30: [stop a 1], [ready a 15], start a#1',
      '35: [stop a 2]',
      '40: stopped h, end unsubscribe, aborted were a#0',
    ],
  },
  'the last start is remembered when the key is removed and added again (5.11)': {
    program: {
      tasks: { a: { stages: [done(5)], lacks, startDue: 0, minInterval: 20 } },
      hooks: calls([10, on('remove', 'a'), on('add', 'a'), on('dueTime', 'a')]),
      runs: once,
      end: 30,
    },
    sees: [
      '0: run 0, start a#0',
      '10: h:next h.0, remove a, add a, dueTime a = 20',
      '20: start a#1',
      '30: stopped h, end unsubscribe',
    ],
  },
  'the last start is remembered from one run to the next, and the own minInterval counts (5.11)': {
    program: {
      tasks: {
        a: { stages: [done(5)], lacks, startDue: 0, minInterval: 20 },
        b: { stages: [done(5)], lacks, startDue: 0, minInterval: 20 },
      },
      spare: { b: { stages: [done(5)], lacks, startDue: 0, minInterval: 50 } },
      hooks: calls([0, on('dueTime', 'a'), on('remove', 'b'), on('add', 'b'), on('dueTime', 'b')]),
      runs: [{ at: 0, until: 2 }, { at: 10 }],
      end: 60,
    },
    sees: [
      '0: run 0, start a#0, start b#0, h:next h.0, dueTime a = null, stopped b#0, remove b, add b, dueTime b = 50',
      '2: stopped a#0, stopped h, end unsubscribe',
      '10: run 1, h:next h.0, dueTime a = 20, remove b, add b, dueTime b = 50',
      '20: start a#1',
      '50: start b#1',
      '60: stopped h, end unsubscribe, aborted were a#0 b#0',
    ],
  },
  'what is past is forgotten (5.11)': {
    program: {
      tasks: { a: { stages: [done(5)], lacks, startDue: 0, minInterval: 20 } },
      spare: { a: { stages: [done(5)], lacks, startDue: 0, minInterval: 50 } },
      hooks: calls([20, on('remove', 'a'), on('add', 'a')]),
      runs: once,
      end: 30,
    },
    sees: [
      '0: run 0, start a#0',
      '20: h:next h.0, remove a, add a, start a#1',
      '30: stopped h, end unsubscribe',
    ],
  },
  'at its timeout a first stage is unsubscribed, then fails (5.12, 4.11)': {
    program: {
      tasks: {
        a: {
          stages: [endless, done(5)],
          lacks,
          startDue: 0,
          timeout: 20,
          timeouts: [{ calls: [schedule('a', 5)] }],
        },
      },
      runs: once,
      monitor: true,
      end: 40,
    },
    sees: [
      '0: run 0, [schedule a 0], [ready a 0], start a#0',
      '20: stopped a#0, [error a 1 TimeoutError], [turn-start a 1 error], a.error TimeoutError (1 failed), [schedule a 25], schedule a, [turn-end a 1 error], [stop a 1]',
      '25: [ready a 25], start a#1',
      '30: [stop a 2], end complete',
      '40: aborted were a#0',
    ],
  },
  'what is due at one instant has fired before anything goes on, in the order in which it was set (5.12, 2.1)':
    {
      program: {
        tasks: {
          a: { stages: [endless], lacks, startDue: 10, timeout: 10 },
          b: { stages: [done(5)], lacks, startDue: 20 },
          c: { stages: [done(5)], lacks },
        },
        hooks: calls([15, schedule('c', 5)]),
        concurrent: 1,
        runs: once,
        monitor: true,
        end: 40,
      },
      sees: [
        '0: run 0, [schedule a 10], [schedule b 20]',
        '10: [ready a 10], start a#0',
        '15: [turn-start h next], h:next h.0, [schedule c 20], schedule c, [turn-end h next]',
        '20: [ready b 20], stopped a#0, [error a 1 TimeoutError], [ready c 20], start b#0, [turn-start a 1 error], a.error TimeoutError (1 failed), [turn-end a 1 error], [stop a 1]',
        '25: [stop b 2], start c#0',
        '30: [stop c 3]',
        '40: stopped h, end unsubscribe, aborted were a#0',
      ],
    },
  'a value at the instant of the timeout is first if what yields it is (5.12)': {
    program: {
      tasks: {
        a: {
          stages: [{ notices: [{ at: 20 }, { at: 20, kind: 'complete' }] }],
          lacks,
          startDue: 0,
          timeout: 20,
        },
      },
      runs: once,
      end: 40,
    },
    sees: ['0: run 0, start a#0', '20: a.next a#0.0, end complete'],
  },
  'and else it is too late (5.12)': {
    program: {
      tasks: {
        a: {
          stages: [{ notices: [{ at: 20 }, { at: 20, kind: 'complete' }] }],
          lacks,
          startDue: 0,
          timeout: 20,
        },
      },
      timers: 'first',
      runs: once,
      end: 40,
    },
    sees: [
      '0: run 0, start a#0',
      '20: stopped a#0, a.error TimeoutError (1 failed), end complete',
      '40: aborted were a#0',
    ],
  },
  'a Promise counts no more after its timeout (5.12)': {
    program: {
      tasks: {
        a: { stages: [promise(50), done(5)], lacks, startDue: 0, timeout: 20 },
        b: { stages: [done(5)], lacks },
      },
      hooks: calls([10, schedule('b', 0), schedule('a', 0)]),
      concurrent: 1,
      runs: once,
      monitor: true,
      end: 60,
    },
    sees: [
      '0: run 0, [schedule a 0], [ready a 0], start a#0',
      '10: [turn-start h next], h:next h.0, [schedule b 10], [ready b 10], schedule b, [schedule a 10], [ready a 10], schedule a, [turn-end h next], [latched a]',
      '20: [error a 1 TimeoutError], start b#0, [turn-start a 1 error], a.error TimeoutError (1 failed), [turn-end a 1 error], [stop a 1], [ready a 10]',
      '25: [stop b 2], start a#1',
      '30: [stop a 3]',
      '60: stopped h, end unsubscribe, aborted were a#0',
    ],
  },
  'a cancelled Promise has ended, without an error, at its timeout (5.12, 5.1)': {
    program: {
      tasks: { a: { stages: [promise(50), done(5)], lacks, startDue: 0, timeout: 20 } },
      hooks: calls([10, on('cancel', 'a'), schedule('a', 0)]),
      runs: once,
      monitor: true,
      end: 40,
    },
    sees: [
      '0: run 0, [schedule a 0], [ready a 0], start a#0',
      '10: [turn-start h next], h:next h.0, [cancel a 1], cancel a = true, [schedule a 10], [ready a 10], schedule a, [turn-end h next], [latched a]',
      '20: [stop a 1], [ready a 10], start a#1',
      '25: [stop a 2]',
      '40: stopped h, end unsubscribe, aborted were a#0',
    ],
  },
  'a key that is added again waits for the Promise of its predecessor until its timeout (5.12, 5.6)': {
    program: {
      tasks: { a: { stages: [promise(50), done(5)], lacks, startDue: 0, timeout: 20 } },
      hooks: calls([10, on('remove', 'a'), on('add', 'a')]),
      runs: once,
      end: 40,
    },
    sees: [
      '0: run 0, start a#0',
      '10: h:next h.0, remove a, add a',
      '20: start a#1',
      '40: stopped h, end unsubscribe, aborted were a#0',
    ],
  },
  'the next run waits for a leftover until its timeout (5.12, 4.4)': {
    program: {
      tasks: { a: { stages: [promise(50), done(5)], lacks, startDue: 0, timeout: 20 } },
      runs: [{ at: 0, until: 5 }, { at: 10 }],
      monitor: true,
      end: 40,
    },
    sees: [
      '0: run 0, [schedule a 0], [ready a 0], start a#0',
      '5: end unsubscribe',
      '10: run 1, [schedule a 10], [ready a 10], [leftovers a]',
      '20: start a#1',
      '25: [stop a 1], end complete',
      '40: aborted were a#0',
    ],
  },
  'what is past its timeout is no leftover (5.12, 4.4)': {
    program: {
      tasks: { a: { stages: [promise(50), done(5)], lacks, startDue: 0, timeout: 20 } },
      runs: [{ at: 0, until: 5 }, { at: 20 }],
      monitor: true,
      end: 40,
    },
    sees: [
      '0: run 0, [schedule a 0], [ready a 0], start a#0',
      '5: end unsubscribe',
      '20: run 1, [schedule a 20], [ready a 20], start a#1',
      '25: [stop a 1], end complete',
      '40: aborted were a#0',
    ],
  },
  'a timeout of 0 fails at once what has not ended synchronously (5.12)': {
    program: {
      tasks: {
        a: { stages: [{ notices: [{ at: 0 }, { at: 10 }] }], lacks, startDue: 0, timeout: 0 },
        b: { stages: [done(0)], lacks, startDue: 0, timeout: 0 },
      },
      runs: once,
      monitor: true,
      end: 40,
    },
    sees: [
      '0: run 0, [schedule a 0], [ready a 0], [schedule b 0], [ready b 0], start a#0, [value a 1], stopped a#0, [error a 1 TimeoutError], start b#0, [stop b 2], [turn-start a 1 next], a.next a#0.0, [turn-end a 1 next], [turn-start a 1 error], a.error TimeoutError (1 failed), [turn-end a 1 error], [stop a 1], end complete',
      '40: aborted were a#0',
    ],
  },
  'without a handler, retryDue is asked in the turn of the error (5.13)': {
    program: {
      tasks: {
        a: {
          stages: [failing(5), failing(5), done(5)],
          lacks: noError,
          startDue: 0,
          repeatDue: 30,
          retryDue: [10, { date: 5 }],
        },
      },
      runs: once,
      monitor: true,
      end: 60,
    },
    sees: [
      '0: run 0, [schedule a 0], [ready a 0], start a#0',
      '5: [error a 1 a#0.0], [turn-start a 1 error], retryDue of a (1, a#0.0), [turn-end a 1 error], [stop a 1], [schedule a 15]',
      '15: [ready a 15], start a#1',
      '20: [error a 2 a#1.0], [turn-start a 2 error], retryDue of a (2, a#1.0), [turn-end a 2 error], [stop a 2], [schedule a 25]',
      '25: [ready a 25], start a#2',
      '30: [stop a 3], [schedule a 60]',
      '60: [ready a 60], start a#3, stopped a#3, end unsubscribe, aborted were a#0 a#1 a#3',
    ],
  },
  'without a handler, null gives up (5.13)': {
    program: {
      tasks: {
        a: { stages: [failing(5)], lacks: noError, startDue: 0, repeatDue: 30, retryDue: [10, null] },
      },
      runs: once,
      monitor: true,
      end: 60,
    },
    sees: [
      '0: run 0, [schedule a 0], [ready a 0], start a#0',
      '5: [error a 1 a#0.0], [turn-start a 1 error], retryDue of a (1, a#0.0), [turn-end a 1 error], [stop a 1], [schedule a 15]',
      '15: [ready a 15], start a#1',
      '20: [error a 2 a#1.0], [turn-start a 2 error], retryDue of a (2, a#1.0), [error a#1.0], end error a#1.0',
      '60: aborted were a#0 a#1',
    ],
  },
  'with a handler, retryDue is asked as the run of the task is over (5.13)': {
    program: {
      tasks: {
        a: {
          stages: [{ notices: [{ at: 5, kind: 'error', turn: { length: 10 } }] }, done(5)],
          lacks,
          startDue: 0,
          repeatDue: 30,
          retryDue: [10],
        },
      },
      runs: once,
      monitor: true,
      end: 40,
    },
    sees: [
      '0: run 0, [schedule a 0], [ready a 0], start a#0',
      '5: [error a 1 a#0.0], [turn-start a 1 error], a.error a#0.0 (1 failed)',
      '15: [turn-end a 1 error], [stop a 1], retryDue of a (1, a#0.0), [schedule a 25]',
      '25: [ready a 25], start a#1',
      '30: [stop a 2], [schedule a 60]',
      '40: end unsubscribe, aborted were a#0',
    ],
  },
  'with a handler, null leaves it to repeatDue (5.13)': {
    program: {
      tasks: { a: { stages: [failing(5), done(5)], lacks, startDue: 0, repeatDue: 20, retryDue: [null] } },
      runs: once,
      end: 30,
    },
    sees: [
      '0: run 0, start a#0',
      '5: a.error a#0.0 (1 failed), retryDue of a (1, a#0.0)',
      '25: start a#1',
      '30: end unsubscribe, aborted were a#0',
    ],
  },
  'a call since the start keeps retryDue from scheduling; without a handler it is asked all the same (5.13)':
    {
      program: {
        tasks: {
          a: { stages: [failing(5), done(5)], lacks: noError, startDue: 0, retryDue: [10] },
          b: { stages: [failing(5), done(5)], lacks, startDue: 0, retryDue: [10] },
        },
        hooks: calls([1, schedule('a', 30), schedule('b', 40)]),
        runs: once,
        end: 50,
      },
      sees: [
        '0: run 0, start a#0, start b#0',
        '1: h:next h.0, schedule a, schedule b',
        '5: retryDue of a (1, a#0.0), b.error b#0.0 (1 failed)',
        '31: start a#1',
        '41: start b#1',
        '50: stopped h, end unsubscribe, aborted were a#0 b#0',
      ],
    },
  'a bad due of retryDue ends the run (5.13)': {
    program: {
      tasks: { a: { stages: [failing(5)], lacks, startDue: 0, retryDue: [-1] } },
      runs: once,
      monitor: true,
      end: 20,
    },
    sees: [
      '0: run 0, [schedule a 0], [ready a 0], start a#0',
      '5: [error a 1 a#0.0], [turn-start a 1 error], a.error a#0.0 (1 failed), [turn-end a 1 error], [stop a 1], retryDue of a (1, a#0.0), [error RangeError], end error RangeError',
      '20: aborted were a#0',
    ],
  },
  'a timeout is tried again, too (5.12, 5.13)': {
    program: {
      tasks: { a: { stages: [endless, done(5)], lacks: noError, startDue: 0, timeout: 20, retryDue: 10 } },
      runs: once,
      end: 50,
    },
    sees: [
      '0: run 0, start a#0',
      '20: stopped a#0',
      '30: start a#1',
      '35: end complete',
      '50: aborted were a#0',
    ],
  },
  'failures count on from startFailures until the first value, in each run and when added (5.17)': {
    program: {
      tasks: {
        a: {
          stages: [failing(0), { notices: [{ at: 0 }, { at: 0, kind: 'error' }] }, failing(0)],
          lacks,
          startDue: 0,
          repeatDue: 10,
          startFailures: 3,
        },
      },
      hooks: calls([25, on('remove', 'a'), on('add', 'a')]),
      runs: [
        { at: 0, until: 26 },
        { at: 30, until: 35 },
      ],
      end: 40,
    },
    sees: [
      '0: run 0, start a#0, a.error a#0.0 (4 failed)',
      '10: start a#1, a.next a#1.0, a.error a#1.1 (1 failed)',
      '20: start a#2, a.error a#2.0 (2 failed)',
      '25: h:next h.0, remove a, add a, start a#3, a.error a#3.0 (4 failed)',
      '26: stopped h, end unsubscribe',
      '30: run 1, start a#4, a.error a#4.0 (4 failed)',
      '35: stopped h, end unsubscribe',
      '40: aborted were a#0 a#1 a#2 a#3 a#4',
    ],
  },
  'a turn that lasts longer than turnTimeout ends the run (3.9)': {
    program: {
      tasks: {
        a: {
          stages: [
            {
              notices: [
                { at: 0, turn: { length: 20 } },
                { at: 0, turn: { length: 30 } },
              ],
            },
          ],
          lacks,
          startDue: 0,
        },
      },
      turnTimeout: 20,
      runs: once,
      monitor: true,
      end: 50,
    },
    sees: [
      '0: run 0, [schedule a 0], [ready a 0], start a#0, [value a 1], [value a 1], [turn-start a 1 next], a.next a#0.0',
      '20: [turn-end a 1 next], [turn-start a 1 next], a.next a#0.1',
      '40: [error TurnTimeoutError], stopped a.next, stopped a#0, end error TurnTimeoutError',
      '50: aborted were a#0 a.next',
    ],
  },
  'what has ended is released before the next start and turn (2.6)': {
    program: {
      tasks: {
        a: {
          stages: [
            {
              notices: [
                { at: 5, turn: { length: 5 } },
                { at: 20, kind: 'complete' },
              ],
            },
          ],
          lacks: [],
          startDue: 0,
        },
        b: { stages: [failing(5)], lacks, startDue: 1 },
      },
      concurrent: 1,
      releases: true,
      runs: once,
      end: 50,
    },
    sees: [
      '0: run 0, start a#0',
      '5: a.next a#0.0',
      '10: released a.next',
      '20: released a#0, start b#0, a.complete',
      '25: released b#0, b.error b#0.0 (1 failed), end complete',
      '50: aborted were b#0',
    ],
  },
  'the signal of what fails is aborted, be it a first stage or a turn (4.11)': {
    program: {
      tasks: {
        a: {
          stages: [
            failing(5),
            {
              notices: [
                { at: 0, turn: { fails: 'failure' } },
                { at: 0, kind: 'complete' },
              ],
            },
          ],
          lacks,
          startDue: 0,
          repeatDue: 10,
        },
      },
      runs: once,
      end: 50,
    },
    sees: [
      '0: run 0, start a#0',
      '5: a.error a#0.0 (1 failed)',
      '15: start a#1, a.next a#1.0, end error failure',
      '50: aborted were a#0 a.next',
    ],
  },
};
