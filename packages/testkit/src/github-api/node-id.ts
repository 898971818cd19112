const PREFIX: Record<string, string> = {
  User: 'U',
  Bot: 'BOT',
  Organization: 'O',
  Repository: 'R',
  IssueComment: 'IC',
  Issue: 'I',
  PullRequest: 'PR',
};

/** An opaque global id in the style of GitHub's: type prefix and base64 of the number. */
export function nodeId(type: string, id: number | string): string {
  return `${PREFIX[type] ?? type}_${Buffer.from(`0:${type}:${id}`).toString('base64url')}`;
}

/** The type and number inside a {@link nodeId}. */
export function parseNodeId(text: string): { type: string; id: string } | undefined {
  const decoded = Buffer.from(text.slice(text.indexOf('_') + 1), 'base64url').toString();
  const found = /^0:([A-Za-z]+):(.+)$/.exec(decoded);
  return found === null ? undefined : { type: found[1]!, id: found[2]! };
}
