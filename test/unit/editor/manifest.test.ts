import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { everydayTools } from '../../../client/mcp/tools/everydayTools.ts';

const root = join(import.meta.dirname, '../../..');

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(root, name), 'utf8'));
}

interface Manifest {
  contributes: {
    mcpServerDefinitionProviders: { id: string }[];
    languageModelTools: {
      name: string;
      displayName: string;
      userDescription: string;
      modelDescription: string;
      inputSchema: unknown;
    }[];
  };
}

suite('the manifest: what models are offered', () => {
  const { contributes } = readJson('package.json') as Manifest;
  const words = readJson('package.nls.json') as Record<string, string>;

  test('the everyday tools are told as they are, and in words for people', () => {
    const { languageModelTools: told } = contributes;
    assert.deepEqual(
      told.map(({ name, modelDescription, inputSchema }) => [name, modelDescription, inputSchema]),
      everydayTools.map(({ name, description, input }) => [
        `watchstander_${name}`,
        description,
        input,
      ]),
    );
    for (const { displayName, userDescription } of told) {
      for (const key of [displayName, userDescription]) assert.ok(words[key.slice(1, -1)], key);
    }
  });

  test('the MCP server is offered by the name that its provider has', () => {
    assert.deepEqual(
      contributes.mcpServerDefinitionProviders.map(({ id }) => id),
      ['watchstander'],
    );
  });
});
