import { join } from 'node:path';
import { homeLayout } from '../../shared/home.ts';
import { DisposableStore, type Disposable } from '../../shared/lifecycle.ts';
import type { AlertWatch } from '../watches/alertWatch.ts';
import type { Hub } from '../broadcast/hub.ts';
import type { FleetView } from './fleetView.ts';
import { documentUri } from '../language/agentDocument.ts';
import { AgentDocuments } from '../language/agentDocuments.ts';
import { diagnoseDamage } from '../language/storeDamage.ts';
import { PolicyDocuments } from '../language/policyDocuments.ts';
import type { LivePolicy } from '../policy/livePolicy.ts';
import type { Session } from '../socket/session.ts';
import type { WindowLine } from '../socket/windowLine.ts';
import type { Store } from '../store/port.ts';
import { WindowDocuments } from './windowDocuments.ts';

export interface WindowSources {
  readonly home: string;
  readonly hub: Hub;
  readonly policy: LivePolicy;
  readonly alerts: AlertWatch;
  readonly store: Store;
  readonly fleet: FleetView;
}

export type FeedWindow = typeof feedWindow;

/** Tells a window, from when it is ready to its end, whatever it has not to ask for. */
export function feedWindow(
  session: Session,
  window: WindowLine,
  { home, hub, policy, alerts, store, fleet }: WindowSources,
): Disposable {
  const life = new DisposableStore();
  const path = join(home, homeLayout.policy);
  const publish = window.publishDiagnostics;
  const falseAlarms = () => alerts.falseAlarms;
  const place = { path, disk: policy, falseAlarms, publish };
  const agents = new AgentDocuments({
    agent: (agentId) => fleet.agent(agentId),
    judging: (agentId) => fleet.judging(agentId),
    unattendedAlert: (agentId) => alerts.unattended(agentId),
  });
  window.serveDocuments(new WindowDocuments(life.add(new PolicyDocuments(place)), agents));
  const tellPolicy = (): void => session.notify('watchstander/policyChanged', policy.state);
  life.add(policy.onChanged(tellPolicy));
  tellPolicy();
  const tellStore = (): void => {
    const { read_only, error } = store.health();
    session.notify('watchstander/storeChanged', { read_only, error });
  };
  life.add(store.onObstacle(tellStore));
  tellStore();
  const { damage } = store.health();
  session.notify('watchstander/storeDamaged', { damage });
  for (const one of damage) {
    const diagnosed = diagnoseDamage(one);
    if (diagnosed !== null) publish(diagnosed.uri, [diagnosed.diagnostic]);
  }
  life.add(
    hub.subscribe({
      fleetChanged: (change) => session.notify('watchstander/fleetChanged', change),
      diagnosticsChanged: (agentId, diagnostics) => publish(documentUri(agentId), diagnostics),
    }),
  );
  life.add(
    alerts.subscribe(session.id, {
      alertsChanged: (change) => session.notify('watchstander/alertsChanged', change),
      toast: (toast) => session.notify('watchstander/toast', toast),
    }),
  );
  return life;
}
