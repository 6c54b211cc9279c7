/** The text of any value: an error's message, the JSON of other objects, which else all look the same. Never throws. */
export function textOf(value: any): string {
  try {
    return value?.message ?? (typeof value === 'object' ? JSON.stringify(value) : String(value));
  } catch {
    return typeof value;
  }
}
