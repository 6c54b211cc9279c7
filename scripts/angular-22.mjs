// Runs the Angular specs, and those of spec/angular-22, with Angular 22: node scripts/angular-22.mjs [ARGUMENTS OF JEST]
import { spawnSync } from 'node:child_process';
import { angular22 } from './node-22.mjs';

const { modules, node } = angular22();
const jest = ['node_modules/jest/bin/jest.js', ...process.argv.slice(2), '--selectProjects', 'angular'];
const { status } = spawnSync(node, jest, { stdio: 'inherit', env: { ...process.env, ANGULAR: modules } });
process.exitCode = status ?? 1;
