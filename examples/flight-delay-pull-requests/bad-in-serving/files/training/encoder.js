/** Mean and standard deviation of the values that are not missing; a constant column keeps its scale. */
function location(values) {
  const present = values.filter((value) => value !== null);
  const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
  const variance = present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / present.length;
  return { mean, scale: Math.sqrt(variance) || 1 };
}

/** Learns from the training flights how columns turn into inputs of the model. The result is plain JSON. */
export function fitEncoder(flights, { numeric, categorical }) {
  return {
    numeric: numeric.map((column) => ({ column, ...location(flights.map((flight) => flight[column])) })),
    categorical: categorical.map((column) => ({
      column,
      values: [...new Set(flights.map((flight) => flight[column]))].sort(),
    })),
  };
}

/** The names of the inputs, in the order of the weights: the constant, the numeric columns, one for each category. */
export function inputNames({ numeric, categorical }) {
  const categories = categorical.flatMap(({ column, values }) => values.map((value) => `${column}=${value}`));
  return ['constant', ...numeric.map(({ column }) => column), ...categories];
}

function required(flight, column) {
  if (typeof flight[column] !== 'number') throw new TypeError(`encoding a flight: ${column} is ${flight[column]}`);
  return flight[column];
}

/** One flight as inputs of the model. A category that training never saw has zeros everywhere. */
export function encode(flight, { numeric, categorical }) {
  const standardised = numeric.map(({ column, mean, scale }) => (required(flight, column) - mean) / scale);
  const indicators = categorical.flatMap(({ column, values }) =>
    values.map((value) => (flight[column] === value ? 1 : 0)),
  );
  return Float64Array.of(1, ...standardised, ...indicators);
}
