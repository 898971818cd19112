/*
 * Just enough of Parquet to lie in it: one required column, one page, one row group; the footer in Thrift's compact
 * protocol. Field numbers are those of apache/parquet-format, parquet.thrift.
 */

/** A value of the compact protocol, by its wire type. */
type Field =
  | { id: number; type: 'i32' | 'i64'; value: bigint | number }
  | { id: number; type: 'text'; value: string }
  | { id: number; type: 'struct'; value: Buffer }
  | { id: number; type: 'structs'; value: Buffer[]; count?: number }
  | { id: number; type: 'i32s'; value: number[] }
  | { id: number; type: 'texts'; value: string[] };

const WIRE = { i32: 5, i64: 6, text: 8, structs: 9, i32s: 9, texts: 9, struct: 12 } as const;
const ELEMENT = { structs: 12, i32s: 5, texts: 8 } as const;

function varint(value: bigint | number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value);
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Buffer.from(bytes);
}

function zigzag(value: bigint | number): Buffer {
  const wide = BigInt(value);
  return varint(wide >= 0n ? wide << 1n : (-wide << 1n) - 1n);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(bytes.length), bytes]);
}

function list(elementType: number, items: Buffer[], count = items.length): Buffer {
  const header =
    count < 15
      ? Buffer.from([(count << 4) | elementType])
      : Buffer.concat([Buffer.from([0xf0 | elementType]), varint(count)]);
  return Buffer.concat([header, ...items]);
}

function body(field: Field): Buffer {
  switch (field.type) {
    case 'i32':
    case 'i64':
      return zigzag(field.value);
    case 'text':
      return text(field.value);
    case 'struct':
      return field.value;
    case 'structs':
      return list(ELEMENT.structs, field.value, field.count);
    case 'i32s':
      return list(ELEMENT.i32s, field.value.map(zigzag));
    case 'texts':
      return list(ELEMENT.texts, field.value.map(text));
  }
}

function struct(fields: readonly Field[]): Buffer {
  let last = 0;
  const parts = fields.map((field) => {
    const header = Buffer.from([((field.id - last) << 4) | WIRE[field.type]]);
    last = field.id;
    return Buffer.concat([header, body(field)]);
  });
  return Buffer.concat([...parts, Buffer.from([0])]);
}

export interface ParquetLies {
  /** Column; default `age`. */
  name?: string;
  /** What the footer says about the rows of the file and its group. */
  rows?: bigint | number;
  /** What the footer says about the number of row groups, of which one follows. */
  rowGroups?: number;
  /** What the footer says about where the page lies and how long it is. */
  pageOffset?: bigint | number;
  pageBytes?: bigint | number;
  /** What the page says about its size after decompression. */
  pageSize?: number;
  /** Makes the column a decimal stored in 32 bits. */
  decimal?: { precision: number; scale: number };
  /** How often the bytes of the footer are there; 0 cuts the file behind its data. */
  footerBytes?: number;
}

/** A Parquet file with a column of 32-bit integers, true except for what `lies` says. */
export function parquet(values: readonly number[], lies: ParquetLies = {}): Buffer {
  const data = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) data.writeInt32LE(value, i * 4);
  const page = Buffer.concat([pageHeader(values.length, data.length, lies), data]);
  const footer = fileMetadata(values.length, page.length, lies);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(lies.footerBytes ?? footer.length);
  return Buffer.concat([Buffer.from('PAR1'), page, footer, length, Buffer.from('PAR1')]);
}

function pageHeader(rows: number, bytes: number, lies: ParquetLies): Buffer {
  const dataPage = struct([
    { id: 1, type: 'i32', value: rows },
    { id: 2, type: 'i32', value: 0 },
    { id: 3, type: 'i32', value: 3 },
    { id: 4, type: 'i32', value: 3 },
  ]);
  return struct([
    { id: 1, type: 'i32', value: 0 },
    { id: 2, type: 'i32', value: lies.pageSize ?? bytes },
    { id: 3, type: 'i32', value: bytes },
    { id: 5, type: 'struct', value: dataPage },
  ]);
}

function fileMetadata(rows: number, pageBytes: number, lies: ParquetLies): Buffer {
  const name = lies.name ?? 'age';
  const stated = lies.rows ?? rows;
  const decimal: Field[] = lies.decimal
    ? [
        { id: 6, type: 'i32', value: 5 },
        { id: 7, type: 'i32', value: lies.decimal.scale },
        { id: 8, type: 'i32', value: lies.decimal.precision },
      ]
    : [];
  const schema = [
    struct([
      { id: 4, type: 'text', value: 'schema' },
      { id: 5, type: 'i32', value: 1 },
    ]),
    struct([
      { id: 1, type: 'i32', value: 1 },
      { id: 3, type: 'i32', value: 0 },
      { id: 4, type: 'text', value: name },
      ...decimal,
    ]),
  ];
  const column = struct([
    { id: 1, type: 'i32', value: 1 },
    { id: 2, type: 'i32s', value: [0] },
    { id: 3, type: 'texts', value: [name] },
    { id: 4, type: 'i32', value: 0 },
    { id: 5, type: 'i64', value: stated },
    { id: 6, type: 'i64', value: lies.pageBytes ?? pageBytes },
    { id: 7, type: 'i64', value: lies.pageBytes ?? pageBytes },
    { id: 9, type: 'i64', value: lies.pageOffset ?? 4 },
  ]);
  const chunk = struct([
    { id: 2, type: 'i64', value: 4 },
    { id: 3, type: 'struct', value: column },
  ]);
  const group = struct([
    { id: 1, type: 'structs', value: [chunk] },
    { id: 2, type: 'i64', value: pageBytes },
    { id: 3, type: 'i64', value: stated },
  ]);
  return struct([
    { id: 1, type: 'i32', value: 1 },
    { id: 2, type: 'structs', value: schema },
    { id: 3, type: 'i64', value: stated },
    { id: 4, type: 'structs', value: [group], ...(lies.rowGroups === undefined ? {} : { count: lies.rowGroups }) },
  ]);
}
