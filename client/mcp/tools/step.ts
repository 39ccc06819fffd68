import { admitVersion } from '../../../shared/admission.ts';
import type { Operation, OperationResult } from '../../../shared/edits.ts';
import type { ToolArguments } from './toolArguments.ts';

/** A call of a tool that changes one agent: what it asks for, and how the answer reads. */
export interface Step<R extends OperationResult = never> {
  readonly operation: Operation;
  readonly answer: (result: R) => Record<string, unknown>;
}

/** Such a tool, by itself or within a transaction. @throws WatchstanderError INVALID_INPUT, TOO_LARGE. */
export type ToStep<R extends OperationResult = never> = (given: ToolArguments) => Step<R>;

/** @throws WatchstanderError INVALID_INPUT */
export function readBase(given: ToolArguments): { expected_version?: number } {
  const expected_version = admitVersion(given['expected_version']);
  return expected_version === undefined ? {} : { expected_version };
}
