import { probability } from './logistic-regression.js';

/** How many flights the serving team asks before a model gets any traffic. */
const COUNT = 20;

/** A flight as a request of the Open Inference Protocol v2: one tensor a column; a missing value is null. */
export function inferRequest(flight, columns) {
  const tensor = ({ name, datatype }) => ({ name, datatype, shape: [1], data: [flight[name]] });
  return { inputs: columns.map(tensor) };
}

/** The columns the model looks at, as input tensors. */
export function inputColumns({ numeric, categorical }) {
  return [
    ...numeric.map(({ column }) => ({ name: column, datatype: 'FP64' })),
    ...categorical.map(({ column, values }) => ({
      name: column,
      datatype: typeof values[0] === 'number' ? 'INT64' : 'BYTES',
    })),
  ];
}

/** The answer of a server: the probability of a late arrival. */
export function inferResponse(score) {
  return { outputs: [{ name: 'p', datatype: 'FP64', shape: [1], data: [score] }] };
}

/** Requests with the answers this model must give to them, wherever it runs. */
export function goldenRequests(flights, { encoder, weights }, encode) {
  return flights.slice(0, COUNT).map((flight) => ({
    id: flight.id,
    request: inferRequest(flight, inputColumns(encoder)),
    response: inferResponse(probability(weights, encode(flight, encoder))),
  }));
}
