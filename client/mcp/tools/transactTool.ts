import { admitRequestId } from '../../../shared/admission.ts';
import { transactionBounds, type OperationResult } from '../../../shared/edits.ts';
import { failures, WatchstanderError } from '../../../shared/errors.ts';
import { checkInStep } from './checkInTools.ts';
import { choice, list, object, text } from './jsonSchema.ts';
import { archiveStep, pauseStep, resumeStep } from './lifecycleTools.ts';
import { metadataStep } from './metadataTool.ts';
import { transactResult } from './results.ts';
import type { Step, ToStep } from './step.ts';
import { changes, type Tool } from './tool.ts';
import type { ToolArguments } from './toolArguments.ts';

const steps: ReadonlyMap<string, ToStep> = new Map<string, ToStep>([
  ['process_agent_update', checkInStep],
  ['update_agent_metadata', metadataStep],
  ['pause_agent', pauseStep],
  ['resume_agent', resumeStep],
  ['archive_agent', archiveStep],
]);

const most = transactionBounds.operations;
const again = 'Correct it and send all operations again; nothing was changed.';

export const transact: Tool = {
  name: 'transact',
  title: 'Change several agents at once',
  description:
    'Does several operations on one or more agents, in order, all or none, durable together. Each ' +
    'has a tool and the arguments that tool takes, expected_version too. The first failure is that of ' +
    'the whole, with its index, and nothing is changed. With request_id a repeated call counts once.',
  input: object(
    {
      operations: list(
        object({
          tool: choice([...steps.keys()]),
          arguments: { type: 'object', description: 'As that tool takes them, without request_id' },
        }),
        `1 to ${most}, in the order in which they apply`,
      ),
      request_id: text('Makes a repeated call count once'),
    },
    ['request_id'],
  ),
  output: transactResult,
  annotations: changes,
  async run(given, { sidecar }) {
    const taken = readSteps(given['operations']);
    const request_id = admitRequestId(given['request_id']);
    const { results } = await sidecar.request('watchstander/transact', {
      operations: taken.map(({ operation }) => operation),
      ...(request_id === undefined ? {} : { request_id }),
    });
    return { success: true, results: results.map((result, at) => answerOf(taken[at], result)) };
  },
};

/** @throws WatchstanderError INVALID_INPUT or TOO_LARGE, of an operation with its index. */
function readSteps(given: unknown): Step[] {
  if (!Array.isArray(given) || given.length === 0 || given.length > most) {
    throw failures.invalidInput(`operations: must be an array of 1 to ${most} operations`, again);
  }
  return given.map((operation: unknown, index) => {
    try {
      return readStep(operation);
    } catch (error) {
      if (!(error instanceof WatchstanderError)) throw error;
      const { code, message, nextStep } = error;
      throw new WatchstanderError(code, `operations[${index}]: ${message}`, nextStep, { index });
    }
  });
}

function readStep(operation: unknown): Step {
  const { tool, arguments: given } = isArguments(operation) ? operation : {};
  const toStep = typeof tool === 'string' ? steps.get(tool) : undefined;
  if (toStep === undefined) {
    throw failures.invalidInput(`tool: must be one of ${[...steps.keys()].join(', ')}`, again);
  }
  if (!isArguments(given)) throw failures.invalidInput('arguments: must be an object', again);
  if (given['request_id'] !== undefined) {
    throw failures.invalidInput(
      'request_id: a transaction has one for all its operations',
      'Give request_id beside operations, or leave it out.',
    );
  }
  return toStep(given);
}

function isArguments(value: unknown): value is ToolArguments {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The sidecar answers each operation in its kind. */
function answerOf(step: Step | undefined, result: OperationResult): Record<string, unknown> {
  if (step === undefined) throw new Error('There is an answer without an operation.');
  return step.answer(result as never);
}
