import { list, type Listed } from './examples/list.js';

export interface Example extends Listed {
  readonly code: string;
}

const codes = import.meta.glob('./examples/*.ts', { query: '?raw', import: 'default', eager: true });

export const examples: readonly Example[] = list.map((listed) => ({
  ...listed,
  code: codes[`./examples/${listed.name}.ts`] as string,
}));

export const exampleNamed = (name: string): Example | undefined =>
  examples.find((example) => example.name === name);
