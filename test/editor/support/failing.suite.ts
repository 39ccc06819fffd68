import assert from 'node:assert/strict';

// Proves that a failure in an extension host fails the run outside of it.
suite('a suite that fails', () => {
  test('passes once', () => {
    assert.equal(1, 1);
  });

  test('and fails on purpose', () => {
    assert.equal(1, 2);
  });
});
