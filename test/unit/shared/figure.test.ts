import assert from 'node:assert/strict';
import fc from 'fast-check';
import { showFigure as showInSentence } from '../../../server/governance/numbers.ts';
import { showFigure } from '../../../shared/figure.ts';
import { propertyCases } from '../../support/propertyCases.ts';

suite('figures', () => {
  test('one under a limit never reads as having reached it', () => {
    assert.deepEqual([0.599, 0.6, 0.299999].map(showFigure), ['0.59', '0.60', '0.29']);
  });

  test('one reads the same in a sentence of the server and beside it', () => {
    const values = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(values, (value) => assert.equal(showFigure(value), showInSentence(value))),
      propertyCases(500),
    );
  });
});
