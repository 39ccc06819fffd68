import { failures } from '../../shared/errors.ts';
import type { DocumentParams, DocumentText } from '../../shared/protocol.ts';
import { agentIdOf, renderAgent } from '../language/agentDocument.ts';
import type { Deps } from './deps.ts';
import { findAgent, viewOf } from './fleet.ts';

/** The text of an agent's page. */
export function showDocument(deps: Deps, { uri }: DocumentParams): DocumentText {
  const agentId = agentIdOf(uri);
  if (agentId === null) {
    throw failures.invalidInput(
      'uri: is not the address of an agent',
      'Open agents from the tree.',
    );
  }
  return { text: renderAgent(viewOf(deps, findAgent(deps, agentId))) };
}
