import process from 'node:process';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { systemClock } from '../../shared/clock.ts';
import type { Disposable } from '../../shared/lifecycle.ts';
import { cliFile } from '../support/shipped.ts';
import type { Member, Report } from '../../client/editor/demo/demoFleet.ts';

const periodMs = 3_000;

/** One agent of the fleet: it reports the way real ones do, through an MCP server of its own. */
export class Reporter {
  readonly member: Member;
  private readonly client: Client;
  private readonly reports: Generator<Report, never>;
  private timer: Disposable | null = null;
  private underWay: Promise<void> = Promise.resolve();

  constructor(member: Member, client: Client) {
    this.member = member;
    this.client = client;
    this.reports = member.reports();
  }

  /** Reports its past, as fast as it is taken. */
  async catchUp(): Promise<void> {
    for (let report = 0; report < this.member.past; report += 1) await this.report();
  }

  /** From now on one report every few seconds; `onFailure` hears of the first that fails. */
  goOn(onFailure: (error: Error) => void): void {
    this.timer = systemClock.every(periodMs, () => {
      this.underWay = this.report().catch((error: unknown) => {
        this.timer?.dispose();
        onFailure(error instanceof Error ? error : new Error(String(error)));
      });
    });
  }

  async close(): Promise<void> {
    this.timer?.dispose();
    await this.underWay;
    await this.client.close();
  }

  private async report(): Promise<void> {
    const given = { agent_id: this.member.id, ...this.reports.next().value };
    const result = await this.client.callTool({ name: 'process_agent_update', arguments: given });
    if (result.isError === true) {
      throw new Error(`${this.member.id}: ${JSON.stringify(result.content)}`);
    }
  }
}

/** Starts `watchstander mcp` for one agent, on the given home. */
export async function openReporter(member: Member, home: string): Promise<Reporter> {
  const client = new Client({ name: 'demonstration', version: '0' });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [cliFile, 'mcp'],
      env: { ...(process.env as Record<string, string>), WATCHSTANDER_HOME: home },
      stderr: 'ignore',
    }),
  );
  return new Reporter(member, client);
}
