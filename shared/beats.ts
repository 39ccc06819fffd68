/** How often both sides say that they live, and when a silence means something. */
export const beats = {
  periodMs: 5_000,
  closedMs: 60_000,
  missedAnswers: 3,
} as const;

export interface BeatParams {
  readonly sequence: number;
  readonly event_loop_delay_p50_ms?: number | undefined;
  readonly event_loop_delay_p99_ms: number;
  readonly rss_bytes: number;
  /** Of one core, since the beat before. */
  readonly cpu_percent?: number | undefined;
}

export interface BeatResult {
  readonly epoch: number;
  readonly event_loop_delay_p99_ms: number;
  readonly rss_bytes: number;
  readonly last_fsync_age_ms: number | null;
}
