import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PolicyDocuments } from '../../../server/language/policyDocuments.ts';
import { Emitter } from '../../../shared/lifecycle.ts';
import type { PolicyFault } from '../../../shared/policy/policyFault.ts';
import { readPolicy } from '../../../shared/policy/readPolicy.ts';

const path = join(import.meta.dirname, 'a home (1) & @x', 'policy.json');
const uri = pathToFileURL(path).toString();
const bad = '{"zebra":1}';
const worse = '{"zebra":1,"lion":2}';

/** A window with the file on disk, and what it was told: how many problems the file has. */
function onStage(onDisk: string) {
  const changed = new Emitter<undefined>();
  const disk = {
    faults: readPolicy(onDisk).faults as readonly PolicyFault[],
    onChanged: (listener: () => void) => changed.event(listener),
  };
  const told: number[] = [];
  const documents = new PolicyDocuments({
    path,
    disk,
    falseAlarms: () => ({}),
    publish: (at, diagnostics) => {
      assert.equal(at, uri);
      told.push(diagnostics.length);
    },
  });
  const write = (text: string): void => {
    disk.faults = readPolicy(text).faults;
    changed.fire(undefined);
  };
  return { documents, told, write };
}

suite('the policy file in one window', () => {
  test('problems on disk are told without anybody opening it', () => {
    const { told, write } = onStage(bad);
    write(worse);
    write('{}');
    assert.deepEqual(told, [1, 2, 0]);
  });

  test('while nothing is wrong nothing is told', () => {
    const { told, write, documents } = onStage('{}');
    write('{ }');
    documents.opened(uri, '{}');
    documents.closed(uri);
    assert.deepEqual(told, []);
  });

  test('while it is open the text of the window counts', () => {
    const { told, write, documents } = onStage('{}');
    documents.opened(uri, bad);
    documents.opened(uri, worse);
    write('{ }');
    documents.closed(uri);
    assert.deepEqual(told, [1, 2, 2, 0]);
  });

  test('an editor may escape the address in its own way', () => {
    const { told, documents } = onStage('{}');
    const escaped = uri.replaceAll('(', '%28').replaceAll(')', '%29').replaceAll('@', '%40');
    documents.opened(escaped, bad);
    assert.deepEqual(told, [1]);
  });

  test('other documents are not looked at', () => {
    const { told, documents } = onStage('{}');
    const start = { line: 0, character: 3 };
    for (const other of [
      'file:///x/policy.json',
      'watchstander:/agents/a',
      'no address',
      'file:///%',
    ]) {
      documents.opened(other, bad);
      assert.equal(documents.hover(other, start), null);
      assert.deepEqual(documents.complete(other, start), []);
      assert.deepEqual(documents.fix(other, { start, end: start }), []);
      assert.deepEqual(documents.format(other, { tabSize: 2, insertSpaces: true }), []);
      documents.closed(other);
    }
    assert.deepEqual(told, []);
  });

  test('what it answers is about the text of the window', () => {
    const { documents } = onStage('{}');
    const at = { line: 0, character: 3 };
    assert.equal(documents.hover(uri, at), null);
    documents.opened(uri, '{"hooks":{}}');
    assert.notEqual(documents.hover(uri, at), null);
    assert.equal(documents.complete(uri, { line: 0, character: 10 }).length, 2);
    assert.ok(documents.format(uri, { tabSize: 2, insertSpaces: true }).length > 0);
  });

  test('after its end nothing is told', () => {
    const { told, write, documents } = onStage('{}');
    documents.dispose();
    write(bad);
    assert.deepEqual(told, []);
  });
});
