export { acrossTabs } from './across-tabs.js';
