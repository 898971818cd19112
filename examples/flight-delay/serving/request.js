/** A request that the server does not understand: the caller's mistake, answered 400. */
export class BadRequest extends Error {}

/**
 * The flights of an inference request of the Open Inference Protocol v2: one tensor a column, one element a flight. Columns
 * the model does not look at are ignored, so that one stream of requests can be served by every version.
 */
export function flightsOf(body, columns) {
  if (!Array.isArray(body?.inputs)) throw new BadRequest('expected {"inputs": [...]}');
  const tensors = new Map(body.inputs.map((tensor) => [tensor?.name, tensor]));
  const rows = rowsOf(tensors.get(columns[0]?.name), columns[0]?.name);
  const flights = Array.from({ length: rows }, () => ({}));
  for (const { name, datatype } of columns) {
    const tensor = tensors.get(name);
    if (rowsOf(tensor, name) !== rows) throw new BadRequest(`input ${name} has other rows than ${columns[0].name}`);
    tensor.data.forEach((value, row) => {
      flights[row][name] = checked(value, name, datatype);
    });
  }
  return flights;
}

function rowsOf(tensor, name) {
  if (!Array.isArray(tensor?.data)) throw new BadRequest(`input ${name} is missing`);
  if (tensor.data.length === 0 || tensor.data.length > 1000)
    throw new BadRequest(`input ${name}: expected 1 to 1000 rows`);
  return tensor.data.length;
}

/** Null is a value that the sensors did not deliver. */
function checked(value, name, datatype) {
  if (value === null) return null;
  const expected = datatype === 'BYTES' ? 'string' : 'number';
  if (typeof value !== expected) throw new BadRequest(`input ${name}: expected a ${expected} or null`);
  return value;
}
