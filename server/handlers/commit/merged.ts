import type { Merge, Merged } from '../../../shared/edits.ts';
import type { Json } from '../../store/port.ts';

/** What an edit was merged with is kept beside it, so that a repeated request is told the same. */
export function asRemark(merge: Merge): Json {
  // It holds nothing but JSON, which its interface cannot say.
  return merge as unknown as Json;
}

export function mergedOf(remark: Json | undefined): Merged {
  return remark === undefined ? {} : { merged: true, merge: remark as unknown as Merge };
}
