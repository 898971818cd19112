import { describe, expect, it } from 'vitest';
import { detectDialect, firstRecord } from './csv-dialect.ts';
import type { SourceOptions } from './locate-source.ts';

const detect = (text: string, options: SourceOptions = {}, complete = true) =>
  detectDialect('data.csv', text, complete, options);
const plain = { quote: '"', escape: '"' };

describe('detectDialect', () => {
  it.each([
    ['commas', 'a,b\n1,2\n', ','],
    ['semicolons with decimal commas', 'a;b\n1,5;2,5\n3,5;4,5\n', ';'],
    ['tabs', 'a\tb\n1\t2\n', '\t'],
    ['pipes', 'a|b\r\n1|2\r\n', '|'],
    ['a delimiter inside quotes', 'a,b\n"1;2;3",2\n"4;5;6",3\n', ','],
    ['a newline inside quotes', 'a,b\n"x\ny,z",2\n', ','],
    ['a header only', 'a;b;c\n', ';'],
    ['a header without line end', 'a;b;c', ';'],
    ['one ragged row among many', 'a,b\n1,2\n3\n4,5\n6,7\n', ','],
    ['commas in text beside tabs', 'id\ttext\n1\tone, two\n2\tthree\n', '\t'],
  ])('finds %s', (_, text, delimiter) => expect(detect(text)).toEqual({ delimiter, ...plain }));

  it('reads a single column whole, whatever its texts hold', () => {
    for (const text of ['x\n1\n2\n', 'text\nhello, world\nfoo\n', 'x\n1,5\n2,5\n']) {
      const dialect = detect(text);
      expect(text.split('\n').some((line) => line.includes(dialect.delimiter))).toBe(false);
    }
  });

  it('finds single quotes, but takes no apostrophe for one', () => {
    expect(detect("a,b\n'x,y',1\n'z,w',2\n")).toEqual({ delimiter: ',', quote: "'", escape: "'" });
    expect(detect("a,b\n'tis,1\n'twas,2\n")).toEqual({ delimiter: ',', ...plain });
  });

  it('finds backslash escapes', () => {
    expect(detect('a,b\n"say \\"x, y\\"",1\n')).toEqual({ delimiter: ',', quote: '"', escape: '\\' });
    expect(detect('a,b\n"say ""x, y""",1\n')).toEqual({ delimiter: ',', ...plain });
    expect(detect('a,b\n"C:\\",1\n"D:\\",2\n')).toEqual({ delimiter: ',', ...plain });
  });

  it('takes what is stated', () => {
    expect(detect('a;b,c\n1;2,3\n', { delimiter: ',' }).delimiter).toBe(',');
    expect(detect('a\tb\n', { delimiter: '\\t' }).delimiter).toBe('\t');
    expect(detect('a\tb\n', { delimiter: 'tab' }).delimiter).toBe('\t');
    expect(detect('a:b\n1:2\n', { delimiter: ':' }).delimiter).toBe(':');
    expect(detect('a,b\n"1,2\n', { quote: '' })).toEqual({ delimiter: ',', quote: '', escape: '' });
  });

  it('refuses a tie and a delimiter that is no character', () => {
    expect(() => detect('a,b;c\n1,2;3\n')).toThrow(/the delimiter cannot be told: "," and ";"/);
    expect(() => detect('a\n', { delimiter: '::' })).toThrow(/expected one character/);
    expect(() => detect('a\n', { delimiter: '' })).toThrow(/expected one character/);
  });

  it('leaves out a record that the sample cuts', () => {
    expect(detect('a,b\n1,2\n3', {}, false).delimiter).toBe(',');
    expect(detect('a,b,c', {}, false).delimiter).toBe(',');
  });
});

describe('firstRecord', () => {
  const read = (text: string, complete = true) => firstRecord(text, complete, { delimiter: ',', ...plain });
  it.each([
    ['a,b\n1,2', ['a', 'b']],
    ['a, b ,c\r\n', ['a', 'b', 'c']],
    ['"a,1","b ""x""", "c\nd"\n', ['a,1', 'b "x"', 'c\nd']],
    ['a,,b', ['a', '', 'b']],
    ['a', ['a']],
  ])('%j', (text, expected) => expect(read(text)).toEqual(expected));

  it('is unknown where the sample ends before it', () => {
    expect(read('a,b', false)).toBeNull();
    expect(read('"a,b\n', false)).toBeNull();
  });
});
