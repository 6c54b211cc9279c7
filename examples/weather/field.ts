/** The value at `path` of a parsed JSON answer, if it is of that type; else a `TypeError` that names the path. */
export function field(body: unknown, path: string, type: 'number'): number;
export function field(body: unknown, path: string, type: 'string'): string;
export function field(body: unknown, path: string, type: string): unknown {
  const value = path
    .split('.')
    .reduce<unknown>((part, name) => (part as Record<string, unknown> | null | undefined)?.[name], body);
  if (typeof value !== type) throw new TypeError(`${path} should be a ${type}, got ${JSON.stringify(value)}`);
  return value;
}
