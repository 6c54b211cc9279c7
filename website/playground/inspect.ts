/** What `console.log(...values)` prints: texts as they are, anything else about as Node shows it. */
export function format(values: readonly unknown[]): string {
  return values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' ');
}

const MOST = 100;

export function inspect(value: unknown, depth = 0, seen: readonly unknown[] = []): string {
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol') return value.toString();
  if (typeof value === 'function')
    return `[${value.name ? `Function: ${value.name}` : 'Function (anonymous)'}]`;
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  if (value instanceof Error)
    return depth === 0 ? `${value.name}: ${value.message}` : `[${value.name}: ${value.message}]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (seen.includes(value)) return '[Circular *1]';
  const name = Object.getPrototypeOf(value)?.constructor?.name ?? '[Object: null prototype]';
  if (depth > 2 && Object.keys(value).length > 0) return Array.isArray(value) ? '[Array]' : `[${name}]`;
  const show = (item: unknown) => inspect(item, depth + 1, [...seen, value]);
  const around = (prefix: string, items: string[], [open, close] = ['{', '}']) => {
    const more = items.length > MOST ? [...items.slice(0, MOST), `... ${items.length - MOST} more`] : items;
    return `${prefix}${open}${more.length > 0 ? ` ${more.join(', ')} ` : ''}${close}`;
  };
  if (Array.isArray(value)) return around('', value.map(show), ['[', ']']);
  if (value instanceof Map)
    return around(
      `Map(${value.size}) `,
      [...value].map(([key, item]) => `${show(key)} => ${show(item)}`),
    );
  if (value instanceof Set) return around(`Set(${value.size}) `, [...value].map(show));
  const entries = Object.entries(value).map(
    ([key, item]) => `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : inspect(key)}: ${show(item)}`,
  );
  return around(name === 'Object' ? '' : `${name} `, entries);
}
