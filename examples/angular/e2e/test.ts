import type { BrowserContextOptions } from 'playwright-core';
import type { Dashboard } from './dashboard.js';
import type { Stage } from './stage.js';

/** What a test gets: a page of its own, loaded and live unless it says otherwise, and the servers behind it. */
export interface Scene extends Stage {
  readonly dashboard: Dashboard;
}

/** A test in a browser. */
export interface Test {
  readonly name: string;
  readonly context?: BrowserContextOptions;
  /** What happens before the page is loaded. */
  readonly before?: (stage: Stage) => unknown;
  /** Whether requests fail in it, of which browsers tell in the console. */
  readonly breaks?: boolean;
  readonly run: (scene: Scene) => Promise<void>;
}
