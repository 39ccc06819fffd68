import process from 'node:process';
import { changeLifecycle } from './lifecycle.ts';
import { checkIn } from './checkIn.ts';
import type { Deps } from './deps.ts';
import { showDocument } from './document.ts';
import { listFleet, showAgent } from './fleet.ts';
import { listHistory } from './history.ts';
import { beatResult, status } from './status.ts';
import type { Table } from './table.ts';

/** Ties every request of the protocol to what answers it. */
export function makeTable(deps: Deps): Table {
  return {
    'watchstander/beat': (caller) => {
      caller.beat();
      return beatResult(deps);
    },
    'watchstander/checkIn': (_caller, params) => checkIn(deps, params),
    'watchstander/fleet': (_caller, params) => listFleet(deps, params),
    'watchstander/agent': (_caller, params) => showAgent(deps, params),
    'watchstander/document': (_caller, params) => showDocument(deps, params),
    'watchstander/history': (_caller, params) => listHistory(deps, params),
    'watchstander/lifecycle': (caller, params) => changeLifecycle(deps, caller, params),
    'watchstander/status': () => status(deps),
    'watchstander/stop': (_caller, { reason }) => {
      deps.retire({ reason: 'stop', message: reason });
      return { pid: process.pid };
    },
  };
}
