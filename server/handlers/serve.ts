import process from 'node:process';
import { acknowledge, showAlerts } from './alerts.ts';
import { changeLifecycle } from './lifecycle.ts';
import { checkIn } from './checkIn.ts';
import type { Deps } from './deps.ts';
import { showDocument } from './document.ts';
import { listFleet, showAgent } from './fleet.ts';
import { freezeAll } from './freeze.ts';
import { listHistory } from './history.ts';
import { editAgent } from './metadata.ts';
import { hookEvent } from './hookEvent.ts';
import { listProcesses } from './processes.ts';
import { beatResult, status } from './status.ts';
import { simulate } from './simulate.ts';
import { ear, type Ears, type Table } from './table.ts';
import { showThresholds } from './thresholds.ts';
import { transact } from './transact.ts';

/** Ties every request of the protocol to what answers it. */
export function makeTable(deps: Deps): Table {
  return {
    'watchstander/beat': (caller, params) => {
      caller.beat(params);
      return beatResult(deps);
    },
    'watchstander/checkIn': (caller, params) => checkIn(deps, caller, params),
    'watchstander/fleet': (_caller, params) => listFleet(deps, params),
    'watchstander/agent': (_caller, params) => showAgent(deps, params),
    'watchstander/document': (_caller, params) => showDocument(deps, params),
    'watchstander/history': (_caller, params) => listHistory(deps, params),
    'watchstander/lifecycle': (caller, params) => changeLifecycle(deps, caller, params),
    'watchstander/metadata': (_caller, params) => editAgent(deps, params),
    'watchstander/transact': (caller, params) => transact(deps, caller, params),
    'watchstander/freeze': (caller, params) => freezeAll(deps, caller, params),
    'watchstander/hookEvent': (_caller, params) => hookEvent(deps, params),
    'watchstander/alerts': (_caller, params) => showAlerts(deps, params),
    'watchstander/acknowledge': (caller, params) => acknowledge(deps, caller, params),
    'watchstander/simulate': (_caller, params) => simulate(deps, params),
    'watchstander/thresholds': (_caller, params) => showThresholds(deps, params),
    'watchstander/status': (caller) => status(deps, caller),
    'watchstander/processes': (caller) => listProcesses(deps, caller),
    'watchstander/cleanup': (_caller, params) => deps.processes.cleanUp(params),
    'watchstander/register': async (caller, params) => ({
      record: await deps.processes.register(caller, params),
    }),
    'watchstander/stop': (_caller, { reason }) => {
      deps.retire({ reason: 'stop', message: reason });
      return { pid: process.pid };
    },
  };
}

/** Ties every report of a client to who takes note of it. */
export function makeEars(deps: Deps): Ears {
  return {
    'watchstander/focus': ear('watchstander/focus', ({ id }, focus) =>
      deps.alerts.focusChanged(id, focus),
    ),
    'watchstander/leave': ear('watchstander/leave', ({ id }) => {
      deps.alerts.leaves(id);
      deps.processes.leaves(id);
    }),
  };
}
