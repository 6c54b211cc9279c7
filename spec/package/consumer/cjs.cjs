const use = require('./use.cjs');

use(require('rxjs'), require('rxjs-smartpoll'), require('rxjs-smartpoll/timeline'));
