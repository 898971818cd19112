/*
 * A strict reader for the XML we write: well-formed elements and attributes, the five named entities, no text content.
 * Anything else throws.
 */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
}

const TOKEN = /<\?xml [^?]*\?>|<\/([A-Za-z]+)>|<([A-Za-z]+)((?: [a-z]+="[^"<>]*")*)(\/?)>|([^<]+)/gy;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The root element. */
export function parseXml(source: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [] };
  const open = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(source);
    if (token === null) throw new Error(`not well-formed at ${at}: ${source.slice(at, at + 40)}`);
    const [, closed, opened, attributes = '', empty, content] = token;
    if (content !== undefined && content.trim() !== '') throw new Error(`text content: ${content}`);
    if (closed !== undefined && open.pop()?.name !== closed) throw new Error(`</${closed}> closes another element`);
    if (opened === undefined) continue;
    const element = { name: opened, attributes: attributesOf(attributes), children: [] };
    open.at(-1)!.children.push(element);
    if (empty === '') open.push(element);
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error('not exactly one closed root element');
  return root.children[0]!;
}

function attributesOf(source: string): Record<string, string> {
  return Object.fromEntries(
    [...source.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, name, value]) => [name!, decoded(value!)]),
  );
}

/** Characters of XML 1.0 only; entities decoded. */
function decoded(value: string): string {
  if (/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(value))
    throw new Error('a character XML cannot hold');
  return value.replace(/&([^;]*;?)/g, (whole, name: string) => {
    const character = ENTITIES[name.replace(/;$/, '')];
    if (character === undefined || !name.endsWith(';')) throw new Error(`unknown entity ${whole}`);
    return character;
  });
}
