// What Angular 22 needs and the root of the project lacks.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { install } from './install.mjs';

const folder = resolve('spec/angular-22');

/** Angular 22 takes ^22.22.3, ^24.15.0 and 26 or later. */
const isNewEnough = () => {
  const [major, minor, patch] = process.versions.node.split('.').map(Number);
  if (major === 22) return minor > 22 || (minor === 22 && patch >= 3);
  return major === 24 ? minor >= 15 : major >= 26;
};

/**
 * Installs the packages of spec/angular-22 where its lock has changed.
 *
 * @returns where they are, and a Node that Angular 22 takes: this one, or else the one among them
 */
export const angular22 = () => {
  const modules = join(folder, 'node_modules');
  install(folder);
  const node = isNewEnough()
    ? process.execPath
    : join(modules, `node-${process.platform}-${process.arch}`, 'bin/node');
  if (!existsSync(node))
    throw new Error(`Angular 22 needs Node 22.22.3, 24.15 or 26, or later; this is ${process.versions.node}`);
  return { modules, node };
};
