const use = require('./use.cjs');

it('should work', () => use(require('rxjs'), require('rxjs-smartpoll'), require('rxjs-smartpoll/timeline')));
