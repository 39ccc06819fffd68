import assert from 'node:assert/strict';
import type { Message } from 'vscode-jsonrpc/node';
import { DocumentGate } from '../../../../client/editor/connection/documentGate.ts';

const policy = 'file:///home/policy.json';
const large = 'x'.repeat(300 * 1024);

function note(method: string, params: object): Message {
  return { jsonrpc: '2.0', method, params } as Message;
}

function opened(text: string, uri = policy): Message {
  const textDocument = { uri, languageId: 'watchstander-policy', version: 1, text };
  return note('textDocument/didOpen', { textDocument });
}

function changed(text: string, uri = policy): Message {
  const textDocument = { uri, version: 2 };
  return note('textDocument/didChange', { textDocument, contentChanges: [{ text }] });
}

function closed(uri = policy): Message {
  return note('textDocument/didClose', { textDocument: { uri } });
}

/** What leaves, in short: the method, and the text if there is one. */
function sent(messages: readonly Message[]): string[] {
  const gate = new DocumentGate(policy);
  return messages
    .map((message) => gate.pass(message))
    .filter((message) => message !== null)
    .map((message) => {
      const { method, params } = message as Message & {
        method: string;
        params: {
          textDocument?: { uri: string; text?: string };
          contentChanges?: { text: string }[];
        };
      };
      const text = params.textDocument?.text ?? params.contentChanges?.[0]?.text ?? '';
      return `${method.split('/').at(-1) ?? ''} ${text}`.trim();
    });
}

suite('what of documents leaves the editor', () => {
  test('the policy file, from its opening to its close', () => {
    const messages = [opened('{}'), changed('{ }'), closed()];
    const gate = new DocumentGate(policy);
    assert.deepEqual(
      messages.map((message) => gate.pass(message)),
      messages,
    );
  });

  test('no other document, whatever its scheme', () => {
    for (const uri of ['watchstander:/agents/a', 'file:///home/policy.json.bak', 'untitled:x']) {
      assert.deepEqual(sent([opened('secret', uri), changed('secret', uri), closed(uri)]), []);
    }
  });

  test('nothing above 256 KiB, and the rest again once it fits', () => {
    const messages = [opened(large), changed(large), changed('{}'), changed(large), changed(large)];
    const after = [changed('{ }'), closed(), closed()];
    assert.deepEqual(sent([...messages, ...after]), [
      'didOpen {}',
      'didClose',
      'didOpen { }',
      'didClose',
    ]);
  });

  test('what is measured is what goes over the wire', () => {
    const short = '\u0001'.repeat(60 * 1024);
    assert.deepEqual(sent([opened(short)]), []);
    assert.deepEqual(sent([opened('é'.repeat(120 * 1024))]).length, 1);
    assert.deepEqual(sent([opened('é'.repeat(140 * 1024))]), []);
  });

  test('an opening in the place of a change is whole', () => {
    const gate = new DocumentGate(policy);
    gate.pass(opened(large));
    assert.deepEqual(gate.pass(changed('{}')), {
      jsonrpc: '2.0',
      method: 'textDocument/didOpen',
      params: { textDocument: { uri: policy, languageId: 'jsonc', version: 2, text: '{}' } },
    });
  });

  test('everything that is not about documents passes', () => {
    const request = { jsonrpc: '2.0', id: 1, method: 'watchstander/status', params: {} } as Message;
    const answer = { jsonrpc: '2.0', id: 2, result: null } as Message;
    const gate = new DocumentGate(policy);
    for (const message of [request, answer]) assert.equal(gate.pass(message), message);
  });
});
