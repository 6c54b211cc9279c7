// What of a browser the tests of pictures and of pageHidden and offline look at.
const { JSDOM } = require('jsdom');

const { window } = new JSDOM('', { url: 'http://localhost', pretendToBeVisual: true });
for (const name of ['window', 'document', 'navigator', 'Event', 'DOMParser'])
  Object.defineProperty(globalThis, name, {
    value: window[name] ?? window,
    configurable: true,
    writable: true,
  });
