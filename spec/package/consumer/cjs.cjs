require('./required.cjs')();
