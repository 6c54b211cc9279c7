const COLUMN = 28;

/**
 * A recording as a tree of calls. On the left is the file, where it changes. What was open before is in
 * parentheses, as far up as the recording leads back; what is no call within the library has a star.
 */
export function treeOf({ open, steps }, counted) {
  const top = Math.min(...steps.map(({ depth }) => depth));
  const from = Math.max(top - 1, 0);
  const line = (file, depth, text) => `${file.padEnd(COLUMN)}${'  '.repeat(depth - from)}${text}`.trimEnd();
  const changed = new Set(counted.filter((it, i) => i === 0 || it.changed).map(({ call }) => call));
  return [
    ...open.slice(from).map(({ name }, i) => line('', from + i, `(${name})`)),
    ...steps.map((step) =>
      line(changed.has(step) ? step.file : '', step.depth, step.name ?? `* ${step.mark}`),
    ),
  ].join('\n');
}
