// What of a browser the tests of pictures and of pageHidden and offline look at.
const { JSDOM } = require('jsdom');

const { window } = new JSDOM('', { url: 'http://localhost', pretendToBeVisual: true });
const names = ['window', 'document', 'navigator', 'Event', 'DOMParser', 'Node', 'Element', 'HTMLElement'];
for (const name of names)
  Object.defineProperty(globalThis, name, {
    value: window[name] ?? window,
    configurable: true,
    writable: true,
  });
