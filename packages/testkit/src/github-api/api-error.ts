import type { JsonObject } from './json.ts';

const DOCUMENTATION = 'https://docs.github.com/rest';

/** One entry of GitHub's `errors` array of a 422. */
export interface FieldError {
  resource?: string;
  field?: string;
  code: string;
  message?: string;
}

/** An answer other than success, as GitHub words it. Thrown by operations, turned into the response by the server. */
export class ApiError extends Error {
  readonly status: number;
  readonly errors: FieldError[] | undefined;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    message: string,
    options: { errors?: FieldError[]; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }

  get body(): JsonObject {
    const errors = this.errors === undefined ? {} : { errors: this.errors };
    return { message: this.message, ...errors, documentation_url: DOCUMENTATION, status: String(this.status) };
  }
}

export function notFound(): ApiError {
  return new ApiError(404, 'Not Found');
}

/** 422 with one sentence, as the git data API answers. */
export function unprocessable(message: string): ApiError {
  return new ApiError(422, message);
}

/** 422 `Validation Failed` with the fields at fault, as the issues API answers. */
export function validationFailed(...errors: FieldError[]): ApiError {
  return new ApiError(422, 'Validation Failed', { errors });
}
