import type { Program, StageScript, TaskScript } from './program.js';

const quick: StageScript = { notices: [{ at: 10, kind: 'complete' }] };
const lacks: TaskScript['lacks'] = ['complete'];
const idle: TaskScript = { stages: [quick], lacks };
const explain = (key: string, at: number) => ({ at, op: 'explain' as const, key });

/** Programs, cut short by hand, on which the library once differed from the model; what should hold, by statement. */
export const found: Record<string, Program> = {
  'fire timers one after the other during one asynchronous turn (1.2)': {
    tasks: { a: { ...idle, startDue: 10 }, b: { ...idle, startDue: 20 } },
    onRun: [[{ calls: [explain('b', 30)], length: 40 }]],
    runs: [{ at: 0 }],
    end: 100,
  },
  'fire a timer that repeatDue sets during an asynchronous turn (1.2, 1.10)': {
    tasks: { a: { ...idle, startDue: 0, repeatDue: 10 } },
    hooks: { h: { events: [{ at: 0, turn: { calls: [explain('a', 40)], length: 50 } }] } },
    runs: [{ at: 0 }],
    end: 60,
  },
  'fire timers while a run waits for leftovers (1.2, 4.4)': {
    tasks: { a: { stages: [{ as: 'promise', notices: [{ at: 60 }] }, quick], lacks, startDue: 10 } },
    onRun: [[{}, { calls: [explain('a', 0)] }]],
    runs: [{ at: 0, until: 20 }, { at: 30 }],
    end: 100,
  },
  'start keys that are due at once in the order in which they were scheduled (2.4)': {
    tasks: {
      a: { ...idle, startDue: 10 },
      b: { ...idle, startDue: { date: 10 } },
      c: { ...idle, startDue: 10 },
      d: { ...idle, startDue: 10 },
    },
    runs: [{ at: 0 }],
    end: 50,
  },
  'start a key that was taken back and is ready again behind those that became ready meanwhile (2.4)': {
    tasks: { a: idle, b: idle },
    onRun: [
      [
        {
          calls: [
            { op: 'schedule', key: 'a', due: 0 },
            { op: 'unschedule', key: 'a' },
            { op: 'schedule', key: 'b', due: 0 },
            { op: 'schedule', key: 'a', due: 0 },
          ],
        },
      ],
    ],
    runs: [{ at: 0 }],
    end: 50,
  },
  'give a lane its turn although what it had first was cancelled (3.2, 5.1)': {
    tasks: {
      a: {
        stages: [{ notices: [{ at: 0 }, { at: 0 }] }, { notices: [] }],
        lacks,
        startDue: 0,
        overlap: 'switch',
      },
      b: { stages: [{ notices: [{ at: 0 }, { at: 0 }] }], lacks, startDue: 0 },
    },
    hooks: {
      h: {
        events: [{ at: 0, turn: { calls: [{ op: 'cancel', key: 'a' }], length: 10 } }, { at: 0 }, { at: 0 }],
      },
    },
    runs: [{ at: 0 }],
    end: 50,
  },
  'not subscribe to what a handler returns that has ended the run (4.3)': {
    tasks: { a: idle },
    onRun: [[{ calls: [{ op: 'unsubscribe' }], length: 10 }]],
    runs: [{ at: 0 }],
    end: 50,
  },
  'wait for the Promise of a handler that has ended the run (4.4)': {
    tasks: { a: idle },
    onRun: [[{ calls: [{ op: 'unsubscribe' }], length: 20, as: 'promise' }, {}]],
    runs: [{ at: 0 }, { at: 10 }],
    end: 50,
  },
  'tell no more of a run that has ended as its Promise settles (4.3, 7.1)': {
    tasks: {
      a: { stages: [{ as: 'promise', notices: [{ at: 20 }] }], lacks, startDue: 0, repeatDue: { date: 0 } },
    },
    runs: [{ at: 0, until: 10 }],
    monitor: true,
    end: 50,
  },
  'configure nothing once a source has ended the run (4.3)': {
    tasks: { a: { ...idle, startDue: 10 } },
    pause: [[{ at: 0, kind: 'error' }]],
    runs: [{ at: 0 }],
    monitor: true,
    end: 50,
  },
  'name the keys whose turns are left over (4.4, 7.1)': {
    tasks: {
      a: { stages: [{ notices: [{ at: 0, turn: { length: 30, as: 'promise' } }] }], lacks, startDue: 0 },
    },
    runs: [{ at: 0, until: 10 }, { at: 20 }],
    monitor: true,
    end: 50,
  },
  'not repeat a run during which a call set the schedule, although that started another (1.10, 5.5)': {
    tasks: {
      a: {
        stages: [{ notices: [{ at: 30, kind: 'complete' }] }],
        lacks,
        startDue: 0,
        repeatDue: 50,
        overlap: 'merge',
      },
    },
    hooks: {
      h: {
        events: [
          { at: 10, turn: { calls: [{ op: 'schedule', key: 'a', due: 0 }] } },
          { at: 35, turn: { calls: [explain('a', 0)] } },
        ],
      },
    },
    runs: [{ at: 0 }],
    end: 85,
  },
  'abort the signal of a turn that is torn down, and of one that fails (4.10, 4.11)': {
    tasks: { a: idle },
    onRun: [[{ length: 10, fails: 'failure' }, { calls: [{ op: 'unsubscribe' }] }]],
    runs: [{ at: 0 }, { at: 20 }],
    end: 50,
  },
  'count no failures from before a value that nobody handles (3.8, 4.9)': {
    tasks: {
      a: {
        stages: [
          { notices: [{ at: 0, kind: 'error' }] },
          { notices: [{ at: 0 }, { at: 0, kind: 'complete' }] },
          { notices: [{ at: 0, kind: 'error' }] },
          quick,
        ],
        lacks: ['next', 'complete'],
        startDue: 0,
        repeatDue: 10,
      },
    },
    runs: [{ at: 0 }],
    end: 50,
  },
  'tell of a value that nobody handles (3.8, 7.1)': {
    tasks: {
      a: {
        stages: [{ notices: [{ at: 0 }, { at: 0, kind: 'complete' }] }, quick],
        lacks: ['next'],
        startDue: 0,
      },
    },
    runs: [{ at: 0 }],
    monitor: true,
    end: 50,
  },
  'call the complete of a Promise, in a turn of its own (1.8, 3.8)': {
    tasks: { a: { stages: [{ as: 'promise', notices: [{ at: 10 }] }], startDue: 0 } },
    runs: [{ at: 0 }],
    end: 50,
  },
  'go on with one slot although a key reschedules itself from its last turn (2.2, 5.3)': {
    tasks: {
      a: {
        stages: [
          { as: 'promise', notices: [{ at: 10, turn: { calls: [{ op: 'schedule', key: 'a', due: 0 }] } }] },
          quick,
        ],
        lacks,
        startDue: 0,
      },
    },
    concurrent: 1,
    runs: [{ at: 0 }],
    end: 50,
  },
  'be paused while two of the sources say so from the start (5.8)': {
    tasks: { a: { ...idle, startDue: 0 } },
    pause: [[{ at: 0, value: true }], [{ at: 0, value: true }]],
    runs: [{ at: 0 }],
    end: 50,
  },
  'start nothing if the drain notifier emits at once (5.2)': {
    tasks: { a: { ...idle, startDue: 0 } },
    drain: [{ at: 0 }],
    runs: [{ at: 0 }],
    end: 50,
  },
  'unsubscribe from a synchronous source whose mailbox overflows (5.9)': {
    tasks: { a: idle },
    hooks: {
      h: {
        events: [{ at: 0 }, { at: 0 }, { at: 0, kind: 'complete' }],
        buffer: { limit: 1, overflow: 'error' },
      },
    },
    runs: [{ at: 0 }],
    end: 50,
  },
  'give a counted tick its place in line, whatever tick of its key comes behind (5.5, 7.3)': {
    tasks: {
      a: { stages: [quick], lacks, startDue: 0, overlap: 'concat' },
      b: { stages: [{ notices: [] }], lacks },
    },
    hooks: {
      h: {
        events: [
          { at: 5, turn: { calls: [{ op: 'schedule', key: 'a', due: 0 }] } },
          { at: 6, turn: { calls: [{ op: 'schedule', key: 'b', due: { date: -10 } }] } },
          { at: 20, turn: { calls: [{ op: 'schedule', key: 'a', due: { date: -20 } }] } },
        ],
      },
    },
    concurrent: 1,
    runs: [{ at: 0 }],
    end: 50,
  },
  'give each key that is ready its place in line, whatever waits for itself (7.3)': {
    tasks: {
      a: { stages: [{ notices: [] }], lacks, startDue: 0 },
      b: idle,
      c: idle,
    },
    hooks: {
      h: {
        events: [
          {
            at: 10,
            turn: {
              calls: [
                { op: 'schedule', key: 'a', due: 0 },
                { op: 'schedule', key: 'b', due: 0 },
                { op: 'unschedule', key: 'b' },
                { op: 'schedule', key: 'c', due: 0 },
              ],
            },
          },
        ],
      },
    },
    concurrent: 1,
    runs: [{ at: 0 }],
    end: 50,
  },
  'tell of a tick with its own due, whatever was counted before (5.5, 7.1)': {
    tasks: { a: { ...idle, overlap: 'concat', startDue: 0 } },
    onRun: [[{ calls: [{ at: 10, op: 'schedule', key: 'a', due: 0 }] }]],
    runs: [{ at: 0 }],
    monitor: true,
    end: 50,
  },
  'tell when a counted tick may start while the key runs (5.5, 5.11)': {
    tasks: { a: { ...idle, overlap: 'concat', startDue: 0, minInterval: 50 } },
    hooks: {
      h: {
        events: [
          { at: 5, turn: { calls: [{ op: 'schedule', key: 'a', due: 0 }] } },
          { at: 6, turn: { calls: [explain('a', 0)] } },
        ],
      },
    },
    runs: [{ at: 0 }],
    end: 20,
  },
  'tell when a tick may start that is not counted yet (5.5, 5.11)': {
    tasks: { a: { ...idle, overlap: 'concat', startDue: 0, minInterval: 50 } },
    hooks: { h: { events: [{ at: 20, turn: { calls: [{ op: 'schedule', key: 'a', due: 0 }] } }] } },
    runs: [{ at: 0 }],
    end: 30,
  },
  'start counted ticks by when they may start, also where that is past (2.4, 5.5, 5.11)': {
    tasks: {
      a: {
        stages: [{ notices: [{ at: 40, kind: 'complete' }] }],
        lacks,
        overlap: 'concat',
        startDue: 0,
        minInterval: 30,
      },
      b: idle,
    },
    hooks: {
      h: {
        events: [
          { at: 10, turn: { calls: [{ op: 'schedule', key: 'a', due: 0 }] } },
          { at: 20, turn: { calls: [{ op: 'schedule', key: 'b', due: 0 }] } },
        ],
      },
    },
    concurrent: 1,
    runs: [{ at: 0 }],
    end: 60,
  },
  'start counted ticks that waited for minInterval in the order in which they became ready (2.4, 5.5)': {
    tasks: {
      a: { ...idle, overlap: 'concat', startDue: 0, repeatDue: 0, minInterval: 20 },
      b: { ...idle, startDue: 0, repeatDue: 0 },
      c: idle,
    },
    hooks: { h: { events: [{ at: 20, turn: { length: 10 } }] } },
    onRun: [[{ calls: Array.from({ length: 10 }, () => ({ op: 'schedule', key: 'c', due: 90 })) }]],
    runs: [{ at: 0 }],
    end: 50,
  },
  'forget a start once it matters no more, whatever the next task of the key says (5.11)': {
    tasks: { a: { ...idle, startDue: 0, minInterval: 20 } },
    spare: { a: { ...idle, startDue: 0, minInterval: 50 } },
    hooks: {
      h: {
        events: [
          { at: 10, turn: { calls: [{ op: 'remove', key: 'a' }] } },
          { at: 30, turn: { calls: [{ op: 'add', key: 'a' }] } },
        ],
      },
    },
    runs: [{ at: 0 }],
    end: 60,
  },
  'wait for no leftover that is past its timeout (4.4, 5.12)': {
    tasks: {
      a: { stages: [{ as: 'promise', notices: [{ at: 50 }] }, quick], lacks, startDue: 0, timeout: 10 },
    },
    runs: [{ at: 0, until: 5 }, { at: 20 }],
    monitor: true,
    end: 60,
  },
  'let all that is due at one instant fire before anything goes on (2.1, 5.12)': {
    tasks: {
      a: { stages: [{ notices: [] }], lacks, startDue: 0, timeout: 10 },
      b: idle,
    },
    hooks: { h: { events: [{ at: 5, turn: { calls: [{ op: 'schedule', key: 'b', due: 5 }] } }] } },
    runs: [{ at: 0 }],
    end: 30,
  },
  'ask retryDue with the failures there were at the error (4.9, 5.13)': {
    tasks: {
      a: {
        stages: [
          { notices: [{ at: 10 }, { at: 30, kind: 'complete' }] },
          { notices: [{ at: 5, kind: 'error', turn: { length: 10 } }] },
          quick,
        ],
        lacks: ['next', 'complete'],
        startDue: 0,
        retryDue: [20],
        overlap: 'merge',
      },
    },
    hooks: { h: { events: [{ at: 1, turn: { calls: [{ op: 'schedule', key: 'a', due: 0 }] } }] } },
    runs: [{ at: 0 }],
    end: 60,
  },
  'take turns in the order of arrival, whoever had the last one before the loop was idle (3.2)': {
    tasks: {
      a: { stages: [{ notices: [{ at: 0 }, { at: 10, kind: 'error' }] }, quick], lacks, startDue: 0 },
      b: { stages: [{ notices: [{ at: 0, kind: 'error' }] }, quick], lacks, startDue: 0 },
    },
    concurrent: 1,
    runs: [{ at: 0 }],
    end: 50,
  },
  'tell of no tick once a bad retryDue has ended the run (4.3, 5.13, 7.1)': {
    tasks: {
      a: { stages: [{ notices: [] }], lacks, startDue: 0 },
      b: {
        stages: [
          { notices: [{ at: 10, kind: 'error', turn: { calls: [{ op: 'schedule', key: 'a', due: 0 }] } }] },
        ],
        lacks,
        startDue: 0,
        retryDue: [-1],
      },
    },
    runs: [{ at: 0 }],
    monitor: true,
    end: 20,
  },
  'place a tick that is to be counted where its key may start again (5.11, 7.3)': {
    tasks: {
      a: { stages: [{ notices: [{ at: 10, kind: 'complete' }] }], lacks: ['complete'], startDue: 80 },
      b: {
        stages: [{ notices: [{ at: 10, kind: 'complete' }] }],
        lacks: ['complete'],
        startDue: 0,
        repeatDue: 0,
        overlap: 'concat',
        minInterval: 30,
      },
    },
    hooks: {
      h: {
        events: [
          { at: 80, turn: { calls: [{ at: 20, op: 'scheduleSooner', key: 'b', due: { date: 50 } }] } },
          { at: 80, kind: 'complete' },
        ],
      },
    },
    onRun: [[{ length: 40 }]],
    concurrent: 1,
    runs: [{ at: 0 }],
    end: 300,
  },
  'wait no longer than a leftover takes, whatever its timeout (4.4, 4.6, 5.12)': {
    tasks: {
      a: {
        stages: [{ as: 'promise', notices: [{ at: 0 }] }, quick],
        lacks: ['complete'],
        startDue: 0,
        timeout: 20,
      },
      b: {
        stages: [{ as: 'throw', notices: [{ at: 0, kind: 'error' }] }, quick],
        lacks: ['error'],
        startDue: 0,
      },
    },
    runs: [{ at: 0, again: 1 }],
    end: 300,
  },
  'put nobody behind others for a turn that was cancelled (3.2, 5.1)': {
    tasks: {
      a: {
        stages: [
          {
            notices: [
              {
                at: 20,
                turn: {
                  calls: [
                    { op: 'schedule', key: 'a', due: 0 },
                    { op: 'schedule', key: 'b', due: 0 },
                  ],
                  length: 40,
                },
              },
              { at: 20, kind: 'complete' },
            ],
          },
          quick,
        ],
        lacks: [],
        startDue: 0,
        overlap: 'switch',
      },
      b: { stages: [{ notices: [{ at: 0 }, { at: 0, kind: 'complete' }] }, quick], lacks: ['complete'] },
    },
    concurrent: 1,
    runs: [{ at: 0 }],
    end: 300,
  },
};
