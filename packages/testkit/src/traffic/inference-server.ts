import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A tensor of the Open Inference Protocol v2. */
export interface InferenceTensor {
  name: string;
  shape: number[];
  datatype: string;
  data: unknown[];
}

/** What the server pretends to be; every field can change while it runs. */
export interface InferenceServerState {
  model: string;
  /** `model_version` of answers. */
  version: string;
  /** Whether server and model say they are ready. */
  ready: boolean;
  /** What `GET /v2` and `GET /v2/models/M` tell besides names. */
  serverMetadata: Record<string, unknown>;
  modelMetadata: Record<string, unknown>;
  /** The model; what it throws is answered with 500. */
  infer: (inputs: InferenceTensor[]) => InferenceTensor[];
  /** Milliseconds before each answer of the model. */
  delayMs: number;
  /** Last word on the text of an answer, for servers that write what JSON does not allow. */
  spoil: (text: string) => string;
}

/** A running server. */
export interface InferenceServer {
  url: string;
  state: InferenceServerState;
  /** `METHOD path` of every request, oldest first. */
  requests: string[];
  close(): Promise<void>;
}

/** Starts a server of the Open Inference Protocol v2 with one model: health, metadata, inference, errors as `{"error"}`. */
export async function startInferenceServer(
  state: Partial<InferenceServerState> & Pick<InferenceServerState, 'model' | 'infer'>,
): Promise<InferenceServer> {
  const full: InferenceServerState = {
    version: '1',
    ready: true,
    serverMetadata: {},
    modelMetadata: {},
    delayMs: 0,
    spoil: (text) => text,
    ...state,
  };
  const requests: string[] = [];
  const server = createServer((incoming, outgoing) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    answer(full, incoming, outgoing).catch((error: Error) => send(outgoing, 500, { error: error.message }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state: full,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(state: InferenceServerState, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const model = `/v2/models/${encodeURIComponent(state.model)}`;
  const body = await readText(incoming);
  const route = `${incoming.method} ${incoming.url}`;
  if (route === 'GET /v2/health/live') return send(outgoing, 200, {});
  if (route === 'GET /v2/health/ready' || route === `GET ${model}/ready`)
    return send(outgoing, state.ready ? 200 : 503, {});
  if (route === 'GET /v2')
    return send(outgoing, 200, { name: 'inference-server', version: '0', ...state.serverMetadata });
  if (route === `GET ${model}`)
    return send(outgoing, 200, { name: state.model, versions: [state.version], ...state.modelMetadata });
  if (route !== `POST ${model}/infer`) return send(outgoing, 404, { error: `no ${route}` });
  if (state.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, state.delayMs));
  const request = parse(body);
  if (request === null) return send(outgoing, 400, { error: 'expected {"inputs":[…]}' });
  const outputs = state.infer(request.inputs);
  const text = JSON.stringify({ model_name: state.model, model_version: state.version, id: request.id, outputs });
  outgoing.writeHead(200, { 'content-type': 'application/json' });
  outgoing.end(state.spoil(text));
}

function parse(body: string): { id?: string; inputs: InferenceTensor[] } | null {
  try {
    const request = JSON.parse(body) as { id?: string; inputs: InferenceTensor[] };
    return Array.isArray(request.inputs) ? request : null;
  } catch {
    return null;
  }
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function send(outgoing: ServerResponse, status: number, body: object): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify(body));
}
