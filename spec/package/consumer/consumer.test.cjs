it('should work', require('./required.cjs'));
