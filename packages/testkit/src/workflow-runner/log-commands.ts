import { type Annotation, type AnnotationLevel, annotationFrom } from './annotations.ts';

/** What a step's printed commands do to its job. */
export interface CommandEffects {
  annotate(annotation: Annotation): void;
  mask(secret: string): void;
  saveState(name: string, value: string): void;
  /** A command the runner refuses (`set-env`, `add-path`): the step fails with this message. */
  refuse(message: string): void;
  /** A command this runner does not imitate; ends the run. */
  unknown(command: string): void;
}

interface Command {
  name: string;
  properties: Record<string, string>;
  message: string;
}

const unescapeData = (text: string): string =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
const unescapeProperty = (text: string): string =>
  text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');

/** Parses `::name key=value,…::message` (leading blanks allowed); anything else is no command. */
export function parseCommand(line: string): Command | undefined {
  const match = /^\s*::([A-Za-z][\w-]*)(?:\s+(.*?))?::(.*)$/s.exec(line);
  if (!match) return undefined;
  const properties: Record<string, string> = {};
  for (const pair of (match[2] ?? '').split(',')) {
    const equals = pair.indexOf('=');
    if (equals > 0) properties[pair.slice(0, equals).trim().toLowerCase()] = unescapeProperty(pair.slice(equals + 1));
  }
  return { name: (match[1] ?? '').toLowerCase(), properties, message: unescapeData(match[3] ?? '') };
}

const LEVELS: readonly string[] = ['error', 'warning', 'notice'] satisfies AnnotationLevel[];
const DISABLED = ['set-env', 'add-path'];
const KNOWN_STOP_WORDS = [
  ...LEVELS,
  ...DISABLED,
  'debug',
  'group',
  'endgroup',
  'add-mask',
  'echo',
  'set-output',
  'save-state',
];

/** Reads the lines one step prints and carries out their workflow commands. */
export class LogCommands {
  readonly #effects: CommandEffects;
  #resumeWord: string | undefined;

  constructor(effects: CommandEffects) {
    this.#effects = effects;
  }

  /** Handles one printed line; returns the line for the log, or undefined when the log does not show it. */
  accept(line: string): string | undefined {
    const command = parseCommand(line);
    if (this.#resumeWord !== undefined) {
      if (command?.name === this.#resumeWord.toLowerCase()) this.#resumeWord = undefined;
      return line;
    }
    if (!command) return line;
    return this.#execute(command, line);
  }

  #execute({ name, properties, message }: Command, line: string): string | undefined {
    if (LEVELS.includes(name)) {
      this.#effects.annotate(annotationFrom(name as AnnotationLevel, message, properties));
      return `##[${name}]${message}`;
    }
    if (DISABLED.includes(name)) {
      this.#effects.refuse(`The \`${name}\` command is disabled. Please upgrade to using Environment Files.`);
      return line;
    }
    switch (name) {
      case 'add-mask':
        this.#effects.mask(message);
        return undefined;
      case 'stop-commands':
        return this.#stop(message, line);
      case 'group':
        return `##[group]${message}`;
      case 'endgroup':
        return '##[endgroup]';
      case 'save-state':
        this.#effects.saveState(properties.name ?? '', message);
        return undefined;
      case 'set-output':
        // Deprecated since 2022: not carried out, so that nothing comes to depend on it.
        this.#effects.annotate({
          level: 'warning',
          message: 'The `set-output` command is deprecated and ignored here; write to $GITHUB_OUTPUT.',
        });
        return line;
      case 'debug':
      case 'echo':
        return undefined;
      default:
        this.#effects.unknown(`::${name}::`);
        return line;
    }
  }

  #stop(word: string, line: string): string {
    if (word === '' || KNOWN_STOP_WORDS.includes(word.toLowerCase())) {
      this.#effects.refuse(`Invalid stop token "${word}" for ::stop-commands::; use a random word.`);
    } else {
      this.#resumeWord = word;
    }
    return line;
  }
}
