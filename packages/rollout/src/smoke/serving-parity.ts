/** What is known about the version that should serve. */
export interface ExpectedServing {
  /** Version id of the candidate. */
  version: string;
  /** Framework to version at training time (`lineage.environment.frameworks`). */
  frameworks: Readonly<Record<string, string>>;
}

/** What the server told, and what of it does not fit. */
export interface ParityFindings {
  told: Record<string, string>;
  warnings: string[];
  /** The server serves other bytes than the version under rollout; null when it fits or tells nothing. */
  wrongVersion: string | null;
}

const MAX_TOLD = 50;
const DIGEST = /^(?:sha256:)?([0-9a-f]{8,64})$/;

/**
 * Compares what an OIP v2 server tells about itself (`/v2`, `/v2/models/M`, `model_version` of answers) with what was trained.
 * Only what is told is compared.
 */
export function servingParity(
  expected: ExpectedServing,
  metadata: { server: Record<string, unknown>; model: Record<string, unknown> },
  modelVersions: ReadonlySet<string>,
): ParityFindings {
  const told: Record<string, string> = {};
  for (const [prefix, values] of Object.entries(metadata)) {
    for (const key of ['name', 'version', 'platform']) {
      if (typeof values[key] === 'string') told[`${prefix}_${key}`] = values[key].slice(0, 200);
    }
  }
  const versions = [...modelVersions, ...parameterTexts(metadata.model, ['version', 'model_version', 'digest'])];
  if (versions.length > 0) told.model_version = versions[0]!.slice(0, 200);
  const runtime = { ...frameworksTold(metadata.server), ...frameworksTold(metadata.model) };
  for (const [name, version] of Object.entries(runtime).slice(0, MAX_TOLD)) told[name] = version.slice(0, 200);
  return {
    told,
    warnings: frameworkWarnings(expected.frameworks, runtime),
    wrongVersion: wrongVersionOf(expected.version, versions),
  };
}

/** A version that is a digest must be ours; a server's own count (`1`, `v3`, a date) says nothing about the bytes. */
function wrongVersionOf(expected: string, versions: readonly string[]): string | null {
  const ours = expected.replace(/^sha256:/, '');
  for (const version of versions) {
    const hex = DIGEST.exec(version)?.[1];
    const isDigest = hex !== undefined && (version.startsWith('sha256:') || /[a-f]/.test(hex) || hex.length === 64);
    if (isDigest && !ours.startsWith(hex)) return version;
  }
  return null;
}

function frameworkWarnings(trained: Readonly<Record<string, string>>, runtime: Record<string, string>): string[] {
  const normalized = new Map(Object.entries(runtime).map(([name, version]) => [normalName(name), version]));
  return Object.entries(trained).flatMap(([name, version]) => {
    const serving = normalized.get(normalName(name));
    if (serving === undefined || serving === version) return [];
    return [`the model was trained with ${name} ${version} and the candidate serves with ${name} ${serving}`];
  });
}

function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

function parametersOf(metadata: Record<string, unknown>): Record<string, unknown> {
  const { parameters } = metadata;
  return typeof parameters === 'object' && parameters !== null ? (parameters as Record<string, unknown>) : {};
}

function parameterTexts(metadata: Record<string, unknown>, keys: readonly string[]): string[] {
  const parameters = parametersOf(metadata);
  return keys.flatMap((key) => (typeof parameters[key] === 'string' ? [parameters[key]] : []));
}

/** Texts of `frameworks`, `environment` and `parameters`, where OIP servers put what they run on. */
function frameworksTold(metadata: Record<string, unknown>): Record<string, string> {
  const parameters = parametersOf(metadata);
  const blocks = [metadata.frameworks, metadata.environment, parameters.frameworks, parameters.environment, parameters];
  const entries = blocks.flatMap((block) =>
    typeof block === 'object' && block !== null ? Object.entries(block as Record<string, unknown>) : [],
  );
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
