/** Whether the playground can run a block: it says `// run` and imports nothing else. */
export function isRunnable(code: string): boolean;
/** Code as the playground's address carries it. */
export function encode(code: string): string;
