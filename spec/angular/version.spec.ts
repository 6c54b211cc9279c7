import { expect, it } from '@jest/globals';
import { VERSION } from '@angular/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

it('should be tested with the Angular that is asked for', () => {
  const modules = process.env['ANGULAR'] ?? join(__dirname, '../../node_modules');
  const manifest = JSON.parse(readFileSync(join(modules, '@angular/core/package.json'), 'utf8'));
  expect(VERSION.full).toBe(manifest.version);
  expect(VERSION.major).toBe(process.env['ANGULAR'] === undefined ? '21' : '22');
});
