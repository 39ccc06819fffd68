import { admitAgentId } from '../../../shared/admission.ts';
import { tagBounds, type MetadataResult } from '../../../shared/edits.ts';
import { failures } from '../../../shared/errors.ts';
import { count, flag, list, object, text } from './jsonSchema.ts';
import { metadataEditResult } from './results.ts';
import { readBase, type ToStep } from './step.ts';
import { anAgent, changes, type Tool } from './tool.ts';
import { readFlag, readText, type ToolArguments } from './toolArguments.ts';

export const updateMetadata: Tool = {
  name: 'update_agent_metadata',
  title: 'Edit tags and notes',
  description:
    'Replaces the tags of an agent, and replaces its notes or, with append_notes, adds to them; what ' +
    'is not given stays. With expected_version, an edit of something that somebody else changed ' +
    'meanwhile is merged where that is safe (the result says merged: true and with what): tags as ' +
    'sets, appended notes in order. Anything else is CONFLICT with the current version; read the ' +
    'agent again then.',
  input: object(
    {
      agent_id: anAgent,
      tags: list(
        text(),
        `All of them; at most ${tagBounds.count} of ${tagBounds.codePoints} characters`,
      ),
      notes: text('For people and other agents to read, at most 500 characters in all'),
      append_notes: flag('Put notes behind those that are there'),
      expected_version: count('The version that this edit is based on'),
    },
    ['tags', 'notes', 'append_notes', 'expected_version'],
  ),
  output: metadataEditResult,
  annotations: changes,
  async run(given, { sidecar }) {
    return edited(await sidecar.request('watchstander/metadata', readEdit(given)));
  },
};

export const metadataStep: ToStep<MetadataResult> = (given) => ({
  operation: { kind: 'metadata', ...readEdit(given) },
  answer: edited,
});

function readEdit(given: ToolArguments) {
  const agent_id = admitAgentId(given['agent_id']);
  const tags = readTags(given);
  const notes = readText(given, 'notes');
  const append_notes = readFlag(given, 'append_notes');
  return {
    agent_id,
    ...(tags === undefined ? {} : { tags }),
    ...(notes === undefined ? {} : { notes, append_notes }),
    ...readBase(given),
  };
}

function readTags({ tags }: ToolArguments): readonly string[] | undefined {
  if (tags === undefined) return undefined;
  if (Array.isArray(tags) && tags.length <= tagBounds.count) {
    const texts = tags.filter((tag) => typeof tag === 'string');
    if (texts.length === tags.length) return texts;
  }
  throw failures.invalidInput(
    `tags: must be an array of at most ${tagBounds.count} strings`,
    'Correct it and call the tool again; nothing was changed.',
  );
}

function edited(result: MetadataResult): Record<string, unknown> {
  return { success: true, ...result };
}
