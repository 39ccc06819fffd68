/** What a scripted model says, one step for each request of the main conversation. */
export interface Step {
  readonly text?: string;
  readonly calls?: readonly ScriptedCall[];
  /** Until it resolves the model keeps the program waiting. */
  readonly after?: () => Promise<void>;
}

export interface ScriptedCall {
  /** As the program's own model would name it. */
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Codex names the server of a tool beside it. */
  readonly namespace?: string;
}

export function say(text: string): Step {
  return { text };
}
