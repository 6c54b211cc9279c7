/** `value (type)`, for error messages. Never throws. */
export function describe(value: unknown): string {
  let text: string;
  try {
    text = typeof value === 'string' ? JSON.stringify(value) : String(value);
    if (text === '[object Object]') text = `an ${(value as object).constructor?.name ?? 'Object'}`;
  } catch {
    text = 'an object without a text';
  }
  return `${text} (${value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value})`;
}
