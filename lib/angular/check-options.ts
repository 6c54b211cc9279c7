import { isFunction } from '../config/kinds.js';
import { isOneOf, type Rule } from '../config/rules.js';
import { checkObject } from '../config/validate.js';
import type { InjectSmartPollOptions } from './inject-smart-poll-options.js';

const OPTIONS: Record<keyof InjectSmartPollOptions, Rule> = {
  injector: ['an Injector', (value) => isFunction(value?.get)],
  start: isOneOf('now', 'manual', 'afterNextRender'),
  server: isOneOf('off', 'first'),
};

/** @throws TypeError naming the first option that is wrong (4.8) */
export function checkOptions(options: InjectSmartPollOptions): void {
  checkObject('options', options, OPTIONS);
}
