import { ApiError } from '../api-error.ts';
import { isObject, type JsonObject } from '../json.ts';
import { parseNodeId } from '../node-id.ts';
import type { CommentRecord } from '../records.ts';
import type { FakeRepository } from '../repository.ts';
import { issueComment } from '../representations/issue.ts';
import { authorize, type Grant } from '../tokens.ts';
import type { World } from '../world.ts';
import { type Field, GraphqlSyntaxError, parseDocument, type Selection } from './document.ts';

/** An answer of the GraphQL endpoint; the status is always 200, errors stand in the body. */
export interface GraphqlAnswer {
  body: JsonObject;
  /** What the query asked for that the fake (or GitHub) does not know. */
  problems: string[];
}

const CLASSIFIERS = ['SPAM', 'ABUSE', 'OFF_TOPIC', 'OUTDATED', 'DUPLICATE', 'RESOLVED', 'LOW_QUALITY'];

/** A query GitHub would refuse when it validates, before it executes anything. */
class ValidationProblem extends Error {}

/** Resolves fields to values; a value that is an object is selected into. */
type Resolvers = Record<string, (field: Field) => unknown>;

function select(type: string, selection: Selection[], resolvers: Resolvers): JsonObject {
  const result: JsonObject = {};
  for (const part of selection) {
    if (part.kind === 'fragment') {
      // An object has one type: a fragment on any other can never apply, and GitHub refuses the query.
      if (part.type !== undefined && part.type !== type) {
        throw new ValidationProblem(`Fragment on ${part.type} can't be spread inside ${type}`);
      }
      Object.assign(result, select(type, part.selection, resolvers));
    } else if (part.name === '__typename') result[part.alias] = type;
    else {
      const resolve = Object.hasOwn(resolvers, part.name) ? resolvers[part.name] : undefined;
      if (resolve === undefined) throw new ValidationProblem(`Field '${part.name}' doesn't exist on type '${type}'`);
      result[part.alias] = resolve(part);
    }
  }
  return result;
}

function viewer(world: World, grant: Grant): Resolvers {
  const account = world.accounts.get(grant.login);
  return {
    login: () => account.login,
    databaseId: () => account.id,
    id: () => account.nodeId,
    url: () => `${world.serverUrl}/${account.login}`,
    name: () => account.login,
  };
}

function commentByNodeId(
  world: World,
  subjectId: unknown,
): { comment: CommentRecord; repository: FakeRepository } | undefined {
  const parsed = typeof subjectId === 'string' ? parseNodeId(subjectId) : undefined;
  if (parsed?.type !== 'IssueComment') return undefined;
  for (const repository of world.repositories.values()) {
    const comment = repository.comments.get(Number(parsed.id));
    if (comment !== undefined) return { comment, repository };
  }
  return undefined;
}

function minimizeComment(world: World, grant: Grant, field: Field): JsonObject {
  const input = field.arguments.input;
  if (!isObject(input)) throw new ValidationProblem("Field 'minimizeComment' is missing required arguments: input");
  const { subjectId, classifier } = input;
  if (!CLASSIFIERS.includes(String(classifier))) {
    throw new ValidationProblem(`Argument 'classifier' has an invalid value (${String(classifier)})`);
  }
  const found = commentByNodeId(world, subjectId);
  if (found === undefined)
    throw new ApiError(404, `Could not resolve to a node with the global id of '${String(subjectId)}'`);
  const { comment, repository } = found;
  const onPull = repository.pulls.has(comment.issueNumber);
  authorize(
    grant,
    repository,
    onPull
      ? [
          ['pull_requests', 'write'],
          ['issues', 'write'],
        ]
      : [['issues', 'write']],
  );
  comment.minimized = String(classifier).toLowerCase().replace('_', '-');
  const minimized: Resolvers = {
    isMinimized: () => true,
    minimizedReason: () => comment.minimized,
    viewerCanMinimize: () => true,
    id: () => issueComment(world, repository, comment).node_id,
  };
  return select('MinimizeCommentPayload', field.selection, {
    clientMutationId: () => input.clientMutationId ?? null,
    minimizedComment: (inner) => select('Minimizable', inner.selection.flatMap(commentFragments), minimized),
  });
}

/** `minimizedComment` is an interface: fragments on what implements it apply. */
function commentFragments(part: Selection): Selection[] {
  return part.kind === 'fragment' && part.type === 'IssueComment' ? part.selection : [part];
}

/** Answers a GraphQL request: `viewer` and `minimizeComment`, everything else is an error. */
export function answerGraphql(world: World, grant: Grant, request: unknown): GraphqlAnswer {
  const query = isObject(request) ? request.query : undefined;
  const variables = isObject(request) && isObject(request.variables) ? request.variables : {};
  if (typeof query !== 'string') return refused('A query attribute must be specified and must be a string.');
  try {
    const { operation, selection } = parseDocument(query, variables);
    const roots: Resolvers =
      operation === 'query'
        ? { viewer: (field) => select('User', field.selection, viewer(world, grant)) }
        : { minimizeComment: (field) => minimizeComment(world, grant, field) };
    return { body: { data: select(operation === 'query' ? 'Query' : 'Mutation', selection, roots) }, problems: [] };
  } catch (error) {
    if (error instanceof GraphqlSyntaxError || error instanceof ValidationProblem) return refused(error.message);
    if (error instanceof ApiError) {
      const type = error.status === 403 ? 'FORBIDDEN' : 'NOT_FOUND';
      return { body: { data: null, errors: [{ type, message: error.message }] }, problems: [] };
    }
    throw error;
  }
}

function refused(message: string): GraphqlAnswer {
  return { body: { errors: [{ message }] }, problems: [message] };
}
