import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const script = join(__dirname, '../../website/build/crawl.mjs');

describe('the crawl of the site', () => {
  let site: string;
  beforeEach(() => {
    site = mkdtempSync(join(tmpdir(), 'rxjs-smartpoll-'));
  });
  afterEach(() => {
    rmSync(site, { recursive: true, force: true });
  });

  const crawl = (files: Record<string, string>, base = '/') => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(site, name)), { recursive: true });
      writeFileSync(join(site, name), content);
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, site], {
      encoding: 'utf8',
      env: { ...process.env, DOCS_BASE: base },
    });
    return status === 0 ? stdout.trim() : stderr;
  };
  const other = '<h1 id="here">Other</h1>';

  it('should follow links, anchors and pictures, relative and not', () => {
    const page =
      '<a href="./other">a</a><a href="/other.html#here">b</a><a href="#top">c</a><p id="top"></p>' +
      '<img src="/a.svg"><source srcset="a.svg 1x, /a.svg 2x"><a href="https://example.org/?a=1&amp;b=2">d</a>';
    expect(crawl({ 'index.html': page, 'other.html': other, 'a.svg': '' })).toBe(
      '2 pages, 7 links, none of them broken',
    );
  });

  it('should know the path at which the site will be', () => {
    const files = { 'index.html': '<a href="/base/other">a</a>', 'other.html': other };
    expect(crawl(files, '/base/')).toContain('none of them broken');
    expect(crawl({ 'index.html': '<a href="/other">a</a>' }, '/base/')).toContain('/other is outside /base/');
  });

  it.each([
    ['<a href="/nowhere">a</a>', 'index.html: /nowhere is not there'],
    ['<a href="other#nowhere">a</a>', 'other#nowhere has no such anchor'],
    ['<a href="#nowhere">a</a>', '#nowhere has no such anchor'],
    ['<img src="missing.png">', 'missing.png is not there'],
    ['<source srcset="missing.svg 2x">', 'missing.svg is not there'],
    ['<script src="https://example.org/x.js"></script>', 'https://example.org/x.js is loaded from elsewhere'],
    ['<link rel="stylesheet" href="//example.org/x.css">', '//example.org/x.css is loaded from elsewhere'],
  ])('should find what is wrong in %s', (page, complaint) => {
    expect(crawl({ 'index.html': page, 'other.html': other })).toContain(complaint);
  });

  it('should find a font from elsewhere in a style sheet', () => {
    expect(
      crawl({ 'index.html': '', 'a.css': '@font-face{src:url("https://example.org/a.woff2")}' }),
    ).toContain('a.css: https://example.org/a.woff2 is loaded from elsewhere');
  });

  it('should not take code for links', () => {
    const page =
      '<script>"<a href=\\"/nowhere\\">"</script><pre>&lt;a href="/nowhere"&gt;</pre><!-- <img src="x"> -->';
    expect(crawl({ 'index.html': page })).toContain('none of them broken');
  });
});
