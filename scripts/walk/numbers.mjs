/** The kinds of functions that are not counted, for each way of counting. The first is the one in use. */
export const WAYS = {
  'no constructors': ['constructor'],
  everything: [],
  'no getters': ['getter', 'setter'],
  'no arrow functions': ['arrow'],
  'no constructors, no getters': ['constructor', 'getter', 'setter'],
  'no constructors, no arrow functions': ['constructor', 'arrow'],
  'no getters, no arrow functions': ['getter', 'setter', 'arrow'],
  'functions and methods alone': ['constructor', 'getter', 'setter', 'arrow'],
};

/**
 * The calls of a recording that count, `changed` where the file is another one than that of the call before. That
 * is the one before in time, whether it is the caller or has returned: what a reader has to turn to next.
 */
export function countedIn({ steps }, leftOut = WAYS['no constructors']) {
  const calls = steps.filter(({ mark, kind }) => mark === undefined && !leftOut.includes(kind));
  return calls.map((call, i) => ({ call, changed: i > 0 && call.file !== calls[i - 1].file }));
}

export function numbersOf(counted) {
  return {
    calls: counted.length,
    files: new Set(counted.map(({ call }) => call.file)).size,
    changes: counted.filter(({ changed }) => changed).length,
  };
}
