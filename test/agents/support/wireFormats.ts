import type { Step } from './script.ts';

/**
 * How three providers say the same over HTTP. Only what their programs insist on: found by running
 * the programs, not by reading the providers' documents.
 */

export interface Reply {
  readonly contentType: string;
  readonly body: string;
}

export interface WireFormat {
  readonly matches: (url: string) => boolean;
  /** Requests without tools are for titles and the like: they take no step of the script. */
  readonly hasTools: (body: Readonly<Record<string, unknown>>) => boolean;
  readonly reply: (step: Step, turn: number) => Reply;
}

const usage = { input_tokens: 10, output_tokens: 10 };

const anthropic: WireFormat = {
  matches: (url) => url.startsWith('/v1/messages') && !url.includes('count_tokens'),
  hasTools: ({ tools }) => isFilled(tools),
  reply: ({ text, calls = [] }, turn) => {
    const message = { id: `msg_${turn}`, type: 'message', role: 'assistant', model: 'scripted' };
    const start = { ...message, content: [], stop_reason: null, stop_sequence: null, usage };
    const blocks = [
      ...(text === undefined ? [] : textBlock(text)),
      ...calls.flatMap(({ tool, input }, at) => toolBlock(`toolu_${turn}_${at}`, tool, input)),
    ];
    const stop_reason = calls.length > 0 ? 'tool_use' : 'end_turn';
    return sse([
      { type: 'message_start', message: start },
      ...blocks.map((event, at) => ({ ...event, index: Math.floor(at / 3) })),
      { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage },
      { type: 'message_stop' },
    ]);
  },
};

type Event = Readonly<Record<string, unknown>> & { readonly type: string };

function textBlock(text: string): Event[] {
  return [
    { type: 'content_block_start', content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', delta: { type: 'text_delta', text } },
    { type: 'content_block_stop' },
  ];
}

function toolBlock(id: string, name: string, input: unknown): Event[] {
  const delta = { type: 'input_json_delta', partial_json: JSON.stringify(input) };
  return [
    { type: 'content_block_start', content_block: { type: 'tool_use', id, name, input: {} } },
    { type: 'content_block_delta', delta },
    { type: 'content_block_stop' },
  ];
}

const openai: WireFormat = {
  matches: (url) => url.startsWith('/v1/responses'),
  hasTools: ({ tools, input }) =>
    isFilled(tools) || JSON.stringify(input ?? '').includes('"additional_tools"'),
  reply: ({ text, calls = [] }, turn) => {
    const said = text === undefined ? [] : [messageItem(`m_${turn}`, text)];
    const called = calls.map(({ tool, input, namespace }, at) => ({
      type: 'function_call',
      id: `fc_${turn}_${at}`,
      call_id: `call_${turn}_${at}`,
      name: tool,
      ...(namespace === undefined ? {} : { namespace }),
      arguments: JSON.stringify(input),
      status: 'completed',
    }));
    const output = [...said, ...called];
    const response = { id: `resp_${turn}`, object: 'response', model: 'scripted' };
    const all = {
      input_tokens_details: { cached_tokens: 0 },
      output_tokens_details: { reasoning_tokens: 0 },
    };
    return sse([
      { type: 'response.created', response: { ...response, status: 'in_progress', output: [] } },
      ...output.map((item, output_index) => ({
        type: 'response.output_item.done',
        output_index,
        item,
      })),
      {
        type: 'response.completed',
        response: {
          ...response,
          status: 'completed',
          output,
          usage: { ...usage, ...all, total_tokens: 20 },
        },
      },
    ]);
  },
};

function messageItem(id: string, text: string) {
  const content = [{ type: 'output_text', text, annotations: [] }];
  return { type: 'message', role: 'assistant', id, status: 'completed', content };
}

const google: WireFormat = {
  matches: (url) => url.includes(':streamGenerateContent') || url.includes(':generateContent'),
  hasTools: ({ tools }) => isFilled(tools),
  reply: ({ text, calls = [] }, turn) => {
    const parts = [
      ...(text === undefined ? [] : [{ text }]),
      ...calls.map(({ tool, input }, at) => ({
        functionCall: { id: `call_${turn}_${at}`, name: tool, args: input },
      })),
    ];
    const chunk = {
      candidates: [{ index: 0, content: { role: 'model', parts }, finishReason: 'STOP' }],
      usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 10, totalTokenCount: 20 },
      modelVersion: 'scripted',
      responseId: `r${turn}`,
    };
    return { contentType: 'text/event-stream', body: `data: ${JSON.stringify(chunk)}\n\n` };
  },
};

export const wireFormats: readonly WireFormat[] = [anthropic, openai, google];

function isFilled(tools: unknown): boolean {
  return Array.isArray(tools) && tools.length > 0;
}

function sse(events: readonly Event[]): Reply {
  const body = events
    .map((event, at) => ({ ...event, sequence_number: at }))
    .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
  return { contentType: 'text/event-stream', body };
}
