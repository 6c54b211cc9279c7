// The panel in a page without a framework: npm run start:panel, then http://127.0.0.1:4300
import { servePanel } from './serve-panel.js';

const { url } = await servePanel(Number(process.env['PORT'] ?? 4300));
console.log(`The panel is at ${url}, with 5,000 keys at ${url}?keys=5000`);
